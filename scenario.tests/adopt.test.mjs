// An environment around a user pool that another one made, with the unmodified CLI of the CDK against the local AWS, as docs/runbooks/adopt-a-pool.md has it.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import typescript from 'typescript';
import { CloudFormationClient, DeleteStackCommand, DescribeStackResourcesCommand, waitUntilStackDeleteComplete } from '@aws-sdk/client-cloudformation';
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  DescribeUserPoolCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { fromIni } from '@aws-sdk/credential-providers';
import { keepApp } from '../tools/lib/kept-app.mjs';
import { programPath } from '../tools/lib/programs.mjs';
import { inRoot } from '../tools/lib/run.mjs';
import { Run } from './lib/run.mjs';
import { World } from './lib/world.mjs';

/** @type {any} */
let world;
/** @type {any} */
let pools;
/** @type {any} */
let app;
const cli = inRoot('node_modules/aws-cdk/bin/cdk');
let folder = '';
let arn = '';

before(async () => {
  world = await World.start({ spoil: bare });
  const { UserPoolArn, Region } = world.outputs;
  arn = UserPoolArn;
  pools = new CognitoIdentityProviderClient({ endpoint: world.endpoint, region: Region, credentials: fromIni({ filepath: world.env.AWS_SHARED_CREDENTIALS_FILE }) });
  folder = join(world.folder, 'project');
  // A folder of its own: the CLI keeps what it has looked up beside cdk.json.
  mkdirSync(folder);
  const { context } = JSON.parse(readFileSync(inRoot('cdk.json'), 'utf8'));
  writeFileSync(join(folder, 'cdk.json'), JSON.stringify({ versionReporting: false, context: { ...context, environment: 'adopter.json' } }));
  for (const name of ['artifacts', 'cdk']) symlinkSync(inRoot(name), join(folder, name));
  write();
  // The CLI asks the app a dozen times: one that stays starts once.
  app = await keepApp(folder);
  // Outside of that folder: with an app, bootstrap looks up what it asks for.
  passes(await new Run(process.execPath, [cli, 'bootstrap', `aws://${arn.split(':')[4]}/${Region}`], env(), world.folder).ended);
});

after(async () => {
  Run.killAll();
  await app?.end();
  await world?.end();
});

/** The pool alone, as somebody may have made it by hand: a pool has one domain of each kind, and one answer to risks. */
function bare({ Authentication }) {
  const { Resources, Outputs } = Authentication;
  const gone = Object.keys(Resources).filter((id) => /Domain|RiskConfigurationAttachment$/.test(Resources[id].Type));
  const refers = (value) => gone.some((id) => JSON.stringify(value).includes(`"${id}"`));
  for (const [id, { Properties }] of Object.entries(Resources)) if (gone.includes(id) || refers(Properties)) delete Resources[id];
  for (const [name, value] of Object.entries(Outputs)) if (refers(value)) delete Outputs[name];
  for (const resource of Object.values(Resources)) if (resource.Type === 'AWS::Cognito::UserPool') resource.DeletionPolicy = 'Retain';
}

const passes = ({ code, said }) => assert.equal(code, 0, said);

/** What the CLI has looked up. */
const known = () => (existsSync(join(folder, 'cdk.context.json')) ? JSON.parse(readFileSync(join(folder, 'cdk.context.json'), 'utf8')) : {});
const outputs = () => join(folder, 'outputs.json');
const deployed = () => Object.assign({}, ...Object.values(JSON.parse(readFileSync(outputs(), 'utf8'))));
const pool = async () => {
  const { UserPool } = await pools.send(new DescribeUserPoolCommand({ UserPoolId: arn.split('/')[1] }));
  const { LastModifiedDate, EstimatedNumberOfUsers, Domain, ...others } = UserPool;
  return others;
};
const local = () => ['--local', '--port', new URL(world.endpoint).port, '--state', world.state];

/** The file: what it says of the pool is what the other environment says, unless a test has it otherwise. */
function write(change = (/** @type {any} */ _) => {}) {
  const path = inRoot('cdk/environments/local.json');
  const { userPool, threatProtection } = typescript.parseConfigFileTextToJson(path, readFileSync(path, 'utf8')).config;
  const file = {
    name: 'adopter',
    userPool: { adopt: arn, ...userPool },
    threatProtection: { mode: threatProtection.mode, compromisedCredentials: 'block' },
    clients: { web: { type: 'spa', callbackUrls: ['http://localhost:3000/callback'] } },
    groups: { buyers: {} },
    signInAudit: { recordLastSignIn: true },
  };
  change(file);
  writeFileSync(join(folder, 'adopter.json'), JSON.stringify(file));
}

const env = () => ({
  ...world.env,
  AWS_ACCESS_KEY_ID: '',
  AWS_SECRET_ACCESS_KEY: '',
  CI: 'true',
  CDK_DISABLE_CLI_TELEMETRY: '1',
});
const cdk = (...args) => new Run(process.execPath, [cli, ...args, ...(args.includes('--app') ? [] : app.options)], { ...env(), ...app.env }, folder).ended;

const withoutCredentials = (...args) =>
  new Run(process.execPath, [cli, ...args, ...app.options], { ...env(), ...app.env, AWS_SHARED_CREDENTIALS_FILE: '/dev/null', AWS_EC2_METADATA_DISABLED: 'true' }, folder).ended;

test('Without credentials the file is believed, and a warning says so', async () => {
  const { code, said } = await withoutCredentials('synth', '--quiet');
  assert.equal(code, 0, said);
  assert.match(said, /adopter\.json: \$\.userPool\.adopt: warning: the pool \S+ could not be read \(.*credentials.*\), so the file is believed/);
  assert.deepEqual(known(), {});
});

