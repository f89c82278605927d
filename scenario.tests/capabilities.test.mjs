// Which operations of AWS's services the local AWS has: asked of the running host, for every operation that AWS's SDK knows.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { after, before, it } from 'node:test';
import { fromIni } from '@aws-sdk/credential-providers';
import { inRoot } from '../tools/lib/run.mjs';
import { World } from './lib/world.mjs';

/** The services of which a deployment makes something, with their packages. */
const services = {
  'Cognito user pools': 'client-cognito-identity-provider',
  'Cognito identity pools': 'client-cognito-identity',
  STS: 'client-sts',
  S3: 'client-s3',
  DynamoDB: 'client-dynamodb',
  IAM: 'client-iam',
  CloudFormation: 'client-cloudformation',
  'Cloud Control': 'client-cloudcontrol',
  Lambda: 'client-lambda',
  KMS: 'client-kms',
  SNS: 'client-sns',
  'Secrets Manager': 'client-secrets-manager',
  'SSM Parameter Store': 'client-ssm',
  'CloudWatch metrics and alarms': 'client-cloudwatch',
  'CloudWatch Logs': 'client-cloudwatch-logs',
  WAF: 'client-wafv2',
};

/** What a service says of an operation that it does not have. */
const unknown = ['UnknownOperationException', 'UnknownOperation', 'InvalidAction', 'NotImplemented', 'MethodNotAllowed'];

/** What tells operations of S3 from others of the same address, and no address needs. */
const told = { UploadId: 'nobodys', PartNumber: 1, CopySource: 'nobodys/nobodys' };

/** Operations at addresses of their own, which look like others here. */
const elsewhere = ['ListDirectoryBuckets', 'WriteGetObjectResponse'];

const record = inRoot('docs/local-capabilities.md');
const words = (names) => (names.length ? names.map((name) => `\`${name}\``).join(', ') : '–');

let world;
before(async () => {
  world = await World.start();
});
after(() => world?.end());

/** Sends an operation that says nothing but what its address needs: it is refused for that, or for not being there. Whatever it names is not there, so nothing is lost. */
async function isHere(client, Command, input) {
  try {
    await client.send(new Command(input), { abortSignal: AbortSignal.timeout(20_000) });
    return true;
  } catch (error) {
    const label = /No value provided for input HTTP label: (\w+)/.exec(error.message)?.[1];
    if (label && !(label in input)) return isHere(client, Command, { ...input, [label]: 'nobodys' });
    // Without an answer nobody can tell.
    assert.ok(error.$metadata?.httpStatusCode, `${Command.name}: ${error}`);
    return !unknown.includes(error.name);
  }
}

async function capabilities(package_) {
  const module = await import(`@aws-sdk/${package_}`);
  const Client = Object.entries(module).find(([name]) => name.endsWith('Client') && !name.startsWith('__'))?.[1];
  const client = new Client({
    endpoint: world.endpoint,
    region: world.outputs.Region,
    credentials: fromIni({ filepath: world.env.AWS_SHARED_CREDENTIALS_FILE }),
    forcePathStyle: true,
    disableHostPrefix: true,
    maxAttempts: 1,
  });
  const here = [];
  const missing = [];
  for (const [name, Command] of Object.entries(module).filter(([name]) => name.endsWith('Command') && !name.startsWith('$') && !elsewhere.includes(name.replace(/Command$/, ''))))
    ((await isHere(client, Command, package_ === 'client-s3' ? told : {})) ? here : missing).push(name.replace(/Command$/, ''));
  return { here: here.sort(), missing: missing.sort() };
}

it('the record says which operations are here and which are refused by their names', async () => {
  const parts = [];
  for (const [title, package_] of Object.entries(services)) {
    const { here, missing } = await capabilities(package_);
    parts.push(`## ${title}\n\n${here.length} of ${here.length + missing.length} operations.\n\nHere: ${words(here)}.\n\nRefused by name: ${words(missing)}.\n`);
  }
  const text = `<!-- Written by COGNITOSTACK_UPDATE=1 node --test scenario.tests/capabilities.test.mjs -->
# What the local AWS does, operation by operation

Every operation that the AWS SDK for JavaScript knows was sent to the running host. What is refused is refused with its name, and does nothing.
A new version of the SDK with more operations makes the test fail, until this record says what becomes of them.
[The local AWS](local-aws.md) says where an operation that is here differs from AWS.

${parts.join('\n')}`;
  if (process.env.COGNITOSTACK_UPDATE === '1') writeFileSync(record, text);
  assert.equal(text, existsSync(record) ? readFileSync(record, 'utf8') : '', 'Run it with COGNITOSTACK_UPDATE=1, look at what changed, and commit it.');
});
