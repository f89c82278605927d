// The audit as one would write it in Node.js: one write makes the record or raises its attempts, where no window has just begun and no
// earlier sign-in has its key.
import { createHash } from 'node:crypto';
import { ConditionalCheckFailedException, DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { log, run } from './runtime.mjs';

const table = process.env.AUDIT_TABLE_NAME;
const retention = Number(process.env.AUDIT_RETENTION_DAYS) * 86400;
const [window, repetitions] = [300_000, 15_000];
const firsts = ['at', 'expiresAt', 'requestId'];
const dynamo = new DynamoDBClient({ maxAttempts: 3 });

const canonical = (value) =>
  value && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(
        Object.keys(value)
          .sort()
          .map((key) => [key, canonical(value[key])]),
      )
    : value;

const fingerprint = (event) =>
  createHash('sha256')
    .update(JSON.stringify([event.userPoolId, event.callerContext.clientId, event.userName, event.triggerSource, canonical(event.request)]))
    .digest('hex')
    .slice(0, 16);

/** What was written, or null where the condition does not hold. */
async function tryUpdate(input) {
  try {
    return await dynamo.send(new UpdateItemCommand({ TableName: table, ...input }));
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return null;
    throw error;
  }
}

const repeat = (key, since) =>
  tryUpdate({
    Key: key,
    UpdateExpression: 'ADD attempts :one',
    ConditionExpression: '#at >= :since',
    ExpressionAttributeNames: { '#at': 'at' },
    ExpressionAttributeValues: { ':one': { N: '1' }, ':since': { S: since } },
  });

function upsert(key, fields, since) {
  const names = Object.keys(fields);
  return tryUpdate({
    Key: key,
    ReturnValues: 'UPDATED_OLD',
    UpdateExpression: `SET ${names.map((name) => (firsts.includes(name) ? `#${name} = if_not_exists(#${name}, :${name})` : `#${name} = :${name}`)).join(', ')} ADD attempts :one`,
    ConditionExpression: 'attribute_not_exists(#at) OR #at >= :since',
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: { ...Object.fromEntries(names.map((name) => [`:${name}`, fields[name]])), ':one': { N: '1' }, ':since': { S: since } },
  });
}

async function record(event, requestId) {
  const now = Date.now();
  const since = new Date(now - repetitions).toISOString();
  const start = now - (now % window);
  const print = fingerprint(event);
  const key = (at) => ({ user: { S: event.userName }, signIn: { S: `${new Date(at).toISOString()}#${print}` } });
  if (now - start < repetitions && ((await repeat(key(start - window), since)) || (await repeat(key(start - repetitions), since)))) return false;
  const fields = {
    provider: { S: 'COGNITO' },
    triggerSource: { S: event.triggerSource },
    at: { S: new Date(now).toISOString() },
    newDevice: { BOOL: event.request.newDeviceUsed === true },
    expiresAt: { N: String(Math.floor(now / 1000) + retention) },
    sub: { S: event.request.userAttributes.sub },
    clientId: { S: event.callerContext.clientId },
    userPoolId: { S: event.userPoolId },
    requestId: { S: requestId },
  };
  const isFirst = (written) => !written?.Attributes || written.Attributes.requestId.S === requestId;
  const written = await upsert(key(start), fields, since);
  if (written) return isFirst(written);
  const shortStart = now - (now % repetitions);
  if (await repeat(key(shortStart - repetitions), since)) return false;
  return isFirst(await upsert(key(shortStart), fields, since));
}

// As ours: the connection is made during init, by a call that is refused.
await tryUpdate({}).catch((error) => {
  if (error.name !== 'ValidationException') throw error;
});
await run(async (event, requestId) => {
  const isFirst = await record(event, requestId);
  log({ level: 'INFO', message: 'A sign-in was recorded.', sub: event.request.userAttributes.sub, repeated: !isFirst });
});
