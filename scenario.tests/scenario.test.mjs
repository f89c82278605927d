// The whole of the project on one machine: templates deployed to the local AWS, users signed in, data reached and refused.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { get } from 'node:http';
import { networkInterfaces } from 'node:os';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { CognitoIdentityProviderClient, ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { fromIni } from '@aws-sdk/credential-providers';
import { User, crowd, mixed } from '../bench/lib/crowd.mjs';
import { startHost } from '../tools/lib/host.mjs';
import { World } from './lib/world.mjs';

let world;
let admin;
before(async () => {
  world = await World.start();
  admin = new CognitoIdentityProviderClient({ endpoint: world.endpoint, region: world.outputs.Region, credentials: administrator() });
});
after(() => world.end());

const administrator = () => fromIni({ filepath: world.env.AWS_SHARED_CREDENTIALS_FILE, profile: 'default' });

const place = () => ({ outputs: world.outputs, endpoint: world.endpoint, region: world.outputs.Region });
const users = async () => (await admin.send(new ListUsersCommand({ UserPoolId: world.outputs.UserPoolId }))).Users.map(({ Username }) => Username).sort();

async function member() {
  const user = new User(place());
  await user.create(admin);
  await user.signIn([]);
  await user.exchange();
  return user;
}

test('every check of the smoke test passes, and it leaves nothing behind', async () => {
  const before = await users();
  const { code, said, failed, names } = await world.smoke();
  assert.deepEqual(failed, [], said);
  assert.equal(code, 0, said);
  assert.ok(names.length > 30, `only ${names.length} checks ran`);
  assert.deepEqual(await users(), before);
});

test('nothing that the templates say is dropped in silence', async () => {
  const rows = await (await fetch(`${world.endpoint}/_local/support`)).json();
  assert.ok(rows.length > 10);
  assert.deepEqual(
    rows.filter(({ unknown }) => unknown.length).map(({ type, unknown }) => `${type}: ${unknown}`),
    [],
  );
  assert.ok(rows.flatMap(({ ignored }) => ignored).every(({ because }) => because.length > 5));
});

/** Answer of a request that nobody signed: { status, body }. */
function ask(path, name) {
  return new Promise((done, fail) => {
    get(world.endpoint + path, { headers: { Host: `${name}:${new URL(world.endpoint).port}` } }, async (answer) =>
      done({ status: answer.statusCode, body: await text(answer) }),
    ).on('error', fail);
  });
}

test('what the host serves beside AWS is in the way of no object', async () => {
  const { BucketNameFiles: bucket, UserPoolId: pool } = world.outputs;
  assert.match((await ask(`/${pool}/.well-known/jwks.json`, 'localhost')).body, /^\{"keys":\[/);
  const keys = ['.well-known/jwks.json', '.well-known/openid-configuration', '_local/health', '_local/messages', 'oauth2/userInfo', `${pool}/.well-known/jwks.json`];
  for (const key of keys) {
    const { status, body } = await ask(`/${key}`, `${bucket}.localhost`);
    assert.equal(status, 403, key);
    assert.match(body, /<Code>AccessDenied<\/Code>/);
  }
  const s3 = new S3Client({ endpoint: world.endpoint, region: world.outputs.Region, forcePathStyle: true, credentials: administrator() });
  for (const Key of keys) {
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: Key }));
    assert.equal(await (await s3.send(new GetObjectCommand({ Bucket: bucket, Key }))).Body?.transformToString(), Key);
    await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
  }
});

test('a crowd signs in, reads and writes at once, with no wrong decision, no error and nothing lost', async () => {
  const people = await Promise.all(Array.from({ length: 10 }, () => member()));
  const signedIn = await crowd(people, 40, (user) => user.signIn([]));
  const worked = await crowd(people, 400, (user, n, index) => user.act(mixed[n % mixed.length], n % 16, people[(index + 1) % people.length], []));
  for (const { wrong, errors } of [signedIn, worked]) assert.deepEqual({ wrong, errors }, { wrong: [], errors: [] });
  for (const user of people) {
    assert.ok(user.items.size && user.objects.size, 'nothing was written');
    assert.equal(await user.lost(), 0);
  }
});

