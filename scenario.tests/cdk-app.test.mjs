// An app that is not of this project, made by `cdk init`, on the local AWS: deployed, swapped while somebody works on it, collected, destroyed.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { CloudFormationClient, DescribeStacksCommand, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { CognitoIdentityProviderClient, DescribeUserPoolCommand, ListTagsForResourceCommand } from '@aws-sdk/client-cognito-identity-provider';
import { IAMClient, ListRoleTagsCommand } from '@aws-sdk/client-iam';
import { InvokeCommand, LambdaClient, ListTagsCommand } from '@aws-sdk/client-lambda';
import { GetBucketTaggingCommand, GetBucketVersioningCommand, GetObjectTaggingCommand, ListObjectVersionsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { fromIni } from '@aws-sdk/credential-providers';
import { Cdk } from './lib/cdk.mjs';
import { Run } from './lib/run.mjs';
import { Sample } from './lib/sample.mjs';

const assets = 'cdk-hnb659fds-assets-111122223333-us-east-1';
/** @type {any} */
let cdk;
/** @type {any} */
let sample;
/** @type {any} */
let clients;

before(async () => {
  cdk = await Cdk.start();
  sample = new Sample(cdk);
  const config = { endpoint: cdk.host.endpoint, region: 'us-east-1', credentials: fromIni({ filepath: join(cdk.state, 'credentials') }) };
  clients = {
    cloud: new CloudFormationClient(config),
    pools: new CognitoIdentityProviderClient(config),
    functions: new LambdaClient(config),
    roles: new IAMClient(config),
    buckets: new S3Client({ ...config, forcePathStyle: true }),
  };
});

after(async () => {
  Run.killAll();
  await cdk?.end();
});

const passes = ({ code, said }) => assert.equal(code, 0, said);
const outputs = () => JSON.parse(readFileSync(cdk.outputsFile, 'utf8')).SampleStack;

/** What the function says now. */
const greeting = async () => {
  const { Payload, FunctionError } = await clients.functions.send(new InvokeCommand({ FunctionName: outputs().GreeterName, Payload: JSON.stringify({ name: 'Ada' }) }));
  assert.equal(FunctionError, undefined, Payload?.transformToString());
  return JSON.parse(Payload.transformToString());
};

test('A new app with a pool, a bucket and a function is deployed from its own folder', async () => {
  passes(await sample.init());
  passes(await sample.run('bootstrap'));
  passes(await sample.deploy());

  const { UserPool } = await clients.pools.send(new DescribeUserPoolCommand({ UserPoolId: outputs().PoolId }));
  assert.match(UserPool.Name, /^Pool/);
  assert.equal((await clients.buckets.send(new GetBucketVersioningCommand({ Bucket: outputs().BucketName }))).Status, 'Enabled');
  assert.equal(await greeting(), 'Hello, Ada');
});

test('A hot swap brings new code into force without a deployment', async () => {
  sample.greet('Good morning');

  const { code, said } = await sample.deploy('--hotswap');

  assert.equal(code, 0, said);
  assert.match(said, /hotswapped!/);
  assert.equal(await greeting(), 'Good morning, Ada');
});

test('watch swaps what somebody writes, until it is ended', { timeout: 300_000 }, async () => {
  const watch = sample.start('watch', '--app', sample.app);
  await watch.hears(/Deployment time/);

  sample.greet('Good evening');
  await watch.hears(/Detected change to 'greeter\/bootstrap'[^]*Deployment time/);

  assert.match(watch.said, /hotswapped!/);
  assert.equal(await greeting(), 'Good evening, Ada');
  watch.signalGroup('SIGINT');
  await watch.ended;
});

test('Tags of the app and of the command are passed on, changed and taken away', async () => {
  const listed = (tags) => Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
  const expect = async (tags) => {
    const { PoolArn, BucketName, GreeterArn, RoleName } = outputs();
    const told = {
      pool: (await clients.pools.send(new ListTagsForResourceCommand({ ResourceArn: PoolArn }))).Tags,
      bucket: listed((await clients.buckets.send(new GetBucketTaggingCommand({ Bucket: BucketName }))).TagSet),
      greeter: (await clients.functions.send(new ListTagsCommand({ Resource: GreeterArn }))).Tags,
      role: listed((await clients.roles.send(new ListRoleTagsCommand({ RoleName }))).Tags),
    };
    assert.deepEqual(told, Object.fromEntries(Object.keys(told).map((of) => [of, tags])));
  };

  passes(await sample.deploy('--tags', 'cost=42'));
  await expect({ cost: '42', team: 'identity' });
  passes(await sample.deploy('--tags', 'cost=43', '--method', 'direct'));
  await expect({ cost: '43', team: 'identity' });
  passes(await sample.deploy());
  await expect({ team: 'identity' });
});

test('gc marks what no stack refers to, deletes it when its time has come, and keeps the rest', async () => {
  const { TemplateBody } = await clients.cloud.send(new GetTemplateCommand({ StackName: 'SampleStack' }));
  const isUsed = (key) => TemplateBody.includes(key.split('.')[0]);
  const keys = async () => (await clients.buckets.send(new ListObjectsV2Command({ Bucket: assets }))).Contents.map(({ Key }) => Key);
  const marked = async (Key) => (await clients.buckets.send(new GetObjectTaggingCommand({ Bucket: assets, Key }))).TagSet.some((tag) => tag.Key === 'aws-cdk:isolated');
  const collect = (...args) => sample.start('gc', '--app', 'cdk.out', '--unstable', 'gc', '--created-buffer-days', '0', '--confirm', 'false', ...args).ended;
  const before = await keys();
  const [used, isolated] = [before.filter(isUsed), before.filter((key) => !isUsed(key))];
  assert.equal(used.length, 1);
  assert.ok(isolated.length > 1, String(before));

  passes(await collect('--action', 'tag', '--rollback-buffer-days', '1'));
  assert.deepEqual(
    await Promise.all(isolated.map(marked)),
    isolated.map(() => true),
  );
  assert.deepEqual(await Promise.all(used.map(marked)), [false]);
  assert.deepEqual(await keys(), before);

  passes(await collect('--action', 'delete-tagged', '--rollback-buffer-days', '0'));
  assert.deepEqual(await keys(), used);
  // The bucket keeps versions: what was deleted is marked so, and could be brought back.
  const { Versions, DeleteMarkers } = await clients.buckets.send(new ListObjectVersionsCommand({ Bucket: assets }));
  assert.deepEqual(
    DeleteMarkers.map(({ Key }) => Key),
    isolated,
  );
  assert.equal(Versions.length, before.length);
  assert.equal(await greeting(), 'Good evening, Ada');
});

test('It goes with its stack', async () => {
  passes(await sample.run('destroy', '--force'));

  await assert.rejects(clients.cloud.send(new DescribeStacksCommand({ StackName: 'SampleStack' })), /does not exist/);
});
