// Sets up, builds, synthesizes one environment with the real CDK CLI, and shows what it would deploy.
import { build } from './build.mjs';
import { Problem, bold, dim, main, seconds, step } from './lib/console.mjs';
import { commandLine } from './lib/options.mjs';
import { inRoot } from './lib/run.mjs';
import { summarize } from './lib/summary.mjs';
import { defaultEnvironment, environments, requireEnvironment, synthesize } from './lib/synthesize.mjs';

const command = commandLine({
  call: 'npm run synth --',
  about: 'Shows what an environment would deploy. Needs no AWS account and deploys nothing.',
  options: {
    environment: { type: 'string', short: 'e', value: 'NAME', about: 'cdk/environments/NAME.json, or a path that ends in .json; without it, the one that cdk.json names' },
  },
  sections: {
    Examples: [
      ['npm run synth', 'the environment that cdk.json names (dev)'],
      ['npm run synth -- --environment prod', 'cdk/environments/prod.json'],
      ['npm run synth -- --environment my/own.json', 'a file of yours'],
    ],
    'Then, with AWS credentials': [
      ['npx cdk bootstrap', 'once per account and region'],
      ['npx cdk diff', 'compare with what is deployed'],
      ['npx cdk deploy --all -c environment=prod', "deploy (cdk.json's environment without -c)"],
    ],
  },
});

await main(command, async (values) => {
  const begin = performance.now();
  const environment = values.environment ?? defaultEnvironment();
  requireEnvironment(environment);
  await build();
  const output = inRoot('cdk.out');
  const { code, warnings } = await step(`synthesizing ${environment}`, `${environment} synthesized`, () => synthesize(environment, output));

  const { text, fatal, stacks } = await summarize(output, { warnings });
  console.log(`\n${text}\n`);
  if (fatal || code !== 0) throw new Problem('These findings would stop the deployment.', 'Mend the environment file where they say.');
  const flag = values.environment ? ` -c environment=${environment}` : '';
  const where = stacks[0]?.environment.includes('unknown') ? 'the account and region of your AWS credentials' : stacks[0]?.environment;
  const next = [
    [`npx cdk deploy --all${flag}`, `deploys to ${where}`],
    ['cdk.out/*.template.json', 'the templates'],
    ['npm run synth -- --help', otherEnvironments(environment)],
  ];
  const column = Math.max(...next.map(([command]) => command.length)) + 2;
  console.log(`${bold('Next')}\n${next.map(([command, what]) => `  ${command.padEnd(column)}${what}`).join('\n')}`);
  console.log(dim(`\n${seconds(begin)}`));
});

function otherEnvironments(current) {
  const names = environments().filter((name) => name !== current);
  return names.length ? `other environments (${names.join(', ')}), and more` : 'more';
}
