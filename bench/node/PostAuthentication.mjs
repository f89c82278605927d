// The audit as one would write it in Node.js: a repeat raises the record of the window before, else the record is made or raised.
import { createHash } from 'node:crypto';
import { ConditionalCheckFailedException, DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { log, run } from './runtime.mjs';

const table = process.env.AUDIT_TABLE_NAME;
const retention = Number(process.env.AUDIT_RETENTION_DAYS) * 86400;
const window = 15000;
const dynamo = new DynamoDBClient({ maxAttempts: 3 });

const canonical = (value) => (value && typeof value === 'object' && !Array.isArray(value)
  ? Object.fromEntries(Object.keys(value).sort().map((key) => [key, canonical(value[key])])) : value);

const fingerprint = (event) => createHash('sha256')
  .update(JSON.stringify([event.userPoolId, event.callerContext.clientId, event.userName, event.triggerSource, canonical(event.request)]))
  .digest('hex').slice(0, 16);

async function tryUpdate(input) {
  try {
    await dynamo.send(new UpdateItemCommand({ TableName: table, ...input }));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

const repeat = (key, since) => tryUpdate({
  Key: key, UpdateExpression: 'ADD attempts :one', ConditionExpression: '#at >= :since',
  ExpressionAttributeNames: { '#at': 'at' }, ExpressionAttributeValues: { ':one': { N: '1' }, ':since': { S: since } },
});

function upsert(key, fields) {
  const names = Object.keys(fields);
  return tryUpdate({
    Key: key, ReturnValues: 'UPDATED_NEW',
    UpdateExpression: `SET ${names.map((name) => `#${name} = if_not_exists(#${name}, :${name})`).join(', ')} ADD attempts :one`,
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: { ...Object.fromEntries(names.map((name) => [`:${name}`, fields[name]])), ':one': { N: '1' } },
  });
}

async function record(event) {
  const now = Date.now();
  const start = now - (now % window);
  const print = fingerprint(event);
  const key = (at) => ({ user: { S: event.userName }, signIn: { S: `${new Date(at).toISOString()}#${print}` } });
  if (await repeat(key(start - window), new Date(now - window).toISOString())) return;
  await upsert(key(start), {
    provider: { S: 'COGNITO' }, triggerSource: { S: event.triggerSource }, at: { S: new Date(now).toISOString() },
    newDevice: { BOOL: event.request.newDeviceUsed === true }, expiresAt: { N: String(Math.floor(now / 1000) + retention) },
    sub: { S: event.request.userAttributes.sub }, clientId: { S: event.callerContext.clientId }, userPoolId: { S: event.userPoolId },
  });
}

// As ours: the connection is made during init, by a call that writes nothing.
await repeat({ user: { S: '-' }, signIn: { S: '-' } }, '9');
await run(async (event) => {
  await record(event);
  log({ level: 'INFO', message: 'A sign-in was recorded.', sub: event.request.userAttributes.sub });
});
