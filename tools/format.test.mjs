// The JavaScript looks as Prettier writes it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { inRoot, root } from './lib/run.mjs';

const prettier = (args, input = '') => spawnSync(process.execPath, [inRoot('node_modules/prettier/bin/prettier.cjs'), ...args], { cwd: root, encoding: 'utf8', input });
const { scripts } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));

test('every file is formatted', () => {
  // The files that the command writes.
  const [, files] = /^prettier --write "(.+)"$/.exec(scripts.format) ?? [];
  const { status, stdout } = prettier(['--list-different', files]);
  assert.equal(status, 0, `npm run format would change:\n${stdout}`);
});

test('a file that is not would be found', () => {
  const { stdout } = prettier(['--stdin-filepath', 'tools/x.mjs'], 'const a = {b:"c"}\n');
  assert.equal(stdout, "const a = { b: 'c' };\n");
});