test('nothing is lost, and nothing decided wrongly, while the programs behind the host are killed in the midst', async () => {
  const [one, other] = await Promise.all([member(), member()]);
  for (let round = 0; round < 2; round += 1) {
    for (const program of ['dynalite.mjs', 'worker.mjs', 'bootstrap']) {
      const n = `${program}-${round}`;
      const acts = [one, other].flatMap((user) => [
        ...['putItem', 'putObject'].map((kind) => user.act(kind, n, null, [])),
        ...['readOtherItem', 'writeOtherItem', 'readOtherObject', 'writeOtherObject'].map((kind) => user.act(kind, n, user === one ? other : one, [])),
        user.signIn([]),
      ]);
      const outcomes = Promise.allSettled(acts);
      await sleep(20 * round);
      kill(program);
      for (const { value, reason } of /** @type {{ value?: unknown, reason?: any }[]} */ (await outcomes)) {
        assert.equal(value, undefined);
        assert.ok(!reason || isNoDecision(reason), `${program}: ${reason}`);
      }
    }
  }
  for (const user of [one, other]) {
    assert.ok(user.items.size && user.objects.size, 'nothing was written');
    assert.equal(await user.lost(), 0);
  }
});

/** The service or the connection failed; or a function did, which Cognito tells with a status of 400. */
const isNoDecision = ({ name, code, $metadata }) =>
  $metadata?.httpStatusCode >= 500 || ['ECONNRESET', 'ECONNREFUSED'].includes(code) || /LambdaException$|LambdaValidationException$/.test(name);

/** Kills what runs a program for the host: functions, where they are kept for their next event, and the one process of the others. */
function kill(program) {
  const children = execFileSync('pgrep', ['-P', String(world.host.pid), '-a'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(program));
  assert.ok(children.length, `${program} does not run`);
  for (const child of children) process.kill(Number(child.split(' ')[0]), 'SIGKILL');
}

test('changed templates are deployed to the running host, and users, data and ids stay', async () => {
  const user = await member();
  await user.act('putItem', 1, null, []);
  const before = world.outputs;
  world.change(({ Authorization }) => {
    const roles = Object.values(Authorization.Resources).filter(({ Type }) => Type === 'AWS::IAM::Role');
    for (const statement of roles.flatMap(({ Properties }) => Properties.Policies ?? []).flatMap(({ PolicyDocument }) => PolicyDocument.Statement))
      if (Array.isArray(statement.Action)) statement.Action = statement.Action.filter((action) => action !== 'dynamodb:PutItem');
  });
  assert.equal((await fetch(`${world.endpoint}/_local/deploy`, { method: 'POST' })).status, 204);
  assert.deepEqual(world.outputs, before);
  await assert.rejects(user.act('putItem', 2, null, []), { name: 'AccessDeniedException' });
  assert.equal(await user.lost(), 0);
});

test('a broken template is refused in one clear line, and the old ones go on', async () => {
  const user = await member();
  world.change(({ Storage }) => {
    Storage.Outputs.Broken = { Value: { Ref: 'Nothing' } };
  });
  const answer = await fetch(`${world.endpoint}/_local/deploy`, { method: 'POST' });
  assert.equal(answer.status, 409);
  assert.match((await answer.json()).message, /Nothing/);
  await user.signIn([]);
  world.change(({ Storage }) => {
    delete Storage.Outputs.Broken;
  });
});

test('a restart forgets nobody', async () => {
  const user = await member();
  await user.act('putObject', 1, null, []);
  const port = new URL(world.endpoint).port;
  process.kill(world.host.pid, 'SIGKILL');
  await world.host.ended;
  await world.up(Number(port));
  await user.signIn([]);
  assert.equal(await user.lost(), 0);
});

test('it listens on this machine alone', async () => {
  // Another address of the loopback reaches whoever listens on all addresses, and nobody who listens on 127.0.0.1 and ::1.
  const { port } = new URL(world.endpoint);
  for (const address of [
    '127.0.0.2',
    ...Object.values(networkInterfaces())
      .flatMap((all = []) => all)
      .filter(({ internal, family }) => !internal && family === 'IPv4')
      .map(({ address }) => address),
  ])
    await assert.rejects(fetch(`http://${address}:${port}/_local/health`), { message: 'fetch failed' }, address);
  assert.equal((await fetch(`${world.endpoint}/_local/health`)).status, 200);
});

test('a taken port, and a folder in use, are told in one line', async () => {
  const { assembly, state, folder } = world;
  const port = Number(new URL(world.endpoint).port);
  await assert.rejects(startHost({ assembly, state: `${folder}/other`, port, log: `${folder}/other.log` }), {
    message: new RegExp(`^Port ${port} on 127\\.0\\.0\\.1 is taken.*$`),
  });
  await assert.rejects(startHost({ assembly, state, port: 0, log: `${folder}/other.log` }), {
    message: new RegExp(`^Another local AWS on port ${port} works with .*--port ${port}$`),
  });
});
