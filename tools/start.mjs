// The front door: sets up, builds, synthesizes one environment with the real CDK CLI, and shows what it would deploy.
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { Problem, bold, dim, main, seconds, step } from './lib/console.mjs';
import { inRoot, run } from './lib/run.mjs';
import { summarize } from './lib/summary.mjs';

const help = `Shows what an environment would deploy. Needs no AWS account and deploys nothing.

  npm start                              the environment that cdk.json names (dev)
  npm start -- --environment prod        cdk/environments/prod.json
  npm start -- --environment my/own.json a file of yours

Then, with AWS credentials:
  npx cdk bootstrap                      once per account and region
  npx cdk diff                           compare with what is deployed
  npx cdk deploy --all -c environment=prod   deploy (cdk.json's environment without -c)

Other commands:
  npm test                               every test (npm test -- --filter Name: particular ones)
  npm run snapshots                      accept changed templates, and see what changed
  npm run build                          the app and its Lambda functions`;

const options = { environment: { type: 'string', short: 'e' }, help: { type: 'boolean', short: 'h' } };

function parse(args) {
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new Problem(error.message, 'npm start -- --help');
  }
}

/** Runs the real CLI; what it and the app have to say about a failure is shown as they said it. */
async function synthesize(environment, output) {
  rmSync(output, { recursive: true, force: true });
  const { code, output: said } = await run(process.execPath,
    [inRoot('node_modules/aws-cdk/bin/cdk'), 'synth', '--quiet', '--context', `environment=${environment}`, '--output', output]);
  // A failed validation has written the whole assembly: the summary lists its findings better.
  const isSummarizable = existsSync(`${output}/manifest.json`) && existsSync(`${output}/validation-report.json`);
  if (code !== 0 && !isSummarizable) throw new Problem(`${environment} could not be synthesized.\n\n${withoutFrames(said)}`);
  return code;
}

/** Stack frames and the CLI's remark about its child are for debuggers: `npx cdk synth` still shows them. */
const withoutFrames = (text) => text.split(/\r?\n/).filter((line) => !/^\s+at .+|Subprocess exited with error|^Aborted$/.test(line)).join('\n').trim();

async function start() {
  const values = parse(process.argv.slice(2));
  if (values.help) return console.log(help);
  const begin = performance.now();
  await build();
  const environment = values.environment ?? JSON.parse(readFileSync(inRoot('cdk.json'), 'utf8')).context.environment;
  const output = inRoot('cdk.out');
  let code = 0;
  await step(`${environment} synthesized`, async () => { code = await synthesize(environment, output); });

  const { text, fatal, stacks } = await summarize(output);
  console.log(`\n${text}\n`);
  if (fatal || code !== 0) throw new Problem('These findings would stop the deployment.', 'Mend them, or acknowledge a rule at its construct with a reason.');
  const flag = values.environment ? ` -c environment=${environment}` : '';
  const where = stacks[0]?.environment.includes('unknown') ? 'the account and region of your AWS credentials' : stacks[0]?.environment;
  const next = [[`npx cdk deploy --all${flag}`, `deploys to ${where}`], ['cdk.out/*.template.json', 'the templates'], ['npm start -- --help', otherEnvironments(environment)]];
  const column = Math.max(...next.map(([command]) => command.length)) + 2;
  console.log(`${bold('Next')}\n${next.map(([command, what]) => `  ${command.padEnd(column)}${what}`).join('\n')}`);
  console.log(dim(`\n${seconds(begin)}`));
}

function otherEnvironments(current) {
  const names = readdirSync(inRoot('cdk/environments')).filter((file) => file.endsWith('.json') && !file.includes('schema')).map((file) => file.replace(/\.json$/, '')).filter((name) => name !== current);
  return names.length ? `other environments (${names.join(', ')}), and more` : 'more';
}

await main(start);
