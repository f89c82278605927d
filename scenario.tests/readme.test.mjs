// "Deploy in five minutes", word for word as the README has it, against the local AWS.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { fromIni } from '@aws-sdk/credential-providers';
import { inRoot } from '../tools/lib/run.mjs';
import { Cdk } from './lib/cdk.mjs';
import { Run } from './lib/run.mjs';

/** The commands of the first block of a part of the README, without their remarks. */
function commandsOf(title) {
  const part = readFileSync(inRoot('README.md'), 'utf8').split(`\n## ${title}\n`)[1].split('\n## ')[0];
  const block = /```sh\n(.*?)```/s.exec(part)?.[1] ?? '';
  return block
    .split('\n')
    .map((line) => line.split(' #')[0].trim())
    .filter(Boolean);
}

/** @type {any} */
let cdk;
before(async () => {
  cdk = await Cdk.start();
});
after(async () => {
  Run.killAll();
  await cdk?.end();
});

test('what the README says to deploy with deploys, but for the credentials', async () => {
  const commands = commandsOf('Deploy in five minutes');
  assert.ok(commands.includes('npx cdk deploy --all'), commands.join('\n'));
  // What a person says in a terminal; and a folder of its own, as other tests use the CLI, too.
  const env = { ...cdk.env, CDK_REQUIRE_APPROVAL: 'never', CDK_OUTPUT: cdk.assembly };
  for (const command of commands) {
    const { code, said } = await new Run('sh', ['-c', command], env).ended;
    assert.equal(code, 0, `${command}\n${said}`);
  }
  const client = new CloudFormationClient({ endpoint: cdk.host.endpoint, region: 'us-east-1', credentials: fromIni({ filepath: join(cdk.state, 'credentials') }) });
  const { Stacks = [] } = await client.send(new DescribeStacksCommand({}));
  for (const environment of ['dev', 'prod']) {
    const own = Stacks.filter(({ StackName }) => StackName?.startsWith(`CognitoStack-${environment}-`));
    assert.ok(own.length >= 3, `${environment}: ${Stacks.map(({ StackName }) => StackName)}`);
    for (const { StackName, StackStatus } of own) assert.equal(StackStatus, 'CREATE_COMPLETE', StackName);
    assert.ok(own.some(({ Outputs = [] }) => Outputs.some(({ OutputKey, OutputValue }) => OutputKey === 'SignInUrl' && OutputValue?.startsWith('https://'))));
  }
});
