// What keeps the local AWS from starting is told in one line.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, test } from 'node:test';
import { programPath } from '../tools/lib/programs.mjs';
import { root } from '../tools/lib/run.mjs';
import { assembly } from './lib/world.mjs';

const folder = mkdtempSync(join(tmpdir(), 'cognitostack-mishaps-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** By its full path, as one of the mishaps is that nothing is on the PATH. */
const dotnet = process.env.PATH.split(delimiter).map((path) => join(path, 'dotnet')).find(existsSync);

/** What it complains of, in one line. */
function mishap(state, { port = 0, ...env } = {}) {
  const { status, stderr } = spawnSync(dotnet, [programPath('Local'), '--assembly', assembly, '--state', state, '--port', String(port)], { cwd: root, encoding: 'utf8', env: { ...process.env, ...env } });
  assert.equal(status, 1, stderr);
  assert.match(stderr.trimEnd(), /^.+$/);
  return stderr;
}

test('Node that is not on the PATH', () => assert.match(mishap(join(folder, 'node'), { PATH: '' }), /^dynalite cannot be started, as there is no "node" on the PATH: install Node\.js /));

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

test('a port that is none', () => assert.match(mishap(join(folder, 'port'), { port: 70000 }), /--port must be 0 to 65535\./));
