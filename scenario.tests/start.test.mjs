// `npm start` as people have it: what it says, what it leaves up, and how it ends.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { fromIni } from '@aws-sdk/credential-providers';
import { User } from '../bench/lib/crowd.mjs';
import { findBrowser } from '../tools/lib/browser.mjs';
import { findHost, outputsOf, startHost } from '../tools/lib/host.mjs';
import { inRoot } from '../tools/lib/run.mjs';
import { Run, isUp } from './lib/run.mjs';
import { assembly } from './lib/world.mjs';

const folder = mkdtempSync(join(tmpdir(), 'cognitostack-start-'));
after(() => {
  Run.killAll();
  rmSync(folder, { recursive: true, force: true });
});

const script = inRoot('tools/start.mjs');
const start = (...args) => new Run(process.execPath, [script, ...args]);
const readyLine = /Ready after \d+\.\d s\. What the local AWS did: \S+host\.log/;
const stateOf = (name) => join(folder, name);

/** An environment file of the test's own. */
function environment(name, edit) {
  const path = join(folder, `${name}.json`);
  writeFileSync(path, edit(readFileSync(inRoot('cdk/environments/local.json'), 'utf8')));
  return path;
}

async function member(state, endpoint) {
  const outputs = outputsOf(join(state, 'outputs.json'));
  const user = new User({ outputs, endpoint, region: outputs.Region });
  await user.create(new CognitoIdentityProviderClient({ endpoint, region: outputs.Region, credentials: fromIni({ filepath: join(state, 'credentials'), profile: 'default' }) }));
  await user.signIn([]);
  return user;
}

