// Compares the published functions with the same on managed .NET and on Node.js, one after the other in every round, so that whatever
// else the machine does meets them all. Writes docs/benchmarks.md.
import { mkdirSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { build } from '../tools/build.mjs';
import { main, step } from '../tools/lib/console.mjs';
import { commandLine } from '../tools/lib/options.mjs';
import { inRoot } from '../tools/lib/run.mjs';
import { table } from '../tools/lib/table.mjs';
import { startDynamo } from './lib/dynamo.mjs';
import { functions } from './lib/functions.mjs';
import { measure } from './lib/measure.mjs';
import { machine, markdown } from './lib/report.mjs';
import { names, variantsOf } from './lib/variants.mjs';
import { at } from './lib/quantile.mjs';

let rounds;
let warm;

const median = (runs, field) =>
  at(
    runs.map((run) => run[field]),
    0.5,
  );

async function compare(name, settings, dynamo) {
  const variants = await variantsOf(name);
  /** @type {Record<string, Awaited<ReturnType<typeof measure>>[]>} */
  const runs = Object.fromEntries(Object.keys(variants).map((variant) => [variant, []]));
  for (let round = 0; round <= rounds; round++)
    for (const [variant, program] of Object.entries(variants)) {
      const run = await measure(program, settings, dynamo, warm);
      // The first round only brings the files into memory.
      if (round > 0) runs[variant].push(run);
    }
  return Object.entries(variants).map(([variant, { size }]) => ({
    variant,
    cold: median(runs[variant], 'firstResponse'),
    cpu: median(runs[variant], 'cpu'),
    warmCpu: median(runs[variant], 'warmCpu'),
    p50: at(
      runs[variant].flatMap((run) => run.times),
      0.5,
    ),
    p99: at(
      runs[variant].flatMap((run) => run.times),
      0.99,
    ),
    memory: median(runs[variant], 'memory'),
    size: size / 1e6,
    counts: counted.map(([field]) => median(runs[variant], field)),
  }));
}

/** What is the same on every machine. */
const counted = /** @type {[keyof Awaited<ReturnType<typeof measure>>, string, (value: number) => string][]} */ ([
  ['faults', 'page faults', String],
  ['read', 'read', (megabytes) => `${megabytes.toFixed(1)} MB`],
  ['reads', 'calls of read', String],
  ['threads', 'threads', String],
  ['libraries', 'libraries', String],
]);
const countHead = ['until the first response', ...counted.map(([, title]) => title)];
const countCells = (results) => results.map((one) => [names[one.variant], ...counted.map(([, , show], i) => show(one.counts[i]))]);

const head = ['', 'start → first response', 'CPU until then', 'warm p50', 'warm p99', 'CPU an event', 'peak memory', 'zip'];
const cells = (results) =>
  results.map((one) => [
    names[one.variant],
    `${one.cold.toFixed(0)} ms`,
    `${one.cpu.toFixed(0)} ms`,
    `${one.p50.toFixed(2)} ms`,
    `${one.p99.toFixed(1)} ms`,
    `${one.warmCpu.toFixed(2)} ms`,
    `${one.memory.toFixed(0)} MB`,
    `${one.size.toFixed(2)} MB`,
  ]);

// [whom against, what of it, at least so many times]; memory is a limit of its own.
const goals = /** @type {[string, string, number][]} */ ([
  ['managed', 'cold', 20],
  ['sdk', 'cold', 20],
  ['node', 'cold', 10],
  ['bundled', 'cold', 10],
  ['node', 'cpu', 10],
  ['bundled', 'cpu', 10],
]);
const mostMemory = 40;
const whats = { cold: 'start → first response', cpu: 'CPU until then' };

function verdict(results) {
  const of = (variant) => results.find((one) => one.variant === variant);
  const word = (isMet) => (isMet ? 'met' : 'not met');
  return [
    ['goal', 'measured', ''],
    ...goals.map(([other, field, goal]) => {
      const times = of(other)[field] / of('native')[field];
      return [`${whats[field]}: ${goal}× less than ${names[other]}`, `${times.toFixed(1)}×`, word(times >= goal)];
    }),
    [`peak memory: below ${mostMemory} MB`, `${of('native').memory.toFixed(0)} MB`, word(of('native').memory < mostMemory)],
  ];
}

const command = commandLine({
  call: 'npm run bench:lambdas --',
  about: 'Compares the functions with the same on managed .NET and on Node.js, and writes docs/benchmarks.md.',
  options: {
    rounds: { type: 'number', default: 15, about: 'Starts of each' },
    warm: { type: 'number', default: 200, about: 'Events after each start' },
  },
});

await main(command, async (values) => {
  ({ rounds, warm } = values);
  const load = loadavg()[0];
  await build();
  const dynamo = await startDynamo();
  const sections = [];
  try {
    for (const [name, settings] of Object.entries(functions)) {
      const results = await step(`measuring ${name}`, `${name} measured`, () => compare(name, settings, dynamo));
      const [goal, ...judged] = verdict(results);
      console.log(
        `\n${await table(head, cells(results), { right: [1, 2, 3, 4, 5, 6, 7] })}\n\n${await table(countHead, countCells(results), { right: [1, 2, 3, 4, 5] })}\n\n${await table(goal, judged, { right: [1] })}\n`,
      );
      sections.push(
        `## ${name}\n\n${settings.what[0].toUpperCase()}${settings.what.slice(1)} an event.\n\n${markdown([head, ...cells(results)])}\n\n${markdown([countHead, ...countCells(results)])}\n\n${markdown([goal, ...judged])}\n`,
      );
    }
  } finally {
    dynamo.stop();
  }
  mkdirSync(inRoot('docs'), { recursive: true });
  writeFileSync(
    inRoot('docs/benchmarks.md'),
    `<!-- Written by npm run bench:lambdas. -->
# Benchmarks of the functions

Each function against a Lambda Runtime API and a DynamoDB of the same machine, beside

- the same assemblies on managed .NET;
- the same logic on managed .NET with the AWS SDK, as it is usually written, compiled at run time, and ahead (ReadyToRun), as the project
  templates of AWS do it;
- the same logic in Node.js with the AWS SDK: as npm (and Lambda's own runtime) has it, and bundled and minified with all that it needs.

The runtime loops beside are smaller than those of AWS. Medians of ${rounds} starts each, in turns, with ${warm} events after
each start; a variant counts only if it called the table for each event, refused a user whom the deny list names, and left a whole record.
Lambda adds to this: TLS, and the small share of a CPU that a function of little memory has. All of them start and answer through the same
two servers, whose own time is in every figure.

The second table of each counts what a start takes of the kernel: it is the same on every machine, where milliseconds are not. A page fault
is a page of code or data that is touched for the first time; "read" is what came from files and sockets, without what is mapped.

Machine: ${machine()}. Its load average before: ${load.toFixed(1)}.

${sections.join('\n')}`,
  );
  console.log('Written to docs/benchmarks.md.');
});
