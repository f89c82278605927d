// Whoever asks a command for help gets it, and whoever asks for what it does not know is told so; nothing else happens.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { programPath } from './lib/programs.mjs';
import { inRoot } from './lib/run.mjs';

// Without a PATH nothing can be built.
const ask = (file, ...args) => spawnSync(process.execPath, [inRoot(file), ...args], { encoding: 'utf8', env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' } });
const { scripts } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));

/** [how it is called, file] of every command. */
const commands = [
  ...Object.entries(scripts).map(([name, script]) => [['start', 'test'].includes(name) ? `npm ${name} --` : `npm run ${name} --`, /^node (\S+)$/.exec(script)?.[1]]),
  ['node example/server.mjs', 'example/server.mjs'],
].filter(([, file]) => file);

test('every command is found', () => assert.ok(commands.length > 10, commands.join()));

for (const [call, file] of commands) {
  for (const flag of ['--help', '-h'])
    test(`${call} ${flag} helps, as every command does`, () => {
      const { status, stdout, stderr } = ask(file, flag);
      assert.equal(status, 0, stderr);
      assert.equal(stderr, '');
      const [description, usage, options, ...others] = stdout.trimEnd().split(/\n\n(?=\S)/);
      assert.match(description, /^Description:\n {2}[A-Z][^\n]{30,}/);
      assert.ok(usage.startsWith(`Usage:\n  ${call} `), usage);
      assert.match(options, /^Options:\n(.+\n)* {2}-h, --help +Show this help$/);
      for (const section of others) assert.match(section, /^[A-Z][^\n]*:\n {2}\S/);
      for (const line of stdout.split('\n')) assert.ok(line === line.trimEnd() && line.length <= 150, line);
    });

  // It hands over to a program that has the options.
  if (file === 'tools/test.mjs') continue;
  test(`${call} --nonsense is rejected in one line`, () => {
    const { status, stdout, stderr } = ask(file, '--nonsense');
    // 2 where the help says so.
    assert.equal(status, /^ {2}2 +the command line/m.test(ask(file, '--help').stdout) ? 2 : 1);
    assert.match(stderr, /^error Unknown option '--nonsense'/);
    assert.ok(stderr.endsWith(`\n${call} --help says what there is.\n`), stderr);
    assert.doesNotMatch(stderr, /^\s+at /m);
    assert.equal(stdout, '');
  });
}

describe('rejected is', () => {
  for (const [file, args, message] of /** @type {[string, string[], string][]} */ ([
    ['tools/start.mjs', ['--port', '65536'], '--port must be 0 to 65535, not "65536".'],
    ['tools/start.mjs', ['--app-port', '-1'], "Option '--app-port' argument is ambiguous."],
    ['tools/start.mjs', ['--app-port='], '--app-port must be 0 to 65535, not "".'],
    ['tools/start.mjs', ['--once=yes'], "Option '--once' does not take an argument"],
    ['tools/start.mjs', ['dev'], "Unexpected argument 'dev'. This command does not take positional arguments"],
    ['tools/prove.mjs', ['--out'], "Option '--out <value>' argument missing"],
    ['tools/deny.mjs', ['add', 'user#jane', '--days', '1.5'], '--days must be 1 to 99999, not "1.5".'],
    ['bench/lambdas.mjs', ['--rounds', '0'], '--rounds must be 1 to 9999999, not "0".'],
    ['bench/local.mjs', ['--users', '1e3'], '--users must be 1 to 9999999, not "1e3".'],
  ]))
    test(`${file} ${args.join(' ')}`, () => {
      const { status, stderr } = ask(file, ...args);
      assert.equal(status, 1);
      assert.ok(stderr.startsWith(`error ${message}`), stderr);
    });
});

test('the program that proves has the same options', () => {
  const options = (help) =>
    help
      .split('\n')
      .filter((line) => /^ +(-\w, )?--(?!help|version)/.test(line))
      .map((line) => line.trim().replace(/ +/g, ' '));
  const { stdout } = spawnSync('dotnet', [programPath('Assurance'), '--help'], { encoding: 'utf8' });
  const here = options(ask('tools/prove.mjs', '--help').stdout);
  assert.ok(here.length > 3);
  assert.deepEqual(options(stdout.replaceAll('\r\n', '\n')).sort(), here.sort());
});
