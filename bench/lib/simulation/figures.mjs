// The functions' times, as npm run bench:lambdas has measured and written them.
import { readFileSync } from 'node:fs';
import { Problem } from '../../../tools/lib/console.mjs';
import { inRoot } from '../../../tools/lib/run.mjs';

const page = 'docs/benchmarks.md';

/** The ways to write a function that can be compared, by their name on the command line. */
export const variants = { aot: 'C# Native AOT', managed: 'C# managed, AWS SDK', node: 'Node.js, SDK bundled' };

/** How long the gate and the audit take: from their start, and once warm. */
export function timesOf(variant, text = readFileSync(inRoot(page), 'utf8')) {
  const times = (section) => {
    const row = text
      .slice(text.indexOf(`## ${section}`))
      .split('\n')
      .find((line) => line.startsWith(`| ${variants[variant]} |`));
    const [cold, , p50, p99] = (row ?? '').split('|').slice(2).map(Number.parseFloat);
    if (![cold, p50, p99].every((value) => value > 0)) throw new Problem(`${page} has no times of ${variants[variant]} for ${section}.`, 'npm run bench:lambdas writes them.');
    return { cold, warm: { p50, p99 } };
  };
  return { gate: times('PreAuthentication'), audit: times('PostAuthentication') };
}
