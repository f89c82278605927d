// The JavaScript looks as Prettier writes it, and the C# as CSharpier does.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { inRoot, root } from './lib/run.mjs';

const prettier = (args, input = '') => spawnSync(process.execPath, [inRoot('node_modules/prettier/bin/prettier.cjs'), ...args], { cwd: root, encoding: 'utf8', input });
const dotnet = (args, input = '') => spawnSync('dotnet', args, { cwd: root, encoding: 'utf8', input });
const { scripts } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));

test('every JavaScript file is formatted', () => {
  // The files that the command writes.
  const [, files] = /^prettier --write "(.+?)"/.exec(scripts.format) ?? [];
  const { status, stdout } = prettier(['--list-different', files]);
  assert.equal(status, 0, `npm run format would change:\n${stdout}`);
});

test('a JavaScript file that is not would be found', () => {
  const { stdout } = prettier(['--stdin-filepath', 'tools/x.mjs'], 'const a = {b:"c"}\n');
  assert.equal(stdout, "const a = { b: 'c' };\n");
});

test('every C# file is formatted', () => {
  assert.equal(dotnet(['tool', 'restore']).status, 0);
  const { status, stdout, stderr } = dotnet(['csharpier', 'check', '.']);
  assert.equal(status, 0, `npm run format would change:\n${stdout}${stderr}`);
});

test('a C# file that is not would be found', () => {
  const { stdout } = dotnet(['csharpier', 'format', '--write-stdout'], 'class A{int b;}\n');
  assert.match(stdout, /^class A\n\{\n {4}int b;\n\}/);
});
