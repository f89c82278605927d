// The gate as one would write it in Node.js: rules on e-mail addresses, then the deny list.
import { BatchGetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { log, run } from './runtime.mjs';

const { DENY_LIST_TABLE_NAME: table = '', DENY_EMAIL_DOMAINS = '' } = process.env;
const denied = DENY_EMAIL_DOMAINS.split(',');
const dynamo = new DynamoDBClient({ maxAttempts: 3 });

const read = (subjects) =>
  dynamo.send(
    new BatchGetItemCommand({
      RequestItems: { [table]: { Keys: subjects.map((subject) => ({ subject: { S: subject } })), ConsistentRead: true } },
    }),
  );

const withParents = (domain) => domain.split('.').map((_, index, labels) => labels.slice(index).join('.'));

function subjectsOf(event, domain) {
  const { sub, email } = event.request.userAttributes;
  return [`user#${event.userName}`, `user#${sub}`, `client#${event.callerContext.clientId}`, `user#${email.toLowerCase()}`, ...withParents(domain).map((name) => `domain#${name}`)];
}

async function judge(event) {
  const domain = event.request.userAttributes.email.split('@').at(-1).toLowerCase();
  if (denied.some((one) => domain === one || domain.endsWith(`.${one}`))) return 'emailDomainDenied';
  const { Responses } = await read([...new Set(subjectsOf(event, domain))]);
  const now = Date.now() / 1000;
  return Responses?.[table].some((item) => !item.expiresAt || Number(item.expiresAt.N) > now) ? 'denyListed' : null;
}

// As ours: the connection is made during init.
await read(['-']);
await run(async (event) => {
  const reason = await judge(event);
  if (!reason) return;
  log({ level: 'WARN', message: 'A sign-in was refused.', reason });
  throw new Error('Sign-in is not allowed for this account. Contact your administrator');
});
