// Every test of the project; the last line is their sum. Arguments go to `dotnet test`: npm test -- --filter SignIn
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { World } from '../scenario.tests/lib/world.mjs';
import { buildFunctions, withBuildLock } from './build.mjs';
import { requireBrowserInCi } from './lib/browser.mjs';
import { Problem, main, red, step } from './lib/console.mjs';
import { clearResults, resultsFolder, runDotnetTests, showFailures, testProjects } from './lib/dotnet-tests.mjs';
import { commandLine } from './lib/options.mjs';
import { buildSolution } from './lib/programs.mjs';
import { readTap, total, totalLine } from './lib/results.mjs';
import { inRoot, run } from './lib/run.mjs';
import { requireNoFindings, synthesize } from './lib/synthesize.mjs';
import { table } from './lib/table.mjs';
import { setup } from './setup.mjs';

// In CI a snapshot that is not committed is an error; on a desk it is written, to be looked at and committed.
const strictInCi = process.env.CI === 'true' ? { SNAPSHOOTER_STRICT_MODE: 'on' } : {};

// Only whoever runs all of them can say what none of them does (`local.tests/Recording`).
const whole = { COGNITOSTACK_ALL_TESTS: '1' };

/** Runs the Node tests of a folder, each file in a process of its own; so many at once, where they wait for other processes most of the time. */
async function runNodeTests(folder, { env = {}, atOnce = 1 } = {}) {
  const tap = join(resultsFolder, `${folder}.tap`);
  const files = readdirSync(inRoot(folder))
    .filter((file) => file.endsWith('.test.mjs'))
    .map((file) => inRoot(folder, file));
  const { output } = await run(
    process.execPath,
    [
      '--test',
      `--test-concurrency=${atOnce}`,
      '--test-reporter',
      'tap',
      '--test-reporter-destination',
      tap,
      '--test-reporter',
      'spec',
      '--test-reporter-destination',
      'stdout',
      ...files,
    ],
    { env },
  );
  const row = readTap(readFileSync(tap, 'utf8'), folder);
  return { rows: [row], crash: row.failed ? output.trim() : '' };
}

/** The clients find a local AWS as they find AWS: by their own environment variables. */
async function runClientTests() {
  const world = await World.start();
  try {
    return await runNodeTests('clients.tests', { env: world.env });
  } finally {
    await world.end();
  }
}

/** A template that is not the committed one: what deploying it would lose, as `npm run guard` says it. */
async function showLosses() {
  const { compare, templateChange } = await import('./lib/snapshot-diff.mjs');
  const folder = inRoot('infra.tests/__snapshots__');
  const fresh = readSnapshots(join(folder, '__mismatch__'));
  const committed = new Map([...readSnapshots(folder)].filter(([name]) => fresh.has(name)));
  for (const change of compare(committed, fresh)) {
    const { losses = [] } = (await templateChange(change)) ?? {};
    for (const loss of losses) console.log(`${red('✗')} ${change.name}: ${loss}`);
  }
}

function readSnapshots(folder) {
  if (!existsSync(folder)) return new Map();
  return new Map(
    readdirSync(folder)
      .filter((file) => file.endsWith('.snap'))
      .map((file) => [file.replace(/\.snap$/, ''), readFileSync(join(folder, file), 'utf8')]),
  );
}

const command = commandLine({
  call: 'npm test --',
  about: 'Runs every test: sets up and builds first. The last line is the sum.',
  takes: '[arguments of "dotnet test"]',
  passesOn: true,
  sections: {
    Examples: [
      ['npm test', 'everything'],
      ['npm test -- --filter SignInTable', 'the .NET tests whose names have it'],
    ],
  },
});

// A program under test lives for seconds. What it calls thirty times .NET compiles a second time, and better, for a life of hours: a third
// of its work. So only what it calls ten thousand times (in hexadecimal) is (TC_CallCountThreshold in src/coreclr/inc/clrconfigvalues.h of dotnet/runtime).
process.env.DOTNET_TC_CallCountThreshold ??= '2710';

await main(command, async (_, args) => {
  await setup();
  clearResults();
  rmSync(inRoot('infra.tests/__snapshots__/__mismatch__'), { recursive: true, force: true });
  const runs = [];
  if (!args.length) await requireBrowserInCi();
  await withBuildLock(async () => {
    await buildSolution();
    await buildFunctions();
    const assemblies = testProjects().map(({ assembly }) => assembly);
    if (!assemblies.length) throw new Problem('There is no test project: no *.tests folder has a .csproj.');
    runs.push(await step('running the .NET tests', '.NET tests run', () => runDotnetTests(assemblies, args, { ...strictInCi, ...(args.length ? {} : whole) })));
  });
  // Arguments are for .NET's runner: whoever gives some is after particular tests.
  if (!args.length) {
    await step('synthesizing the scenario', 'scenario synthesized', async () => {
      const { code } = await synthesize('local', inRoot('artifacts/scenario/cdk.out'));
      requireNoFindings('local', code);
    });
    runs.push(
      ...(await step('running the tests of the tools, the scenario and real clients', 'tests of the tools, the scenario and real clients run', () =>
        Promise.all([runNodeTests('tools'), runNodeTests('scenario.tests', { atOnce: 3 }), runClientTests()]),
      )),
    );
  }

  const rows = runs.flatMap((one) => one.rows);
  showFailures(rows);
  for (const { crash } of runs) if (crash) console.log(`\n${crash}`);
  await showLosses();
  const cells = rows.map((row) => [row.project.replace(/^CognitoStack\./, ''), row.passed, row.failed, row.skipped, `${row.seconds.toFixed(1)} s`]);
  if (cells.length) console.log(`\n${await table(['project', 'passed', 'failed', 'skipped', 'time'], cells, { right: [1, 2, 3, 4] })}\n`);
  const sum = total(rows);
  console.log(totalLine(sum));
  return sum.failed || !sum.passed || runs.some(({ crash }) => crash) ? 1 : 0;
});