/** Ends the processes of functions that wait for their next event. */
async function endIdleFunctions(host) {
  const pids = execFileSync('pgrep', ['-P', String(host), 'bootstrap'], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map(Number);
  for (const pid of pids) process.kill(pid, 'SIGKILL');
  // The host knows no sooner than it has collected them, and would hand an event to one that is dying.
  while (pids.some(isAlive)) await sleep(10);
  return pids.length;
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const knows = (state, user) => ['users.db', 'users.db-wal'].some((file) => existsSync(join(state, file)) && readFileSync(join(state, file)).includes(user.name));

describe('npm start', { concurrency: 2 }, () => {
  describe('without a terminal', { concurrency: 1 }, () => {
    const state = stateOf('first');
    let first;
    let port;
    let user;

    test('--stay deploys, checks, shows who could do what, and stays up', async () => {
      first = start('--stay', '--port', '0', '--state', state);
      await first.hears(/the desk .*\n/);
      assert.match(first.said, readyLine);
      // Whoever has the app's port sees one line instead.
      const isServed = !/^The example app is not served: port 3000 is taken/m.test(first.said);
      assert.match(
        first.said,
        isServed ? /^To open\n {2}the example app {2}http:\/\/localhost:3000\n {2}the desk +http:\/\/localhost:\d+\/_local\/ .*\n+$/m : /^To open\n {2}the desk /m,
      );
      if (isServed && findBrowser()) assert.match(first.said, /signed up on the pages and in to the app, in a browser/);
      assert.match(first.said, /^\d{2,} checks passed, 0 failed/m);
      assert.match(first.said, /│ own items *│ RWLD *│ +✓✓✓✓ *│/);
      assert.match(first.said, /│ others' items *│ RWLD *│ +✗✗✗✗ *│/);
      assert.match(readFileSync(join(state, 'run/smoke.xml'), 'utf8'), /failures="0"/);
      assert.equal(statSync(join(state, 'run/host.log')).mode & 0o777, 0o600);
      port = first.endpoint?.split(':')[2];
      user = await member(state, first.endpoint);
    });

    test('a mistake in the environment is told as it is, and takes nothing from the host that is up', async () => {
      const broken = environment('broken', (text) => text.replace('"plan": "plus"', '"plan": "pluss"'));
      const { code, said } = await start('--port', port, '--state', state, '--environment', broken).ended;
      assert.equal(code, 1);
      assert.match(said, /broken\.json: \$\.userPool\.plan: "pluss" is not one of lite, essentials, plus\. Did you mean "plus"\?/);
      assert.doesNotMatch(said, /^\s+at /m);
      const { process: host } = await (await fetch(`${first.endpoint}/_local/health`)).json();
      assert.ok((await endIdleFunctions(host)) > 0);
      await user.signIn([]);
    });

    test('--fresh is refused while it is up, here and from another port', async () => {
      const { code, said } = await start('--port', port, '--state', state, '--fresh').ended;
      assert.equal(code, 1);
      assert.match(said, /^error A local AWS is up on port \d+: --fresh would take users and data from under it\.$/m);
      await assert.rejects(startHost({ assembly, state, port: 0, log: `${folder}/other.log`, args: ['--fresh'] }), {
        message: new RegExp(`^Another local AWS on port ${port} works with .*--port ${port}$`),
      });
      assert.match(readFileSync(join(state, 'run/host.log'), 'utf8'), /^ready /m);
      await user.signIn([]);
    });

    test('on another port its state is refused before anything is synthesized, with the way to it', async () => {
      for (const other of ['0', '23457']) {
        const { code, said } = await start('--port', other, '--state', state).ended;
        assert.equal(code, 1);
        assert.match(said, new RegExp(`^error A local AWS is up on port ${port} with ${state}\\.\n\nDeploy to it: npm start -- --port ${port} --state ${state}\n`, 'm'));
        assert.doesNotMatch(said, /synthes/);
      }
    });

    test('a second one deploys to it, ends with the checks, and says when it is of an earlier build', async () => {
      assert.equal((await findHost(port, state))?.isOutdated, false);
      // As a build leaves it: the library where it was compiled, and where it was copied to.
      const libraries = ['obj/Iam', 'bin/Iam', 'bin/Local'].map((folder) => inRoot('artifacts', folder, 'debug/CognitoStack.Iam.dll'));
      const { atime, mtime } = statSync(libraries[0]);
      const now = new Date();
      for (const library of libraries) utimesSync(library, now, now);
      try {
        const { code, said } = await start('--port', port, '--state', state).ended;
        assert.equal(code, 0, said);
        assert.match(said, /It is of an earlier build/);
        assert.deepEqual(readFileSync(join(state, 'outputs.local.json')), readFileSync(join(state, 'outputs.json')));
      } finally {
        for (const library of libraries) utimesSync(library, atime, mtime);
      }
      assert.ok(await isUp(first.endpoint));
    });

    test('a signal ends it, with the exit code of the checks', async () => {
      first.process.kill('SIGTERM');
      const { code, said } = await first.ended;
      assert.equal(code, 0, said);
      assert.match(said, /Ended; users and data are in /);
      assert.equal(await isUp(first.endpoint), false);
      // What it was seen to do since it stayed up, but for what is allowed.
      const followed = said.slice(said.search(/Ctrl-C ends it/));
      assert.match(followed, /^\d\d:\d\d:\d\d/m);
      assert.doesNotMatch(followed, /Access +ALLOW/);
      assert.match(readFileSync(join(state, 'run/host.log'), 'utf8'), /Access +ALLOW/);
    });

    test('--fresh forgets users and ids; a check that fails is told by the exit code', async () => {
      const before = outputsOf(join(state, 'outputs.json'));
      assert.ok(knows(state, user));
      // The checks expect what the file says when they run, which is more than what was deployed.
      const path = environment('lax', (text) => text.replace('"requireVerifiedEmail": true', '"requireVerifiedEmail": false'));
      const run = start('--once', '--fresh', '--port', '0', '--state', state, '--environment', path);
      await run.hears(/✓ templates of \S+ synthesized/);
      environment('lax', (text) => text);
      const { code, said } = await run.ended;
      assert.equal(code, 1, said);
      assert.match(said, /✗ nobody signs in with an address that is not verified/);
      assert.match(said, /Failed after/);
      assert.equal(await isUp(run.endpoint), false);
      const now = outputsOf(join(state, 'outputs.json'));
      for (const id of ['UserPoolId', 'IdentityPoolId', 'ClientIdWeb']) assert.notEqual(now[id], before[id]);
      assert.equal(knows(state, user), false);
    });
  });

  describe('with a terminal, or without', { concurrency: 1 }, () => {
    const hasTerminal = spawnSync('script', ['--version']).status === 0;

    test('in a terminal it stays up until Ctrl-C', { skip: !hasTerminal && 'there is no "script" to make a terminal' }, async () => {
      // "exec": Ctrl-C goes to all of the terminal, and a shell between might end by it, after all was done well.
      const run = new Run('script', ['-qec', `exec '${process.execPath}' '${script}' --no-checks --port 0 --state '${stateOf('terminal')}'`, '/dev/null'], { TERM: 'xterm' });
      await run.hears(/Ctrl-C ends it/);
      assert.match(run.said, readyLine);
      assert.ok(await isUp(run.endpoint));
      run.process.stdin.write('\x03');
      const { code, said } = await run.ended;
      assert.equal(code, 0, said);
      assert.match(said, /Ended; users and data are in /);
      assert.equal(await isUp(run.endpoint), false);
    });

    test('--no-checks deploys alone, and unchanged templates are not synthesized again', async () => {
      const path = environment('quick', (text) => text);
      const run = () => start('--once', '--no-checks', '--port', '0', '--state', stateOf('quick'), '--environment', path).ended;
      const [first, second] = [await run(), await run()];
      environment('quick', (text) => text.replace('"logRetentionDays": 1', '"logRetentionDays": 3'));
      const third = await run();
      for (const { code, said } of [first, second, third]) {
        assert.equal(code, 0, said);
        assert.match(said, readyLine);
        assert.doesNotMatch(said, /checks passed|signs up/);
        assert.match(said, /^! quick\.json: \$\.signInRules\.allowedGroupsByClient: warning: /m);
      }
      assert.deepEqual(
        [first, second, third].map(({ said }) => /unchanged since the last time/.test(said)),
        [false, true, false],
      );
    });

    test('--managed-functions runs the same functions on managed .NET, and says so', async () => {
      const { code, said } = await start('--once', '--no-app', '--managed-functions', '--port', '0', '--state', stateOf('managed')).ended;
      assert.doesNotMatch(said, /example app|signed up on the pages/);
      assert.equal(code, 0, said);
      assert.match(said, /Lambda::Function .*run on managed \.NET: --managed-functions asks for it/);
      assert.match(said, /^\d{2,} checks passed, 0 failed/m);
    });

    test('Ctrl-C during the checks lets them remove what they made', async () => {
      const run = start('--port', '0', '--state', stateOf('stopped'));
      await run.hears(/✓ ada signs up/);
      run.signalGroup('SIGINT');
      const { code, said } = await run.ended;
      assert.equal(code, 1, said);
      assert.match(said, /✓ the users of this run are deleted/);
      assert.match(said, /✓ nothing of this run is left/);
      assert.match(said, /Stopped and cleaned up: /);
      assert.equal(await isUp(run.endpoint), false);
    });

    test('a host whose owner was killed ends too', async () => {
      const owner = new Run(process.execPath, [
        '--input-type=module',
        '-e',
        `
        import { startHost } from ${JSON.stringify(inRoot('tools/lib/host.mjs'))};
        const { endpoint } = await startHost({ assembly: ${JSON.stringify(assembly)}, state: ${JSON.stringify(stateOf('orphan'))}, port: 0, log: ${JSON.stringify(`${folder}/orphan.log`)} });
        console.log('deployed to', endpoint);`,
      ]);
      await owner.hears(/deployed to/);
      const { process: host } = await (await fetch(`${owner.endpoint}/_local/health`)).json();
      owner.process.kill('SIGKILL');
      while (isAlive(host)) await sleep(50);
    });
  });
});
