// Deployment as a platform engineer does it, with the unmodified CLI of the CDK against the local endpoint: the commands of the README, then every kind of change.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { CloudFormationClient, DescribeStackResourcesCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import {
  AddCustomAttributesCommand,
  AdminCreateUserCommand,
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  CreateGroupCommand,
  DeleteGroupCommand,
  DescribeUserPoolCommand,
  ListGroupsCommand,
  UpdateGroupCommand,
  UpdateUserPoolClientCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, DescribeTableCommand, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { IAMClient, ListRolePoliciesCommand, ListRolesCommand, PutRolePolicyCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { DeleteBucketPolicyCommand, GetBucketPolicyCommand, PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient, AssumeRoleCommand } from '@aws-sdk/client-sts';
import { fromIni } from '@aws-sdk/credential-providers';
import { Cdk } from './lib/cdk.mjs';
import { Run } from './lib/run.mjs';
import { programPath } from '../tools/lib/programs.mjs';
import { inRoot } from '../tools/lib/run.mjs';

const [authentication, storage] = ['CognitoStack-dev-Authentication', 'CognitoStack-dev-Storage'];
/** @type {any} */
let cdk;
/** @type {any} */
let clients;

before(async () => {
  cdk = await Cdk.start();
  const config = { endpoint: cdk.host.endpoint, region: 'us-east-1', credentials: fromIni({ filepath: join(cdk.state, 'credentials') }) };
  clients = {
    roles: new IAMClient(config),
    buckets: new S3Client({ ...config, forcePathStyle: true }),
    cloud: new CloudFormationClient(config),
    pools: new CognitoIdentityProviderClient(config),
    tables: new DynamoDBClient(config),
    sts: new STSClient(config),
  };
});

after(async () => {
  Run.killAll();
  await cdk?.end();
});

const passes = ({ code, said }) => assert.equal(code, 0, said);
const find = (template, type) => Object.values(template.Resources).find(({ Type }) => Type === type);
const pool = () => clients.pools.send(new DescribeUserPoolCommand({ UserPoolId: cdk.outputs.UserPoolId })).then(({ UserPool }) => UserPool);
const status = async (stack) => (await clients.cloud.send(new DescribeStacksCommand({ StackName: stack }))).Stacks[0].StackStatus;
const guard = (...args) =>
  new Run(process.execPath, [inRoot('tools/guard.mjs'), '--environment', 'dev', '--templates', cdk.assembly, '--against', 'deployed', ...args], cdk.env).ended;

test('npm start brings up a bare one, and says how to deploy to it', async () => {
  const run = new Run(process.execPath, [inRoot('tools/start.mjs'), '--bare', '--port', '0', '--state', join(cdk.folder, 'bare')]);
  await run.hears(/npx cdk deploy --all/);
  assert.match(run.said, /export AWS_ENDPOINT_URL=http:/);
  run.signalGroup('SIGINT');
  passes(await run.ended);
});

test('The account is bootstrapped, once and again', async () => {
  passes(await cdk.run('bootstrap'));
  const again = await cdk.run('bootstrap');
  passes(again);
  assert.match(again.said, /bootstrapped \(no changes\)/);
});

test('The roles of the bootstrap are taken on by whom they trust, and do no more than they may', async () => {
  const role = (name) => ({ RoleArn: `arn:aws:iam::111122223333:role/cdk-hnb659fds-${name}-role-111122223333-us-east-1`, RoleSessionName: 'test' });
  const as = async (name) => {
    const { Credentials: c } = await clients.sts.send(new AssumeRoleCommand(role(name)));
    return { endpoint: cdk.host.endpoint, region: 'us-east-1', credentials: { accessKeyId: c.AccessKeyId, secretAccessKey: c.SecretAccessKey, sessionToken: c.SessionToken } };
  };
  assert.match((await new STSClient(await as('deploy')).send(new GetCallerIdentityCommand({}))).Arn ?? '', /assumed-role\/cdk-hnb659fds-deploy-role-/);
  await new CloudFormationClient(await as('lookup')).send(new DescribeStacksCommand({ StackName: 'CDKToolkit' }));
  await assert.rejects(new CloudFormationClient(await as('file-publishing')).send(new DescribeStacksCommand({ StackName: 'CDKToolkit' })), { name: 'AccessDenied' });
  await assert.rejects(clients.sts.send(new AssumeRoleCommand({ ...role('deploy'), ExternalId: 'deputy' })), { name: 'AccessDenied' });
  await assert.rejects(clients.sts.send(new AssumeRoleCommand(role('cfn-exec'))), { name: 'AccessDenied' });
});

test('The environment dev is deployed, and the smoke test passes against it', async () => {
  passes(await cdk.run('synth', '--quiet', '--output', cdk.assembly));
  passes(await cdk.deploy('--all', '--concurrency', '3'));

  const smoke = await new Run('dotnet', [programPath('Smoke'), '--environment', 'dev', '--endpoint', cdk.host.endpoint, '--outputs', cdk.outputsFile], cdk.env).ended;
  passes(smoke);
  assert.match(smoke.said, / 0 failed/);
});

test('Nothing differs then, and nothing is deployed again', async () => {
  const diff = await cdk.withAssembly('diff', '--fail');
  passes(diff);
  assert.match(diff.said, /Number of stacks with differences: 0/);
  const again = await cdk.deploy('--all');
  passes(again);
  assert.equal(again.said.match(/\(no changes\)/g)?.length, 3, again.said);
});

test('A harmless change is told, deployed, and in force', async () => {
  await clients.pools.send(new AdminCreateUserCommand({ UserPoolId: cdk.outputs.UserPoolId, Username: 'ann@example.com', MessageAction: 'SUPPRESS' }));
  await clients.tables.send(new PutItemCommand({ TableName: cdk.outputs.TableNameNotes, Item: { owner: { S: 'ann' }, noteId: { S: '1' } } }));
  cdk.change(authentication, (template) => {
    find(template, 'AWS::Cognito::UserPool').Properties.Policies.PasswordPolicy.MinimumLength = 21;
  });

  assert.match((await cdk.withAssembly('diff', authentication)).said, /\[~\] AWS::Cognito::UserPool/);
  passes(await guard());
  passes(await cdk.deploy(authentication));

  assert.equal((await pool()).Policies.PasswordPolicy.MinimumLength, 21);
  passes(await cdk.withAssembly('diff', '--fail'));
});

test('A replacement is announced by diff and refused by guard, and what it would lose is still there', async () => {
  const template = cdk.change(storage, (spoilt) => {
    const table = find(spoilt, 'AWS::DynamoDB::Table').Properties;
    table.KeySchema[1].AttributeName = 'other';
    table.AttributeDefinitions[1].AttributeName = 'other';
  });
  assert.ok(template);

  assert.match((await cdk.withAssembly('diff', storage)).said, /AWS::DynamoDB::Table .*replace/);
  const { code, said } = await guard();
  assert.equal(code, 1, said);
  assert.match(said, /every item/);
  assert.ok((await clients.tables.send(new GetItemCommand({ TableName: cdk.outputs.TableNameNotes, Key: { owner: { S: 'ann' }, noteId: { S: '1' } } }))).Item);

  cdk.change(storage, (mended) => {
    const table = find(mended, 'AWS::DynamoDB::Table').Properties;
    table.KeySchema[1].AttributeName = 'noteId';
    table.AttributeDefinitions[1].AttributeName = 'noteId';
  });
});

test('A change that Cognito refuses is rolled back in its words, with users and data still there', async () => {
  const before = await pool();
  cdk.change(authentication, (template) => {
    const { Properties } = find(template, 'AWS::Cognito::UserPool');
    Properties.Policies.PasswordPolicy.MinimumLength = 30;
    Properties.Schema = [{ Name: 'nickname', AttributeDataType: 'String', Mutable: false, Required: true }];
  });

  const { code, said } = await cdk.deploy(authentication);

  assert.equal(code, 1, said);
  assert.match(said, /UPDATE_ROLLBACK_COMPLET/);
  assert.match(said, /Required custom attributes are not supported currently|Existing schema attributes cannot be modified or deleted/);
  assert.equal(await status(authentication), 'UPDATE_ROLLBACK_COMPLETE');
  assert.deepEqual((await pool()).Policies, before.Policies);
  assert.ok(await clients.pools.send(new AdminGetUserCommand({ UserPoolId: cdk.outputs.UserPoolId, Username: 'ann@example.com' })));
  cdk.change(authentication, (template) => {
    const { Properties } = find(template, 'AWS::Cognito::UserPool');
    Properties.Policies.PasswordPolicy.MinimumLength = 21;
    delete Properties.Schema;
  });
  passes(await cdk.deploy(authentication, '--method=direct'));
});

test('A hot swap changes a function at once, and is drift until its stack knows of it', async () => {
  const edit = (value) =>
    cdk.change(authentication, (template) => {
      find(template, 'AWS::Lambda::Function').Properties.Environment.Variables.DENY_EMAIL_DOMAINS = value;
    });
  edit('example.org');
  passes(await cdk.deploy(authentication, '--hotswap'));
  assert.match((await cdk.withAssembly('drift', authentication)).said, /DENY_EMAIL_DOMAINS[^]*example\.org/);

  passes(await cdk.deploy(authentication));
  assert.match((await cdk.withAssembly('drift', authentication)).said, /No drift detected/);
});

test('Drift made by hand is found', async () => {
  const { Policies, MfaConfiguration, AutoVerifiedAttributes } = await pool();
  await clients.pools.send(
    new UpdateUserPoolCommand({
      UserPoolId: cdk.outputs.UserPoolId,
      Policies: { ...Policies, PasswordPolicy: { ...Policies.PasswordPolicy, MinimumLength: 99 } },
      MfaConfiguration,
      AutoVerifiedAttributes,
    }),
  );

  const { said } = await cdk.withAssembly('drift', authentication);
  assert.match(said, /MinimumLength/);
  assert.match(said, /99/);
  assert.match((await cdk.withAssembly('drift', storage)).said, /No drift detected/);
  const guarded = await guard();
  passes(guarded);
  assert.match(guarded.said, /was changed by hand \(Policies\.PasswordPolicy\.MinimumLength\)[^]*template: 21[^]*now: 99/);
});

test('Every kind of change by hand is found', async () => {
  cdk.change(authentication, (template) => {
    const [UserPoolId] = Object.entries(template.Resources).find(([, { Type }]) => Type === 'AWS::Cognito::UserPool') ?? [];
    for (const GroupName of ['editors', 'readers'])
      template.Resources[GroupName] = { Type: 'AWS::Cognito::UserPoolGroup', Properties: { GroupName, Description: 'declared', UserPoolId: { Ref: UserPoolId } } };
  });
  passes(await cdk.deploy(authentication));
  const UserPoolId = cdk.outputs.UserPoolId;
  const Bucket = cdk.outputs.BucketNameFiles;
  const { Roles } = await clients.roles.send(new ListRolesCommand({}));
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [] });
  const { Policy } = await clients.buckets.send(new GetBucketPolicyCommand({ Bucket }));

  await clients.pools.send(new UpdateUserPoolClientCommand({ UserPoolId, ClientId: cdk.outputs.ClientIdWeb, RefreshTokenValidity: 77 }));
  await clients.pools.send(new AddCustomAttributesCommand({ UserPoolId, CustomAttributes: [{ Name: 'late', AttributeDataType: 'String' }] }));
  await clients.pools.send(new UpdateGroupCommand({ UserPoolId, GroupName: 'editors', Description: 'by hand' }));
  await clients.pools.send(new DeleteGroupCommand({ UserPoolId, GroupName: 'readers' }));
  // In one role's properties, and beside the other one.
  for (const { RoleName } of Roles.filter(({ RoleName }) => /RoleMember|SignInGate/.test(RoleName))) {
    const { PolicyNames } = await clients.roles.send(new ListRolePoliciesCommand({ RoleName }));
    await clients.roles.send(new PutRolePolicyCommand({ RoleName, PolicyName: PolicyNames[0], PolicyDocument }));
    await clients.roles.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
  }
  await clients.buckets.send(new PutBucketPolicyCommand({ Bucket, Policy: Policy.replace('s3:*', 's3:Get*') }));

  const { said } = await cdk.withAssembly('drift');
  const guarded = await guard();
  passes(guarded);
  const drifted = {
    UserPoolClient: /RefreshTokenValidity[^]*77/,
    UserPoolGroup: /by hand/,
    Role: /AssumeRolePolicyDocument/,
    Policy: /PolicyDocument/,
    BucketPolicy: /s3:Get\*/,
  };
  for (const [type, what] of Object.entries(drifted)) {
    assert.match(said, new RegExp(`AWS::[A-Za-z0-9]+::${type} `));
    for (const text of [said, guarded.said]) assert.match(text, what);
  }
  assert.match(said, /\[-\] AWS::Cognito::UserPoolGroup readers/);
  // The template says nothing of attributes, so they do not drift.
  assert.ok((await pool()).SchemaAttributes.some(({ Name }) => Name === 'custom:late'));
  assert.doesNotMatch(said, /custom:late|\/Schema/);
  assert.match(guarded.said, /readers[^]*now: deleted/);

  // Made again by hand as they were, they are the stacks' again.
  await clients.pools.send(new CreateGroupCommand({ UserPoolId, GroupName: 'readers', Description: 'declared' }));
  await clients.buckets.send(new DeleteBucketPolicyCommand({ Bucket }));
  await clients.buckets.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  const after = (await cdk.withAssembly('drift')).said;
  for (const type of ['BucketPolicy', 'UserPoolGroup readers']) assert.doesNotMatch(after, new RegExp(`AWS::[A-Za-z0-9]+::${type}`));
});

