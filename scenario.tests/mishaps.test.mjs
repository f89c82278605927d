// What keeps the local AWS from starting is told in one line.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, test } from 'node:test';
import { programPath } from '../tools/lib/programs.mjs';
import { inRoot, portOf, root } from '../tools/lib/run.mjs';
import { assembly } from './lib/world.mjs';

const folder = mkdtempSync(join(tmpdir(), 'cognitostack-mishaps-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** By its full path, as one of the mishaps is that nothing is on the PATH. */
const dotnet =
  process.env.PATH?.split(delimiter)
    .map((path) => join(path, 'dotnet'))
    .find(existsSync) ?? 'dotnet';

/** What it complains of, in one line. @param {string} state @param {{ port?: number, httpsPort?: number, PATH?: string }} [how] */
function mishap(state, { port = 0, httpsPort = 0, ...env } = {}) {
  const { status, stderr } = spawnSync(dotnet, [programPath('Local'), '--assembly', assembly, '--state', state, '--port', String(port), '--https-port', String(httpsPort)], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  assert.equal(status, 1, stderr);
  assert.match(stderr.trimEnd(), /^.+$/);
  return stderr;
}

test('Node that is not on the PATH', () =>
  assert.match(mishap(join(folder, 'node'), { PATH: '' }), /^dynalite cannot be started, as there is no "node" on the PATH: install Node\.js /));

test('a database that is none', () => {
  const state = join(folder, 'database');
  mkdirSync(state);
  writeFileSync(join(state, 'users.db'), 'what somebody wrote over it'.repeat(100));
  assert.match(mishap(state), /^A database in \S+ cannot be used: .*file is not a database.* Put back a copy of it, or forget users and data: npm start -- --fresh$/m);
});

test('a state folder that is a file', () => {
  const state = join(folder, 'file');
  writeFileSync(state, '');
  assert.match(mishap(state), /\/file' already exists\. Users and data are in \S+: see that there is space, and that you may write there\.$/m);
});

test('a port that is none', () => {
  assert.match(mishap(join(folder, 'port'), { port: 70000 }), /^--port must be 0 to 65535\./);
  assert.match(mishap(join(folder, 'port'), { httpsPort: 70000 }), /^--https-port must be 0 to 65535\./);
});

test('one port for both protocols', () => assert.match(mishap(join(folder, 'port'), { port: 23461, httpsPort: 23461 }), /^--https-port must be another than --port\./));

test('an authority that somebody has spoilt', () => {
  const state = join(folder, 'authority');
  mkdirSync(join(state, 'tls'), { recursive: true });
  writeFileSync(join(state, 'tls/authority.pem'), 'nonsense');
  assert.match(mishap(state), /\/tls\/authority\.pem and authority\.key beside it are no certificate and its key\. Delete \S+\/tls: /);
});

test('what npm start rejects before it synthesizes anything', async () => {
  // Its owner never answers.
  const server = createServer().listen(0, '127.0.0.1');
  after(() => server.close());
  await once(server, 'listening');
  const state = join(folder, 'none');
  for (const [args, complaint] of /** @type {[string[], string | RegExp][]} */ ([
    [['--stay', '--once'], '--stay and --once exclude each other.'],
    [['--port', 'x'], '--port must be 0 to 65535, not "x".'],
    [['--https-port', '70000'], '--https-port must be 0 to 65535, not "70000".'],
    [['--https-port', 'tls'], '--https-port must be 0 to 65535, not "tls".'],
    [['--port', '4600', '--https-port', '4600'], '--https-port must be another than --port.'],
    [['--issuer', 'gcp'], '--issuer must be aws or local, not "gcp".'],
    [['--environment', 'none'], 'There is no cdk/environments/none.json.'],
    [['--secrets', 'none.json'], 'none.json, which --secrets names, is not there.'],
    [['--secrets', 'README.md'], /^error README\.md, which --secrets names, is not JSON: .+$/],
    [['--state', 'README.md'], '--state README.md is a file, not a folder.'],
    [['--port', '6000', '--state', state], 'Port 6000 is one that browsers and Node.js call nobody at.'],
    [['--port', String(portOf(server)), '--state', state], /^error Port \d+ on 127\.0\.0\.1 is taken, perhaps by another local AWS\.$/],
  ])) {
    const { status, stderr } = spawnSync(process.execPath, [inRoot('tools/start.mjs'), ...args], { encoding: 'utf8', cwd: root });
    assert.equal(status, 1);
    const [first] = stderr.split('\n');
    if (typeof complaint === 'string') assert.equal(first, `error ${complaint}`);
    else assert.match(first, complaint);
    assert.doesNotMatch(stderr, /^\s+at /m);
  }
});