test('A contradiction is an error of its setting, with both values', async () => {
  write((file) => {
    file.userPool.mfa.mode = 'required';
  });
  const { code, said } = await cdk('synth', '--quiet');
  assert.equal(code, 1, said);
  assert.match(said, /adopter\.json: \$\.userPool\.mfa\.mode: is "required" \(MfaConfiguration ON\), but the pool \S+ has OPTIONAL/);
  assert.doesNotMatch(said, / {3}at /);
  assert.match(JSON.stringify(known()), /"MfaConfiguration":"OPTIONAL"/);
  write();
});

test('What was read stays in cdk.context.json, and no credentials are needed any more', async () => {
  const before = known();
  const synth = await withoutCredentials('synth', '--quiet');
  passes(synth);
  assert.doesNotMatch(synth.said, /could not be read/);
  assert.deepEqual(known(), before);
  // The pool calls the functions of the environment that made it.
  assert.match(synth.said, /\$\.signInRules: warning: the pool \S+ calls arn:\S+CognitoStack-local-\S+ at PreAuthentication/);
});

test('It is deployed around the pool, which stays as it was', async () => {
  const before = await pool();
  passes(await cdk('deploy', '--all', '--require-approval', 'never', '--outputs-file', outputs()));
  assert.deepEqual(await pool(), before);
  assert.equal(deployed().UserPoolArn, arn);
});

test('The pool calls the functions of the environment once it is told to, and nothing else of it changes', async () => {
  const { LambdaConfig, ...before } = await pool();
  const wire = (...args) => new Run(process.execPath, [inRoot('tools/wire.mjs'), '--environment', 'adopter', ...args], env()).ended;
  const dry = await wire('--dry-run', ...local());
  passes(dry);
  assert.match(dry.said, /PreSignUp\n +now +arn:\S+CognitoStack-local-\S+\n +then +arn:\S+CognitoStack-adopter-/);
  assert.deepEqual((await pool()).LambdaConfig, LambdaConfig);

  passes(await wire(...local()));
  const { LambdaConfig: now, ...others } = await pool();
  assert.deepEqual(others, before);
  for (const trigger of ['PreAuthentication', 'PreSignUp', 'PostAuthentication', 'PostConfirmation']) assert.match(now[trigger], /:function:CognitoStack-adopter-/);
  assert.match((await wire(...local())).said, /calls them already/);
  passes(await cdk('context', '--reset', `*${deployed().UserPoolId}*`));
  const synth = await cdk('synth', '--quiet');
  passes(synth);
  assert.doesNotMatch(synth.said, /After a deployment/);
});

test('The smoke test passes around it', async () => {
  const smoke = await new Run('dotnet', [programPath('Smoke'), '--environment', join(folder, 'adopter.json'), '--endpoint', world.endpoint, '--outputs', outputs()], env()).ended;
  passes(smoke);
  assert.match(smoke.said, / 0 failed/);
});

test('A pool that no stack has is taken over by import, and its users stay', async () => {
  const UserPoolId = arn.split('/')[1];
  const Username = 'ada@example.com';
  const Password = 'A-very-good-passw0rd!';
  await pools.send(
    new AdminCreateUserCommand({
      UserPoolId,
      Username,
      MessageAction: 'SUPPRESS',
      UserAttributes: [
        { Name: 'email', Value: Username },
        { Name: 'email_verified', Value: 'true' },
      ],
    }),
  );
  await pools.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password, Permanent: true }));
  passes(await cdk('destroy', '--all', '--force'));
  const cloud = new CloudFormationClient({ endpoint: world.endpoint, region: arn.split(':')[3], credentials: fromIni({ filepath: world.env.AWS_SHARED_CREDENTIALS_FILE }) });
  for (const part of ['Authorization', 'Storage', 'Authentication']) {
    const StackName = `CognitoStack-local-${part}`;
    await cloud.send(new DeleteStackCommand({ StackName }));
    await waitUntilStackDeleteComplete({ client: cloud, maxWaitTime: 120, minDelay: 1, maxDelay: 1 }, { StackName });
  }
  assert.equal((await pool()).Arn, arn);

  write((file) => {
    delete file.userPool.adopt;
    file.name = 'owner';
  });
  const stack = 'CognitoStack-owner-Authentication';
  passes(await cdk('synth', '--quiet', '--output', 'import.out'));
  // The line of the runbook, word for word but for the names.
  const [line] = /^ *node -e .*$/m.exec(readFileSync(inRoot('docs/runbooks/adopt-a-pool.md'), 'utf8')) ?? [''];
  const doctored = line.replaceAll('CognitoStack-prod-Authentication', stack).replaceAll('eu-west-1_AbCdEfGhI', UserPoolId);
  passes(await new Run('bash', ['-c', doctored], {}, folder).ended);
  const [id] = Object.keys(JSON.parse(readFileSync(join(folder, 'mapping.json'), 'utf8')));

  passes(await cdk('import', stack, '--app', 'import.out', '--resource-mapping', 'mapping.json', '--force'));
  passes(await cdk('deploy', '--all', '--require-approval', 'never', '--outputs-file', outputs()));

  assert.equal(deployed().UserPoolArn, arn);
  const AuthParameters = { USERNAME: Username, PASSWORD: Password, PREFERRED_CHALLENGE: 'PASSWORD' };
  const { AuthenticationResult } = await pools.send(new InitiateAuthCommand({ ClientId: deployed().ClientIdWeb, AuthFlow: 'USER_AUTH', AuthParameters }));
  assert.ok(AuthenticationResult?.IdToken);
  const { StackResources } = await cloud.send(new DescribeStackResourcesCommand({ StackName: stack, LogicalResourceId: id }));
  assert.equal(StackResources?.[0].PhysicalResourceId, UserPoolId);
});
