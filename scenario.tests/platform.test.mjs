// What a platform engineer runs into: rights that are too narrow, approval, protection, stacks that others use, failures half-way. By the unmodified CLI of the CDK.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { CloudFormationClient, CreateStackCommand, DescribeStacksCommand, waitUntilStackCreateComplete } from '@aws-sdk/client-cloudformation';
import { CognitoIdentityProviderClient, DescribeUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { fromIni } from '@aws-sdk/credential-providers';
import { writeAssembly } from './lib/assembly.mjs';
import { Cdk } from './lib/cdk.mjs';
import { Run } from './lib/run.mjs';

/** A table that others use, a pool, and as many more as wanted. */
function write({ minimum = 8, isProtected = false, fails = false, many = 0 }) {
  const table = (name) => ({
    Type: 'AWS::DynamoDB::Table',
    Properties: { TableName: name, KeySchema: [{ AttributeName: 'owner', KeyType: 'HASH' }], AttributeDefinitions: [{ AttributeName: 'owner', AttributeType: 'S' }] },
  });
  const parameter = (Value) => ({ Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value } });
  const Data = { isProtected, template: { Resources: { Notes: table('notes') }, Outputs: { Notes: { Value: { Ref: 'Notes' }, Export: { Name: 'notes' } } } } };
  const Users = {
    needs: ['Data'],
    template: {
      Parameters: { Greeting: { Type: 'String', Default: 'Hello' } },
      Resources: {
        Pool: { Type: 'AWS::Cognito::UserPool', Properties: { Policies: { PasswordPolicy: { MinimumLength: minimum } } } },
        Published: parameter({ 'Fn::Join': [' ', [{ 'Fn::ImportValue': 'notes' }, { Ref: 'Greeting' }]] }),
        ...(fails && { Taken: { ...table('notes'), DependsOn: ['Pool', 'Published'] } }),
      },
      Outputs: { PoolId: { Value: { Ref: 'Pool' } }, PublishedName: { Value: { Ref: 'Published' } } },
    },
  };
  const others = Array.from({ length: many }, (_, i) => [`Many${i}`, { template: { Resources: { Value: parameter(String(i)) } } }]);
  writeAssembly(cdk.assembly, { Data, Users, ...Object.fromEntries(others) });
}

/** @type {any} */
let cdk;
/** @type {any} */
let clients;

before(async () => {
  cdk = await Cdk.start();
  const config = { endpoint: cdk.host.endpoint, region: 'us-east-1', credentials: fromIni({ filepath: join(cdk.state, 'credentials') }) };
  clients = { cloud: new CloudFormationClient(config), pools: new CognitoIdentityProviderClient(config), parameters: new SSMClient(config) };
});

after(async () => {
  Run.killAll();
  await cdk?.end();
});

const passes = ({ code, said }) => assert.equal(code, 0, said);
const fails = ({ code, said }, pattern) => {
  assert.equal(code, 1, said);
  assert.match(said, pattern);
};
const run = (command, having, ...args) => {
  write(having);
  return cdk.withAssembly(command, ...args);
};
const deploy = (having, ...args) => {
  write(having);
  return cdk.deploy(...args);
};
const status = async (stack) => (await clients.cloud.send(new DescribeStacksCommand({ StackName: stack }))).Stacks[0].StackStatus;
const minimum = async () => {
  return (await clients.pools.send(new DescribeUserPoolCommand({ UserPoolId: cdk.outputs.PoolId }))).UserPool.Policies.PasswordPolicy.MinimumLength;
};

test('An execution role with narrow rights makes what it may, and no more', async () => {
  const PolicyDocument = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['dynamodb:*', 'ssm:*'], Resource: 'arn:aws:*:us-east-1:111122223333:*' }] };
  await clients.cloud.send(
    new CreateStackCommand({
      StackName: 'Policies',
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      TemplateBody: JSON.stringify({ Resources: { Narrow: { Type: 'AWS::IAM::ManagedPolicy', Properties: { ManagedPolicyName: 'narrow', PolicyDocument } } } }),
    }),
  );
  await waitUntilStackCreateComplete({ client: clients.cloud, maxWaitTime: 60 }, { StackName: 'Policies' });
  passes(await cdk.run('bootstrap', '--cloudformation-execution-policies', 'arn:aws:iam::111122223333:policy/narrow'));

  passes(await deploy({}, 'Data'));
  fails(
    await deploy({}, 'Users'),
    /cfn-exec-role-111122223333-us-east-1\/AWSCloudFormation is not authorized to perform: cognito-idp:CreateUserPool on resource: \* because no identity-based policy allows/,
  );
  assert.equal(await status('Users'), 'ROLLBACK_COMPLETE');
});

test('A stack that never was whole is made anew, beside others, after those that it needs', async () => {
  passes(await cdk.run('bootstrap', '--cloudformation-execution-policies', 'arn:aws:iam::aws:policy/AdministratorAccess'));

  passes(await deploy({ many: 4 }, '--all', '--concurrency', '4'));

  for (const stack of ['Data', 'Users', 'Many0', 'Many1', 'Many2', 'Many3']) assert.equal(await status(stack), 'CREATE_COMPLETE');
});

test('A parameter of the command is a parameter of the stack', async () => {
  passes(await deploy({}, 'Users', '--parameters', 'Users:Greeting=Moin'));

  const { PublishedName } = JSON.parse(readFileSync(cdk.outputsFile, 'utf8')).Users;
  assert.match((await clients.parameters.send(new GetParameterCommand({ Name: PublishedName }))).Parameter.Value, / Moin$/);
  fails(await deploy({}, 'Users', '--parameters', 'Users:Salutation=Moin'), /Parameters: \[Salutation\] do not exist in the template/);
});

test('What wants approval is not deployed where nobody can be asked', async () => {
  fails(await run('deploy', { minimum: 9 }, 'Users', '--require-approval', 'any-change'), /terminal \(TTY\) is not attached/);

  assert.equal(await minimum(), 8);
});

test('Without rollback what failed stays as it is, and goes back when somebody says so', async () => {
  fails(await deploy({ minimum: 20, fails: true }, 'Users', '--rollback=false'), /already exists/);
  assert.equal(await status('Users'), 'UPDATE_FAILED');
  assert.equal(await minimum(), 20);

  passes(await run('rollback', {}, 'Users'));

  assert.equal(await status('Users'), 'UPDATE_ROLLBACK_COMPLETE');
  assert.equal(await minimum(), 8);
});

test('A protected stack, and one that another uses, are not destroyed', async () => {
  passes(await deploy({ isProtected: true }, 'Data'));
  fails(await run('destroy', { isProtected: true }, 'Data', '--exclusively', '--force'), /cannot be deleted while TerminationProtection is enabled/);
  passes(await deploy({}, 'Data'));

  fails(await run('destroy', {}, 'Data', '--exclusively', '--force'), /Cannot delete export .* as it is in use by Users/);

  passes(await run('destroy', {}, 'Data', '--force'));
  for (const stack of ['Data', 'Users']) await assert.rejects(status(stack), /does not exist/);
});

test('A change set is made, looked at, and executed by hand', async () => {
  passes(await deploy({}, 'Data', '--method', 'prepare-change-set', '--change-set-name', 'looked-at'));
  assert.equal(await status('Data'), 'REVIEW_IN_PROGRESS');

  passes(await deploy({}, 'Data', '--method', 'execute-change-set', '--change-set-name', 'looked-at'));
  assert.equal(await status('Data'), 'CREATE_COMPLETE');
});
