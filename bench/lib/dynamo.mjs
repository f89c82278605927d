// The tables that the functions read and write, and what these really did there: no variant shall win by not working.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { CreateTableCommand, DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { inRoot } from '../../tools/lib/run.mjs';

const tables = { 'deny-list': ['subject'], 'sign-ins': ['user', 'signIn'] };

/** A user whom the deny list names. */
export const deniedUser = 'mallory';

export async function startDynamo() {
  const child = fork(inRoot('bench/lib/dynalite.mjs'));
  const [{ port }] = await once(child, 'message');
  const endpoint = `http://127.0.0.1:${port}`;
  const client = new DynamoDBClient({ endpoint, region: 'eu-central-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } });
  for (const [name, keys] of Object.entries(tables))
    await client.send(
      new CreateTableCommand({
        TableName: name,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: keys.map((key) => ({ AttributeName: key, AttributeType: 'S' })),
        KeySchema: keys.map((key, i) => ({ AttributeName: key, KeyType: i ? 'RANGE' : 'HASH' })),
      }),
    );
  await client.send(new PutItemCommand({ TableName: 'deny-list', Item: { subject: { S: `user#${deniedUser}` } } }));
  return {
    endpoint,
    /** The records of a user's sign-ins, as plain objects. */
    async signInsOf(user) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: 'sign-ins',
          ConsistentRead: true,
          KeyConditionExpression: '#user = :user',
          ExpressionAttributeNames: { '#user': 'user' },
          ExpressionAttributeValues: { ':user': { S: user } },
        }),
      );
      return Items.map((item) => Object.fromEntries(Object.entries(item).map(([name, value]) => [name, Object.values(value)[0]])));
    },
    /** { operation: how often it was called } since the last time that this was asked. */
    async takeCounts() {
      child.send('counts');
      return (await once(child, 'message'))[0];
    },
    stop: () => child.disconnect(),
  };
}
