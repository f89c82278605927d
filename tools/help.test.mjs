// Whoever asks a command for help gets it, and whoever asks for what it does not know is told so; nothing else happens.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { inRoot } from './lib/run.mjs';

// Without a PATH nothing can be built.
const ask = (file, flag) => spawnSync(process.execPath, [inRoot(file), flag], { encoding: 'utf8', env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' } });
const { scripts } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));

for (const [name, script] of Object.entries(scripts)) {
  const file = /^node (\S+)$/.exec(script)?.[1];
  if (!file) continue;
  for (const flag of ['--help', '-h'])
    test(`npm run ${name} -- ${flag} helps`, () => {
      const { status, stdout, stderr } = ask(file, flag);
      assert.equal(status, 0, stderr);
      assert.match(stdout, /^[A-Z][^\n]{30,}/m);
      assert.doesNotMatch(stdout, /Everything is set up|passed,/);
      assert.equal(stderr, '');
    });

  // These hand over to programs that have the options.
  if (name === 'test' || name === 'prove') continue;
  test(`npm run ${name} -- --nonsense is refused in one line`, () => {
    const { status, stdout, stderr } = ask(file, '--nonsense');
    assert.equal(status, 1);
    assert.match(stderr, /^error Unknown option '--nonsense'/);
    assert.match(stderr, /-- --help says what there is\.$/m);
    assert.doesNotMatch(stderr, /^\s+at /m);
    assert.equal(stdout, '');
  });
}
