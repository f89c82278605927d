// Runs built .NET test assemblies and reads what became of them.
import { mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join, sep } from 'node:path';
import { bold, dim, red } from './console.mjs';
import { inRoot, root, run } from './run.mjs';
import { ownFrames, readTrx, total } from './results.mjs';

export const resultsFolder = inRoot('artifacts/test-results');

/** [{ folder, project, assembly }] of every `*.tests/*.csproj`, built to where Directory.Build.props says. */
export function testProjects() {
  return readdirSync(root)
    .filter((folder) => folder.endsWith('.tests'))
    .flatMap((folder) =>
      readdirSync(inRoot(folder))
        .filter((file) => file.endsWith('.csproj'))
        .map((file) => {
          const project = file.replace(/\.csproj$/, '');
          return { folder, project: `${folder}/${file}`, assembly: inRoot(`artifacts/bin/${project}/debug/CognitoStack.${project}.dll`) };
        }),
    );
}

export function clearResults() {
  rmSync(resultsFolder, { recursive: true, force: true });
  mkdirSync(resultsFolder, { recursive: true });
}

/** Runs the assemblies side by side: { rows, crash }, where `crash` is the runner's words when results do not tell all. */
export async function runDotnetTests(assemblies, args = [], env = {}) {
  const trx = join(resultsFolder, 'dotnet.trx');
  const { code, output } = await run(
    'dotnet',
    ['test', ...assemblies, '--logger', `trx;LogFileName=${trx}`, '--results-directory', resultsFolder, ...args, '--', 'RunConfiguration.MaxCpuCount=0'],
    { env },
  );
  const rows = readIfThere(trx, readTrx);
  // A test host that dies fails the run, but no test.
  const died = code !== 0 && total(rows).failed === 0;
  return { rows, crash: died || !rows.length ? output.trim() || `dotnet test ended with ${code}` : '' };
}

function readIfThere(path, read) {
  try {
    return read(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}

export function showFailures(rows) {
  for (const { name, message, stack } of rows.flatMap(({ failures }) => failures)) {
    const frames = ownFrames(stack).map((line) => dim(line.trim().replaceAll(root + sep, '')));
    console.log(`\n${red('✗')} ${bold(name)}\n${[...message.split(/\r?\n/), ...frames].map((line) => `  ${line}`).join('\n')}`);
  }
}
