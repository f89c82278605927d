// Users who travel: made by Cognito's import job, exported, restored into another pool and exported again. Every command is killed once in the midst.
// USERS=10000 node --test scenario.tests/users.test.mjs after npm test tries it with as many.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { inRoot } from '../tools/lib/run.mjs';
import { Run } from './lib/run.mjs';
import { World } from './lib/world.mjs';

const count = Number(process.env.USERS ?? 300);
const role = 'arn:aws:iam::111122223333:role/import-logs';
/** @type {World} */
let from;
/** @type {World} */
let to;

before(async () => {
  [from, to] = [await World.start(), await World.start()];
});

after(async () => {
  Run.killAll();
  await from?.end();
  await to?.end();
});

const file = (name) => join(from.folder, name);
const users = (world, ...args) => new Run(process.execPath, [inRoot('tools/users.mjs'), ...args, '-e', 'local', '--json'], world.env);

/** Runs it, kills it as soon as a file has grown to some bytes, and runs it again. */
async function killedOnce(world, grows, bytes, ...args) {
  const run = users(world, ...args);
  while (run.code === undefined && !(existsSync(grows) && statSync(grows).size > bytes)) await wait(20);
  assert.equal(run.code, undefined, run.said);
  run.signalGroup('SIGKILL');
  await run.ended;
  return passes(users(world, ...args));
}

async function passes(run) {
  const { code, said } = await run.ended;
  assert.equal(code, 0, said);
  return JSON.parse(said.slice(said.indexOf('{\n'), said.lastIndexOf('}') + 1)).figures;
}

const people = () =>
  Array.from({ length: count }, (_, i) => ({
    username: `p${i}`,
    attributes: { email: `person${i}@example.com`, email_verified: 'true', ...(i % 3 && { name: `Doe, Nr. ${i} "Ünï"` }), ...(i % 5 && { birthdate: '1985-02-01' }) },
    ...(i % 100 === 1 && { groups: ['admins'] }),
    ...(i % 50 === 2 && { enabled: false }),
  }));

/** Users of an export by their address, without what is new in another pool. */
const read = (name) =>
  new Map(
    readFileSync(file(name), 'utf8')
      .trim()
      .split('\n')
      .map((line) => {
        const user = { ...JSON.parse(line), username: undefined, sub: undefined, created: undefined };
        return [user.attributes.email, user];
      }),
  );

test("Cognito's import job makes the users of a file", async () => {
  writeFileSync(
    file('people.jsonl'),
    people()
      .map((person) => `${JSON.stringify(person)}\n`)
      .join(''),
  );
  const figures = await passes(users(from, 'import', file('people.jsonl'), '--by', 'job', '--role', role, '--rate', '2000'));
  assert.deepEqual([figures.made, figures.failed], [count, 0]);
});

test('An export that is killed goes on, and has everybody', async () => {
  const figures = await killedOnce(from, file('a.jsonl.checkpoint'), 20, 'export', '--out', file('a.jsonl'), '--rate', '100');
  assert.deepEqual([figures.users, figures.resumed], [count, true]);
});

test('A restore that is killed goes on, and what is exported then is the same, attribute by attribute', async () => {
  const restore = ['restore', file('a.jsonl'), '--by', 'job', '--role', role, '--rate', '2000', '--yes'];
  await killedOnce(to, file('a.jsonl.map.jsonl.part'), 150, ...restore);
  await passes(users(to, 'export', '--out', file('b.jsonl'), '--rate', '2000'));
  const [before, after] = [read('a.jsonl'), read('b.jsonl')];
  assert.equal(after.size, count);
  for (const [email, user] of before) assert.deepEqual(after.get(email), user);
  const again = await passes(users(to, ...restore));
  assert.equal(again['done by earlier runs'], count);
});

test('The map leads from each old sub to the new one', () => {
  const map = readFileSync(file('a.jsonl.map.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter(({ line }) => line);
  const subs = (name) =>
    new Map(
      readFileSync(file(name), 'utf8')
        .trim()
        .split('\n')
        .map((line) => [JSON.parse(line).attributes.email, JSON.parse(line).sub]),
    );
  const [olds, news] = [subs('a.jsonl'), subs('b.jsonl')];
  const mapped = new Map(map.map(({ oldSub, newSub }) => [oldSub, newSub]));
  assert.equal(mapped.size, count);
  for (const [email, old] of olds) assert.equal(mapped.get(old), news.get(email));
});

test('People who come with hashes of another system keep their passwords', async () => {
  const hashes = {
    BCRYPT: '$2b$05$abcdefghijklmnopqrstuuj/aLJy6Mhdgy3.JJ.sKgEx3joSKoG.m',
    ARGON2ID: '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
  };
  for (const [kind, passwordHash] of Object.entries(hashes)) {
    const email = `${kind.toLowerCase()}@example.com`;
    writeFileSync(file(`${kind}.jsonl`), `${JSON.stringify({ username: email, attributes: { email, email_verified: 'true' }, passwordHash })}\n`);
    const job = ['--by', 'job', '--role', role, '--rate', '2000'];
    assert.equal((await passes(users(to, 'import', file(`${kind}.jsonl`), ...job, '--hashes', kind))).made, 1);
    const other = await users(to, 'import', file(`${kind}.jsonl`), ...job, '--hashes', 'SCRYPT', '--map', file('other')).ended;
    assert.equal(other.code, 2, other.said);
  }
  await passes(users(to, 'export', '--out', file('c.jsonl'), '--rate', '2000'));
  for (const kind of Object.keys(hashes)) assert.equal(read('c.jsonl').get(`${kind.toLowerCase()}@example.com`).status, 'CONFIRMED');
});

test('A restore says what it means before it starts, and asks', async () => {
  const { code, said } = await users(to, 'restore', file('a.jsonl')).ended;
  assert.equal(code, 2);
  assert.match(said, /Every user gets a new sub/);
  assert.match(said, /identity pool us-east-1:.* makes a new identity for each/);
  assert.match(said, /--yes/);
});
