// The JavaScript of the project is type-checked, all of it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { inRoot, root } from './lib/run.mjs';

const tsc = (...args) => spawnSync(process.execPath, [inRoot('node_modules/typescript/bin/tsc'), ...args], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 });

// Errors, and every file that was looked at.
const project = tsc('--project', 'jsconfig.json', '--listFiles');
const listed = project.stdout.split('\n').map((line) => line.trim());

test('no type is wrong', () => {
  assert.equal(project.status, 0, listed.filter((line) => line.includes('error TS')).join('\n'));
});

test('no file is left out', () => {
  const checked = new Set(listed.map((path) => path.replaceAll('\\', '/')));
  const { stdout } = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.mjs', '*.js', '*.cjs'], { cwd: root, encoding: 'utf8' });
  const files = stdout.split('\n').filter(Boolean);
  assert.ok(files.length > 80, stdout);
  assert.deepEqual(
    files.filter((file) => !checked.has(inRoot(file).replaceAll('\\', '/'))),
    [],
  );
});

test('a wrong type would be found', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'types-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'wrong.mjs'), "/** @type {number} */\nexport const port = '4566';\nexport const maybe = [1].find((n) => n > 1).toFixed();\n");
  writeFileSync(
    join(folder, 'jsconfig.json'),
    JSON.stringify({ extends: inRoot('jsconfig.json'), compilerOptions: { typeRoots: [inRoot('node_modules/@types')] }, include: ['*.mjs'] }),
  );
  const { status, stdout } = tsc('--project', join(folder, 'jsconfig.json'));
  assert.notEqual(status, 0);
  assert.match(stdout, /wrong\.mjs\(2,14\): error TS2322/);
  assert.match(stdout, /wrong\.mjs\(3,22\): error TS2532/);
});

test('no file turns its check off', () => {
  const { stdout } = spawnSync('git', ['grep', '-lE', '@ts-(no' + 'check|ig' + 'nore)', '--', '*.mjs', '*.js', '*.ts'], { cwd: root, encoding: 'utf8' });
  assert.equal(stdout, '');
});