test('A retained table is adopted by import, and destroy leaves it', async () => {
  let declared = /** @type {any} */ (undefined);
  cdk.change(storage, (template) => {
    find(template, 'AWS::DynamoDB::Table').DeletionPolicy = 'Retain';
  });
  passes(await cdk.deploy(storage));
  const name = cdk.outputs.TableNameNotes;
  cdk.change(storage, (template) => {
    const [id, table] = Object.entries(template.Resources).find(([, { Type }]) => Type === 'AWS::DynamoDB::Table') ?? [''];
    declared = {
      id,
      table,
      published: Object.entries(template.Resources).filter(([, r]) => JSON.stringify(r.Properties).includes(`"Ref":"${id}"`)),
      output: template.Outputs.TableNameNotes,
    };
    for (const [other] of declared.published) delete template.Resources[other];
    delete template.Resources[id];
    delete template.Outputs.TableNameNotes;
  });
  passes(await cdk.deploy(storage));
  assert.ok(await clients.tables.send(new DescribeTableCommand({ TableName: name })));

  cdk.change(storage, (template) => {
    template.Resources[declared.id] = declared.table;
  });
  const mapping = join(cdk.folder, 'mapping.json');
  writeFileSync(mapping, JSON.stringify({ [declared.id]: { TableName: name } }));
  passes(await cdk.withAssembly('import', storage, '--resource-mapping', mapping, '--force'));
  assert.equal(await status(storage), 'IMPORT_COMPLETE');
  const { StackResources } = await clients.cloud.send(new DescribeStackResourcesCommand({ StackName: storage, LogicalResourceId: declared.id }));
  assert.equal(StackResources?.[0].PhysicalResourceId, name);

  passes(await cdk.withAssembly('destroy', '--all', '--force'));
  await assert.rejects(status(authentication), /does not exist/);
  await assert.rejects(pool(), { name: 'ResourceNotFoundException' });
  assert.ok((await clients.tables.send(new GetItemCommand({ TableName: name, Key: { owner: { S: 'ann' }, noteId: { S: '1' } } }))).Item);
});
