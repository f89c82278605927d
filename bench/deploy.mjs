// `cdk deploy --all` of the environment "local" by the CLI, into a local AWS that has nothing but the bootstrap, beside `cdk synth` alone.
// Writes docs/benchmarks-deploy.md.
import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { Cdk } from '../scenario.tests/lib/cdk.mjs';
import { build } from '../tools/build.mjs';
import { Problem, main, step } from '../tools/lib/console.mjs';
import { commandLine } from '../tools/lib/options.mjs';
import { inRoot } from '../tools/lib/run.mjs';
import { at } from './lib/quantile.mjs';
import { machine, markdown, spread } from './lib/report.mjs';

const [factor, seconds] = [1.5, 5];
const what = {
  synth: '`cdk synth`',
  deploy: '`cdk deploy --all`, nothing deployed before',
  again: '`cdk deploy --all`, no change',
};

const report = (times, load) => {
  const [synth, deploy] = [times.synth, times.deploy].map((all) => at(all, 0.5));
  const bound = factor * synth + seconds;
  return `<!-- Written by npm run bench:deploy. -->
# A deployment to the local AWS by the CDK's CLI

The environment \`local\`, by the unmodified CLI, in seconds from the start of the command to its end. Every run deploys to a new, bootstrapped
host, so assets are uploaded too. Both commands compile nothing, and run the app. The runs take turns.

Machine: ${machine()}. It is shared; its load average before: ${load.toFixed(1)}.

${markdown([['', 'runs', 'least', 'median', 'most'], ...Object.entries(what).map(([name, said]) => [said, times[name].length, ...spread(times[name])])])}

A deployment shall take no more than ${factor} times the synthesis and ${seconds} s: ${bound.toFixed(1)} s of the medians. It takes ${deploy.toFixed(1)} s${deploy <= bound ? '' : ', which is more'}.
`;
};

const command = commandLine({
  call: 'npm run bench:deploy --',
  about: "Times a deployment of the environment local by the CDK's CLI, and writes docs/benchmarks-deploy.md.",
  options: { runs: { type: 'number', default: 3, about: 'Runs of each command' } },
});

await main(command, async ({ runs }) => {
  const load = loadavg()[0];
  await build('Local');
  const times = { synth: /** @type {number[]} */ ([]), deploy: /** @type {number[]} */ ([]), again: /** @type {number[]} */ ([]) };
  for (let run = 1; run <= runs; run++) {
    await step(`run ${run}`, `run ${run} of ${runs}`, async () => {
      const cdk = await Cdk.start();
      const timed = async (into, ...args) => {
        const begin = performance.now();
        const { code, said } = await cdk.run(...args, '-c', 'environment=local', '--output', cdk.assembly);
        if (code !== 0) throw new Problem(said);
        into.push((performance.now() - begin) / 1000);
      };
      const deploy = ['deploy', '--all', '--require-approval', 'never', '--concurrency', '3'];
      try {
        await cdk.run('bootstrap');
        await timed(times.synth, 'synth', '--quiet');
        await timed(times.deploy, ...deploy);
        await timed(times.again, ...deploy);
      } finally {
        await cdk.end();
      }
    });
  }
  writeFileSync(inRoot('docs/benchmarks-deploy.md'), report(times, load));
  console.log('Written to docs/benchmarks-deploy.md.');
  return 0;
});
