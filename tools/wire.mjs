// Lets an adopted user pool call the functions that its environment has for it: CloudFormation tells a pool nothing that it does not manage.
import { Problem, dim, green, main } from './lib/console.mjs';
import { ofLocal, readDeployment, useLocal } from './lib/deployment.mjs';
import { commandLine } from './lib/options.mjs';
import { setup } from './setup.mjs';
import { updateOf, wiringOf, withWiring } from './lib/wiring.mjs';

const command = commandLine({
  call: 'npm run wire --',
  about: `Lets the user pool that an environment adopts (userPool.adopt) call the functions of the deployed environment. It reads the pool whole and
writes it back whole, as Cognito resets what an update does not say. It changes nothing where the pool calls them already.`,
  options: {
    environment: { type: 'string', short: 'e', value: 'NAME', about: 'The environment, which is deployed' },
    'dry-run': { type: 'boolean', about: 'Show what would change, and change nothing' },
    ...ofLocal,
  },
  sections: {
    Examples: [
      ['npm run wire -- -e prod --dry-run', 'what would change'],
      ['npm run wire -- -e prod', 'change it'],
    ],
  },
});

await main(command, async ({ environment, 'dry-run': isDry, local, port, state }) => {
  if (!environment) throw new Problem('--environment is needed.', command.hint);
  if (local) await useLocal(port, state);
  else await setup();
  const { outputs } = await readDeployment(environment);
  const wiring = wiringOf(outputs);
  if (Object.keys(wiring).length === 0)
    throw new Problem(`${environment} adopts no user pool, or has no function for it.`, 'A pool that is made here calls its functions by itself.');

  const { CognitoIdentityProviderClient, DescribeUserPoolCommand, UpdateUserPoolCommand } = await import('@aws-sdk/client-cognito-identity-provider');
  const client = new CognitoIdentityProviderClient({ region: outputs.Region });
  const { UserPool: pool } = await client.send(new DescribeUserPoolCommand({ UserPoolId: outputs.UserPoolId }));
  if (!pool) throw new Problem(`There is no user pool ${outputs.UserPoolId}.`);
  const { config, changes } = withWiring(pool.LambdaConfig ?? {}, wiring);
  if (changes.length === 0) {
    console.log(`${green('✓')} ${pool.Id} calls them already`);
    return;
  }
  for (const { property, before, after } of changes) console.log(`${property}\n  ${dim(`now   ${before ?? 'nothing'}`)}\n  then  ${after}`);
  if (isDry) return;
  await client.send(new UpdateUserPoolCommand(updateOf(pool, config)));
  console.log(`${green('✓')} ${pool.Id} calls them. Have it read again, and commit that: npx cdk context --reset '*${pool.Id}*' && npm run synth -- --environment ${environment}`);
});
