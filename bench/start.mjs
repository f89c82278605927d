// What somebody at work waits for: `npm start` with nothing changed, a saved environment file, one test. Writes docs/benchmarks-start.md.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Run } from '../scenario.tests/lib/run.mjs';
import { build } from '../tools/build.mjs';
import { Problem, main, step } from '../tools/lib/console.mjs';
import { commandLine } from '../tools/lib/options.mjs';
import { inRoot } from '../tools/lib/run.mjs';
import { at } from './lib/quantile.mjs';
import { machine, markdown, spread } from './lib/report.mjs';

const goals = {
  deployed: { what: '`npm start`, nothing changed: until it is deployed', seconds: 6 },
  ready: { what: 'the same, until real clients have done all checks' },
  saved: { what: '`npm start -- --watch`: from a save until it is deployed', seconds: 5 },
  test: { what: '`npm test -- --filter` of one test, whole', seconds: 10 },
};

const report = (times, load) => `<!-- Written by npm run bench:start. -->
# What one waits for at work

In seconds, from the start of the command, or from the save; everything is built, and nothing but the file is changed. The runs take turns.

Machine: ${machine()}. Its load average before: ${load.toFixed(1)}.

${markdown([
  ['', 'runs', 'least', 'median', 'most', 'goal'],
  ...Object.entries(goals).map(([name, { what, ...goal }]) => {
    const median = at(times[name], 0.5);
    const verdict = 'seconds' in goal ? `${goal.seconds} s, ${median <= goal.seconds ? 'met' : 'not met'}` : '–';
    return [what, times[name].length, ...spread(times[name]), verdict];
  }),
])}
`;

const node = (script, ...args) => new Run(process.execPath, [inRoot(script), ...args]);
const since = (begin) => (performance.now() - begin) / 1000;

/** A run that has to succeed. */
async function ended(run) {
  const { code, said } = await run.ended;
  if (code !== 0) throw new Problem(said);
}

const command = commandLine({
  call: 'npm run bench:start --',
  about: 'Times what somebody at work waits for, and writes docs/benchmarks-start.md.',
  options: { runs: { type: 'number', default: 5, about: 'Runs of each' } },
});

await main(command, async ({ runs }) => {
  const load = loadavg()[0];
  await build('Local', 'Smoke');
  const folder = mkdtempSync(join(tmpdir(), 'start-'));
  const [state, file] = [join(folder, 'state'), join(folder, 'local.json')];
  const original = readFileSync(inRoot('cdk/environments/local.json'), 'utf8');
  const times = Object.fromEntries(Object.keys(goals).map((name) => [name, /** @type {number[]} */ ([])]));
  const start = (...args) => node('tools/start.mjs', '--environment', file, '--port', '0', '--state', state, '--no-app', ...args);
  writeFileSync(file, original);
  try {
    // The first runs bring everything into memory.
    await ended(start('--once'));
    await ended(node('tools/test.mjs', '--filter', 'DecidingStatementTests'));
    const watching = start('--watch', '--no-checks');
    await watching.hears(/Watching /);
    for (let run = 0; run <= runs; run++)
      await step(`run ${run}`, `run ${run} of ${runs}`, async () => {
        const begin = performance.now();
        const told = watching.said.length;
        writeFileSync(file, original.replace('localhost:3001/callback', `localhost:3001/callback/${run}`));
        while (!/✓ local\.json deployed/.test(watching.said.slice(told))) {
          if (watching.code !== undefined) throw new Problem(watching.said);
          await watching.saysMore();
        }
        // The first save loads the app.
        if (run > 0) times.saved.push(since(begin));
      });
    watching.signalGroup('SIGTERM');
    await watching.ended;
    writeFileSync(file, original);
    await ended(start('--once'));
    for (let run = 1; run <= runs; run++)
      await step(`run ${run}`, `run ${run} of ${runs}`, async () => {
        const begin = performance.now();
        const once = start('--once');
        await once.hears(/✓ deployed to the local AWS/);
        times.deployed.push(since(begin));
        await ended(once);
        times.ready.push(since(begin));
        const test = performance.now();
        await ended(node('tools/test.mjs', '--filter', 'DecidingStatementTests'));
        times.test.push(since(test));
      });
    writeFileSync(inRoot('docs/benchmarks-start.md'), report(times, load));
  } finally {
    Run.killAll();
    rmSync(folder, { recursive: true, force: true });
  }
  console.log('Written to docs/benchmarks-start.md.');
  return 0;
});
