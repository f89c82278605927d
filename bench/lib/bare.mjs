// DynamoDB's stand-in behind the local AWS, asked directly: what is left is the price of signatures, policies and sign-in.
import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { inRoot } from '../../tools/lib/run.mjs';

const secret = randomBytes(16).toString('hex');

async function dynalite(data) {
  const started = spawn(process.execPath, [inRoot('local/children/dynalite.mjs')], {
    env: { ...process.env, PORT: '0', DATA: data, SECRET: secret },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const port = await new Promise((done) =>
    started.stdout.setEncoding('utf8').on('data', (text) => {
      const line = /^listening (\d+)$/m.exec(text);
      if (line) done(line[1]);
    }),
  );
  return { endpoint: `http://127.0.0.1:${port}`, stop: () => started.kill() };
}

/** A client that shows the host's secret. */
function clientOf(endpoint) {
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials: { accessKeyId: 'host', secretAccessKey: 'host' } });
  client.middlewareStack.add(
    (next) => (/** @type {any} */ args) => {
      args.request.headers['x-local-secret'] = secret;
      return next(args);
    },
    { step: 'finalizeRequest', priority: 'low' },
  );
  return client;
}

/** So many writes and reads of items, by so many clients at once. */
export async function bare(operations, users) {
  const data = mkdtempSync(join(tmpdir(), 'cognitostack-bare-'));
  const server = await dynalite(data);
  /** @type {number[]} */
  const times = [];
  /** @type {string[]} */
  const errors = [];
  try {
    const keys = ['owner', 'noteId'];
    await clientOf(server.endpoint).send(
      new CreateTableCommand({
        TableName: 'notes',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: keys.map((key) => ({ AttributeName: key, AttributeType: 'S' })),
        KeySchema: keys.map((key, i) => ({ AttributeName: key, KeyType: i ? 'RANGE' : 'HASH' })),
      }),
    );
    await new Promise((done) => {
      setTimeout(done, 200);
    });
    const start = performance.now();
    await Promise.all(
      Array.from({ length: users }, async (_, user) => {
        const client = clientOf(server.endpoint);
        for (let n = 0; n < operations / users; n += 1) {
          const key = { owner: { S: `user-${user}` }, noteId: { S: `note-${n % 16}` } };
          const turn =
            n % 2
              ? () => client.send(new GetItemCommand({ TableName: 'notes', Key: key, ConsistentRead: true }))
              : () => client.send(new PutItemCommand({ TableName: 'notes', Item: { ...key, text: { S: randomUUID() } } }));
          const before = performance.now();
          await turn().catch((error) => errors.push(`${error.name}: ${error.message}`));
          times.push(performance.now() - before);
        }
      }),
    );
    return { seconds: (performance.now() - start) / 1000, times, wrong: [], errors };
  } finally {
    server.stop();
    rmSync(data, { recursive: true, force: true });
  }
}
