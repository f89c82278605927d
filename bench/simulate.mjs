// Lets a crowd sign in, with the quotas of a new account and with raised ones, and says what stops whom.
import { writeFileSync } from 'node:fs';
import { Problem, main, step } from '../tools/lib/console.mjs';
import { commandLine } from '../tools/lib/options.mjs';
import { inRoot } from '../tools/lib/run.mjs';
import { table } from '../tools/lib/table.mjs';
import { timesOf, variants } from './lib/simulation/figures.mjs';
import { head, page, rowOf } from './lib/simulation/page.mjs';
import { plot } from './lib/simulation/plot.mjs';
import { quotas, simulate } from './lib/simulation/sign-ins.mjs';

/** What the committed page and picture are made of. */
const committed = { rates: [10, 1000, 10_000], seconds: 20, seed: 1, functions: 'aot' };
const curve = [1, 3, 10, 30, 100, 300, 1000, 3000, 10_000];

const command = commandLine({
  call: 'npm run simulate --',
  about: `Simulates sign-ins at rates that no test account has: what stops them first, and what to raise before. It needs no AWS. The times of the
functions are those that were measured (docs/benchmarks.md), the quotas those of AWS's documents; docs/scale.md explains the figures.`,
  options: {
    rates: { type: 'string', value: 'N,N,…', default: committed.rates.join(), about: 'People who come in a second: 1 to 20000' },
    seconds: { type: 'number', range: [1, 600], default: committed.seconds, about: 'How long they come' },
    seed: { type: 'number', range: [0, 2 ** 31], default: committed.seed, about: 'The same gives the same figures' },
    functions: { type: 'string', value: 'KIND', default: committed.functions, about: `How the functions are written: ${Object.keys(variants).join(', ')}` },
    write: { type: 'boolean', about: 'Write docs/scale.md and its picture, with the options above as they are by default' },
  },
  sections: {
    Examples: [
      ['npm run simulate -- --rates 50,200', 'what a launch with so many a second meets'],
      ['npm run simulate -- --functions managed', 'the same crowd with functions on managed .NET'],
    ],
  },
});

function ratesOf(text) {
  const rates = text.split(',').map(Number);
  if (rates.every((rate) => rate >= 1 && rate <= 20_000)) return rates;
  throw new Problem(`--rates must be numbers from 1 to 20000 with commas between them, not "${text}".`, command.hint);
}

/** Every rate, with every kind of quotas. */
function runsOf({ rates, seconds, seed, functions: variant }) {
  const functions = timesOf(variant);
  return rates.flatMap((perSecond) => quotas.map((kind) => simulate({ perSecond, seconds, seed, quotas: kind, functions })));
}

/** The page and the picture of it. */
export function document() {
  const { seed, seconds } = committed;
  const functions = timesOf(committed.functions);
  const run = (/** @type {import('./lib/simulation/sign-ins.mjs').Quotas} */ kind, span) => (perSecond) => simulate({ perSecond, seconds: span, seed, quotas: kind, functions });
  const line = (kind) => /** @type {[number, number][]} */ (curve.map(run(kind, 10)).map(({ came, signedIn, seconds: span }) => [came / span, signedIn / span]));
  const svg = plot('People who get in of those who come', [
    { label: 'everybody', style: 'all', points: curve.map((rate) => [rate, rate]) },
    { label: 'with raised quotas', style: 'raised', points: line('raised') },
    { label: 'with default quotas', style: 'default', points: line('default') },
  ]);
  const text = page({ runs: runsOf(committed), unbounded: committed.rates.map(run('unbounded', seconds)), seed, span: seconds, functions });
  return { 'docs/scale.md': text, 'docs/images/scale.svg': svg };
}

if (process.argv[1] === inRoot('bench/simulate.mjs'))
  main(command, async ({ rates: asked, seconds, seed, functions, write }) => {
    if (!Object.hasOwn(variants, functions)) throw new Problem(`--functions must be one of ${Object.keys(variants).join(', ')}, not "${functions}".`, command.hint);
    if (write) {
      const files = await step('simulating sign-ins', 'sign-ins simulated', document);
      for (const [path, text] of Object.entries(files)) writeFileSync(inRoot(path), text);
      return;
    }
    const rates = ratesOf(asked);
    const runs = await step(
      'simulating sign-ins',
      'sign-ins simulated',
      () => runsOf({ rates, seconds, seed, functions }),
      (done) => `${done.reduce((sum, { came }) => sum + came, 0)} of them`,
    );
    console.log(`\n${await table(head, runs.map(rowOf), { right: [0, 2, 3, 5, 6, 7, 8, 9], wide: 4 })}`);
  });
