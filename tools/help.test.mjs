// Whoever asks a command for help gets it, and nothing else happens.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { inRoot } from './lib/run.mjs';

const { scripts } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));

for (const [name, script] of Object.entries(scripts)) {
  const file = /^node (\S+)$/.exec(script)?.[1];
  if (!file) continue;
  for (const flag of ['--help', '-h'])
    test(`npm run ${name} -- ${flag} helps`, () => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [inRoot(file), flag], { encoding: 'utf8', env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' } });
      assert.equal(status, 0, stderr);
      assert.match(stdout, /^[A-Z][^\n]{30,}/m);
      assert.doesNotMatch(stdout, /Everything is set up|passed,/);
      assert.equal(stderr, '');
    });
}
