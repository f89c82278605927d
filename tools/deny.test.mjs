// Entries of the deny list: one spelling for each, whoever wrote it how.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Problem } from './lib/console.mjs';
import { strays, subjectOf } from './lib/deny-list.mjs';
import { inRoot, run } from './lib/run.mjs';

const dynalite = createRequire(import.meta.url)('dynalite');

describe('an entry', () => {
  for (const [written, key] of [
    ['user#jane', 'user#jane'],
    ['user#Jane.Doe@Example.COM', 'user#jane.doe@example.com'],
    [' User # Jane@Example.com. ', 'user#jane@example.com'],
    ['user#3F2B6C1E-7D54-4A58-9C0B-5F1A2E8D9B10', 'user#3f2b6c1e-7d54-4a58-9c0b-5f1a2e8d9b10'],
    ['DOMAIN#Example.com', 'domain#example.com'],
    ['domain#bücher.example', 'domain#xn--bcher-kva.example'],
    ['client#1Example', 'client#1example'],
    ['mailbox#Jane.Doe+shop@Gmail.com', 'mailbox#janedoe@gmail.com'],
    ['mailbox#+jane@gmail.com', 'mailbox#+jane@gmail.com'],
  ])
    it(`${written} is ${key}`, () => assert.equal(subjectOf(written), key));

  for (const nonsense of [
    'jane@example.com',
    'users#jane',
    'user#',
    '#jane',
    'user#@example.com',
    'user#jane@',
    'domain#exa mple.com',
    'domain#-x',
    'mailbox#jane',
    'client#a-b',
    'constructor#x',
  ])
    it(`${nonsense} is none`, () => assert.throws(() => subjectOf(nonsense), Problem));

  it('that never matches is found', () =>
    assert.deepEqual(strays(['user#jane', 'user#Jane', 'domain#Example.com', 'nonsense']), [
      { subject: 'user#Jane', meant: 'user#jane' },
      { subject: 'domain#Example.com', meant: 'domain#example.com' },
      { subject: 'nonsense', meant: null },
    ]));
});

describe('npm run deny', () => {
  const folder = mkdtempSync(join(tmpdir(), 'deny-'));
  const outputs = join(folder, 'outputs.json');
  const server = dynalite({ createTableMs: 0 });
  let env;
  before(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    env = { AWS_ENDPOINT_URL: `http://127.0.0.1:${server.address().port}`, AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };
    writeFileSync(outputs, JSON.stringify({ Authentication: { DenyListTableName: 'denied' } }));
    const { CreateTableCommand, DynamoDBClient, PutItemCommand } = await import('@aws-sdk/client-dynamodb');
    const db = new DynamoDBClient({ endpoint: env.AWS_ENDPOINT_URL, region: 'eu-west-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
    await db.send(
      new CreateTableCommand({
        TableName: 'denied',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'subject', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'subject', KeyType: 'HASH' }],
      }),
    );
    await db.send(new PutItemCommand({ TableName: 'denied', Item: { subject: { S: 'domain#Example.com' }, reason: { S: 'spam' } } }));
    db.destroy();
  });
  after(() => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const deny = (...args) => run(process.execPath, [inRoot('tools/deny.mjs'), ...args, '--outputs', outputs], { env });

  it('writes, shows, finds, mends and removes entries', async () => {
    assert.match((await deny('add', 'user#Jane@Example.com', '--reason', 'left', '--days', '2')).output, /user#jane@example\.com is refused/);
    const { code, output } = await deny('check');
    assert.equal(code, 1);
    assert.match(output, /domain#Example\.com may match nobody: it should be domain#example\.com/);
    assert.match(output, /2 entries, 1 that may match nobody/);
    assert.equal((await deny('check', '--fix')).code, 0);
    assert.equal((await deny('check')).code, 0);
    assert.match((await deny('list')).output, /user#jane@example\.com {2}left {2}until 2/);
    assert.match((await deny('list')).output, /domain#example\.com {2}spam\n/);
    assert.equal((await deny('remove', 'USER#jane@example.com')).code, 0);
    assert.match((await deny('remove', 'user#jane@example.com')).output, /is not in the deny list/);
    assert.match((await deny('list')).output, /1 entry\./);
  });

  for (const [args, message] of /** @type {[string[], RegExp][]} */ ([
    [[], /must be one of add, remove, list, check/],
    [['add'], /needs an entry/],
    [['list', 'user#jane'], /takes no entries/],
    [['add', 'jane'], /"jane" is no entry/],
    [['add', 'user#jane', '--days', '0'], /--days must be/],
  ]))
    it(`refuses ${args.join(' ') || 'nothing to do'}`, async () => {
      const { code, output } = await deny(...args);
      assert.equal(code, 1);
      assert.match(output, message);
    });
});
