// The app of an environment beside a JavaScript app of the same resources with the same checks. Writes docs/benchmarks-synth.md.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from '../tools/build.mjs';
import { Problem, main, step } from '../tools/lib/console.mjs';
import { commandLine } from '../tools/lib/options.mjs';
import { inRoot } from '../tools/lib/run.mjs';
import { at } from './lib/quantile.mjs';
import { machine, markdown, spread } from './lib/report.mjs';

const verdicts = inRoot('artifacts/validated');
const ours = /** @type {[string, string]} */ (['dotnet', inRoot('artifacts/bin/Cdk/debug/CognitoStack.Cdk.dll')]);

/** Seconds of processor time of all children that have ended; the kernel counts in hundredths. */
const childrenCpu = () => {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ');
  return (Number(fields[13]) + Number(fields[14])) / 100;
};

/** Runs an app as the CLI does, and says what it took. */
async function run(/** @type {[string, ...string[]]} */ [program, ...args], context, output) {
  const [begin, cpu] = [performance.now(), childrenCpu()];
  const child = spawn(program, args, {
    cwd: inRoot('.'),
    env: { ...process.env, CDK_OUTDIR: output, CDK_CONTEXT_JSON: JSON.stringify(context) },
    stdio: 'ignore',
  });
  await once(child, 'exit');
  if (!existsSync(join(output, 'validation-report.json'))) throw new Problem(`No templates that were checked came from ${[program, ...args].join(' ')}.`);
  return { wall: (performance.now() - begin) / 1000, cpu: childrenCpu() - cpu };
}

/** What `CfnInclude` needs: an import for `Fn::GetStackOutput`, which it does not know yet, and nothing that a stack adds by itself. */
function makeIncludable(folder) {
  const imported = (_, value) => (value?.['Fn::GetStackOutput'] ? { 'Fn::ImportValue': value['Fn::GetStackOutput'].OutputName } : value);
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.template.json'))) {
    const { Parameters, Rules, ...template } = JSON.parse(readFileSync(join(folder, file), 'utf8'), imported);
    writeFileSync(join(folder, file), JSON.stringify(template));
  }
}

const report = (environment, variants, times, load) => {
  const median = (name, what) =>
    at(
      times.get(name).map((run) => run[what]),
      0.5,
    );
  const base = variants.at(-1).name;
  const goal = variants[0].name;
  const factor = median(goal, 'wall') / median(base, 'wall');
  return `<!-- Written by npm run bench:synth. -->
# Synthesis

The app alone, as the CDK's CLI runs it, for the environment \`${environment}\`, in seconds from its start to its end, and of processor time of
it and its children. The JavaScript app includes the very templates (\`CfnInclude\`), so it has the same resources; both run cdk-nag's
AwsSolutions and AWS's template validator. It reads no environment file, compiles no brand and publishes no function. The runs take turns.

The validator takes half of a synthesis. Its verdict depends on the template, its place and the CDK's version alone: a template in which it
found nothing is not shown to it again (\`artifacts/validated\`). A finding is never kept.

Machine: ${machine()}. Its load average before: ${load.toFixed(1)}.

${markdown([
  ['', 'runs', 'wall, least', 'median', 'most', 'CPU, median', 'of JavaScript'],
  ...variants.map(({ name }) => [
    name,
    times.get(name).length,
    ...spread(times.get(name).map((run) => run.wall)),
    `${median(name, 'cpu').toFixed(1)} s`,
    `${(median(name, 'wall') / median(base, 'wall')).toFixed(2)} ×`,
  ]),
])}

Goal: at most 1.0 × the JavaScript app, once the templates were seen: ${factor.toFixed(2)} ×, ${factor <= 1 ? 'met' : 'not met'}.
`;
};

const command = commandLine({
  call: 'npm run bench:synth --',
  about: 'Times the synthesis beside a JavaScript app of the same resources, and writes docs/benchmarks-synth.md.',
  options: {
    environment: { type: 'string', value: 'NAME', default: 'prod', about: 'Environment to synthesize' },
    runs: { type: 'number', default: 5, about: 'Runs of each' },
  },
});

await main(command, async ({ environment, runs }) => {
  const load = loadavg()[0];
  await build('Cdk');
  const { context } = JSON.parse(readFileSync(inRoot('cdk.json'), 'utf8'));
  const folder = mkdtempSync(join(tmpdir(), 'synth-'));
  const whole = join(folder, 'whole');
  const app = (file) => (output) => run(ours, { ...context, environment: file }, output);
  const forget = () => rmSync(verdicts, { recursive: true, force: true });
  // Another length of passwords is in the template of authentication alone.
  let length = 12;
  const edited = () => {
    const file = join(folder, `${environment}.json`);
    writeFileSync(file, readFileSync(inRoot(`cdk/environments/${environment}.json`), 'utf8').replace(/("minimumLength": )\d+/, `$1${++length}`));
    return file;
  };
  const variants = [
    { name: 'C#, every template seen before', run: app(environment) },
    { name: 'C#, one template changed', run: (output) => app(edited())(output) },
    { name: 'C#, no template seen before', before: forget, run: app(environment) },
    { name: 'JavaScript', run: (output) => run([process.execPath, inRoot('bench/node/synth.mjs'), whole], context, output) },
  ];
  try {
    await app(environment)(whole);
    makeIncludable(whole);
    const times = new Map(variants.map(({ name }) => [name, /** @type {Awaited<ReturnType<typeof run>>[]} */ ([])]));
    for (let turn = 1; turn <= runs; turn++)
      await step(`turn ${turn}`, `turn ${turn} of ${runs}`, async () => {
        for (const { name, before, run } of variants) {
          before?.();
          const output = join(folder, 'run');
          times.get(name)?.push(await run(output));
          rmSync(output, { recursive: true });
        }
      });
    writeFileSync(inRoot('docs/benchmarks-synth.md'), report(environment, variants, times, load));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log('Written to docs/benchmarks-synth.md.');
  return 0;
});
