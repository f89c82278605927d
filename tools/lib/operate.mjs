// The front door to the program `operate/`: finds what is deployed of an environment, and hands the rest of the command line on.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withBuildLock } from '../build.mjs';
import { main } from './console.mjs';
import { ofLocal, readDeployment, useLocal } from './deployment.mjs';
import { buildProgram, isCurrent, programPath } from './programs.mjs';
import { handOver } from './signals.mjs';
import { setup } from '../setup.mjs';

/** Options of what is done to a deployed environment. */
export const ofDeployment = /** @type {const} */ ({
  environment: { type: 'string', short: 'e', value: 'NAME', about: 'The environment: what is deployed of it is asked of CloudFormation' },
  outputs: { type: 'string', value: 'FILE', about: 'Outputs of its deployment, instead of asking' },
  ...ofLocal,
});

export const reporting = /** @type {const} */ ({
  yes: { type: 'boolean', about: 'Do not ask' },
  json: { type: 'boolean', about: 'Report as JSON' },
});

/** Those of the program, for help. */
export const exitCodes = [
  ['0', 'done'],
  ['1', 'failed, or AWS cannot be asked'],
  ['2', 'the command line or a file is not understood'],
  ['3', 'done but for what the report lists'],
  ['130', 'stopped: the same command goes on where it was'],
];

/** Takes an option with a value out of the arguments. @param {string[]} args @param {string[]} names */
function take(args, ...names) {
  const at = args.findIndex((arg) => names.some((name) => arg === name || arg.startsWith(`${name}=`)));
  if (at < 0) return undefined;
  const [, value] = args[at].split(/=(.*)/s);
  return value === undefined ? args.splice(at, 2)[1] : (args.splice(at, 1), value);
}

/** Tells an option without a value, and takes it out. @param {string[]} args */
function has(args, name) {
  const at = args.indexOf(name);
  return at >= 0 && args.splice(at, 1).length > 0;
}

/**
 * The entry of an npm script: what it has to say of itself by `--help`, and what the program says of one of its commands.
 * @param {ReturnType<typeof import('./options.mjs').commandLine>} script
 * @param {string[]} command
 */
export async function frontDoor(script, command, { deployed = false } = {}) {
  const [, , ...words] = process.argv;
  const run = () => operate(command, words, { deployed });
  if (words.length > 1 && !words[0].startsWith('-') && words.some(isHelp)) process.exitCode = await run();
  else await main(script, run);
}

const isHelp = (arg) => ['--help', '-h', '-?'].includes(arg);

/** Runs a command of the program. With `deployed`, it gets the outputs of the environment that `--environment` names. @param {string[]} words */
async function operate(command, words, { deployed = false } = {}) {
  await ready();
  const args = [...words];
  const [local, port, state] = deployed ? [has(args, '--local'), take(args, '--port'), take(args, '--state')] : [];
  const atLocal = () => useLocal(Number(port ?? ofLocal.port.default), state);
  const folder = mkdtempSync(join(tmpdir(), 'cognitostack-'));
  try {
    if (deployed && !args.some(isHelp) && !args.some((arg) => arg.startsWith('--outputs'))) {
      const at = args.findIndex((arg) => arg === '-e' || arg.startsWith('--environment'));
      const name = args[at]?.split('=')[1] ?? args[at + 1];
      // Without a name the program says what is missing.
      if (at >= 0 && name) {
        if (local) await atLocal();
        const { outputs } = await readDeployment(name);
        const file = join(folder, 'outputs.json');
        writeFileSync(file, JSON.stringify(outputs));
        args.push('--outputs', file);
      }
    } else if (local) await atLocal();
    return await handOver('dotnet', [programPath('Operate'), ...command, ...args]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function ready() {
  // Standard output is the program's alone.
  console.log = console.error;
  await setup();
  if (!isCurrent('Operate')) await withBuildLock(async () => void (isCurrent('Operate') || (await buildProgram('Operate'))));
}
