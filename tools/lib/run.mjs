// Child processes that work alike on Linux, macOS and Windows.
import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Problem, dim, tail } from './console.mjs';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const inRoot = (...parts) => join(root, ...parts);

/** True for the script that `node` was started with, false for an imported one. */
export const isEntry = (url) => Boolean(process.argv[1]) && url === pathToFileURL(realpathSync(process.argv[1])).href;

// The .NET half of CDK starts Node too, which would print the end-of-life banner of an old Node at every synth;
// setup says it once instead. A reused MSBuild node would keep our pipe open and us waiting for it.
const quiet = {
  JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: process.versions.node.split('.')[0],
  DOTNET_NOLOGO: '1',
  DOTNET_CLI_TELEMETRY_OPTOUT: '1',
  MSBUILDDISABLENODEREUSE: '1',
};

/** The port that a server listens on. @param {import('node:net').Server} server */
export const portOf = (server) => /** @type {import('node:net').AddressInfo} */ (server.address()).port;

/** Runs a command in the project's root, or in another folder, and resolves to { code, output }. */
export function run(command, args, { env = {}, cwd = root } = {}) {
  // npm is a .cmd file on Windows, which only a shell can start.
  const shell = process.platform === 'win32' && command === 'npm';
  return new Promise((done, fail) => {
    const child = spawn(command, args, { cwd, shell, env: { ...process.env, ...quiet, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    child.on('error', (/** @type {NodeJS.ErrnoException} */ error) => fail(error.code === 'ENOENT' ? new Problem(`${command} was not found on the PATH.`) : error));
    child.on('close', (code) => done({ code: code ?? 1, output }));
  });
}

/** Like run, for a command that has to succeed: otherwise a Problem that shows the command and what it complained of. */
export async function must(what, command, args, options = {}, hint = '') {
  const { code, output } = await run(command, args, options);
  if (code !== 0) throw new Problem(`${what} failed.\n${dim(`  ${[command, ...args].join(' ')}`)}\n${complaints(output)}`, hint);
}

/** `dotnet build` or `publish`, quiet unless there are errors. */
export async function msbuild(what, args) {
  const { code, output } = await run('dotnet', [...args, '-v', 'q', '-nologo', '-clp:NoSummary;ErrorsOnly', '--tl:off']);
  if (code !== 0) throw new Problem(`${what} does not build.\n${complaints(output)}`);
}

/** MSBuild's errors, each once and with paths from the project's root; the last lines of what has none. */
export function complaints(output) {
  const errors = output
    .split(/\r?\n/)
    .filter((line) => /\berror \w+\d+: /i.test(line))
    .map(
      (line) =>
        `  ${line
          .replace(/^#STDOUT> /, '')
          .replace(/ \[[^\]]*\]$/, '')
          .replaceAll(root + sep, '')
          .trim()}`,
    );
  return errors.length ? [...new Set(errors)].join('\n') : tail(output);
}
