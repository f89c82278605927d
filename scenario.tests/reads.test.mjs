// Whatever a template declares is read back by the service's own call, as the template says it: every type of the environment that has them all.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import * as cloudFormation from '@aws-sdk/client-cloudformation';
import * as cloudWatch from '@aws-sdk/client-cloudwatch';
import * as cloudWatchLogs from '@aws-sdk/client-cloudwatch-logs';
import * as cognitoIdentity from '@aws-sdk/client-cognito-identity';
import * as cognito from '@aws-sdk/client-cognito-identity-provider';
import * as dynamoDb from '@aws-sdk/client-dynamodb';
import * as iam from '@aws-sdk/client-iam';
import * as kms from '@aws-sdk/client-kms';
import * as lambda from '@aws-sdk/client-lambda';
import * as s3 from '@aws-sdk/client-s3';
import * as sns from '@aws-sdk/client-sns';
import * as ssm from '@aws-sdk/client-ssm';
import * as wafv2 from '@aws-sdk/client-wafv2';
import { fromIni } from '@aws-sdk/credential-providers';
import { startHost } from '../tools/lib/host.mjs';
import { synthesize } from '../tools/lib/synthesize.mjs';

const folder = mkdtempSync(join(tmpdir(), 'cognitostack-reads-'));
const [assembly, state] = [join(folder, 'cdk.out'), join(folder, 'state')];
/** @type {any} */
let host;
/** @type {any} Calls an operation of a service by its name. */
let call;
/** @type {any[]} */
let resources;

before(async () => {
  await synthesize('prod', assembly);
  host = await startHost({ assembly, state, port: 0, log: join(folder, 'host.log') });
  const config = { endpoint: host.endpoint, region: 'us-east-1', credentials: fromIni({ filepath: join(state, 'credentials') }), forcePathStyle: true };
  const client = (/** @type {any} */ module, name) => {
    const made = new module[`${name}Client`](config);
    return (operation, input) => made.send(new module[`${operation}Command`](input));
  };
  call = {
    stacks: client(cloudFormation, 'CloudFormation'),
    metrics: client(cloudWatch, 'CloudWatch'),
    logs: client(cloudWatchLogs, 'CloudWatchLogs'),
    identities: client(cognitoIdentity, 'CognitoIdentity'),
    pools: client(cognito, 'CognitoIdentityProvider'),
    tables: client(dynamoDb, 'DynamoDB'),
    roles: client(iam, 'IAM'),
    keys: client(kms, 'KMS'),
    functions: client(lambda, 'Lambda'),
    buckets: client(s3, 'S3'),
    topics: client(sns, 'SNS'),
    parameters: client(ssm, 'SSM'),
    firewalls: client(wafv2, 'WAFV2'),
  };
  resources = [];
  const { Stacks } = await call.stacks('DescribeStacks', {});
  for (const { StackName } of Stacks) {
    await call.stacks('DetectStackDrift', { StackName });
    resources.push(...(await call.stacks('DescribeStackResourceDrifts', { StackName })).StackResourceDrifts);
  }
});

after(async () => {
  await host?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const pick = (from, ...names) => Object.fromEntries(names.filter((name) => from[name] !== undefined).map((name) => [name, from[name]]));
const decoded = (document) => JSON.parse(decodeURIComponent(document));
/** In the words of an API that begins names with small letters. */
const small = (of) => Object.fromEntries(Object.entries(of).map(([name, value]) => [name[0].toLowerCase() + name.slice(1), value]));

/** By type: what the service tells of a resource, and what of the template's properties that has to be. */
const reads = {
  'AWS::CloudWatch::Alarm': async (id, { ComparisonOperator, Threshold, AlarmDescription, AlarmActions, Tags }) => {
    const [alarm] = (await call.metrics('DescribeAlarms', { AlarmNames: [id] })).MetricAlarms;
    const tagged = await call.metrics('ListTagsForResource', { ResourceARN: alarm.AlarmArn });
    return [
      { ...alarm, ...tagged },
      { ComparisonOperator, Threshold, AlarmDescription, AlarmActions, Tags },
    ];
  },
  'AWS::CloudWatch::Dashboard': async (id, { DashboardBody }) => [JSON.parse((await call.metrics('GetDashboard', { DashboardName: id })).DashboardBody), JSON.parse(DashboardBody)],
  'AWS::Cognito::IdentityPool': async (id, said) => [
    await call.identities('DescribeIdentityPool', { IdentityPoolId: id }),
    pick(said, 'IdentityPoolName', 'AllowUnauthenticatedIdentities', 'AllowClassicFlow', 'CognitoIdentityProviders'),
  ],
  'AWS::Cognito::IdentityPoolPrincipalTag': async (_, { IdentityPoolId, IdentityProviderName, PrincipalTags }) => [
    await call.identities('GetPrincipalTagAttributeMap', { IdentityPoolId, IdentityProviderName }),
    { PrincipalTags },
  ],
  'AWS::Cognito::IdentityPoolRoleAttachment': async (_, { IdentityPoolId, Roles }) => [await call.identities('GetIdentityPoolRoles', { IdentityPoolId }), { Roles }],
  'AWS::Cognito::LogDeliveryConfiguration': async (_, { UserPoolId, LogConfigurations }) => [
    (await call.pools('GetLogDeliveryConfiguration', { UserPoolId })).LogDeliveryConfiguration,
    { LogConfigurations },
  ],
  'AWS::Cognito::ManagedLoginBranding': async (id, { UserPoolId, ClientId, Settings }) => {
    const [, ManagedLoginBrandingId] = id.split('|');
    const { ManagedLoginBranding } = await call.pools('DescribeManagedLoginBrandingByClient', { UserPoolId, ClientId });
    assert.deepEqual((await call.pools('DescribeManagedLoginBranding', { UserPoolId, ManagedLoginBrandingId })).ManagedLoginBranding, ManagedLoginBranding);
    return [ManagedLoginBranding, { ManagedLoginBrandingId, Settings }];
  },
  'AWS::Cognito::Terms': async (id, said) => [
    (await call.pools('DescribeTerms', { UserPoolId: said.UserPoolId, TermsId: id.split('|')[1] })).Terms,
    pick(said, 'TermsName', 'ClientId', 'Enforcement', 'Links'),
  ],
  'AWS::Cognito::UserPool': async (id, said) => [
    (await call.pools('DescribeUserPool', { UserPoolId: id })).UserPool,
    {
      Name: said.UserPoolName,
      ...pick(said, 'AccountRecoverySetting', 'AutoVerifiedAttributes', 'DeletionProtection', 'LambdaConfig', 'MfaConfiguration', 'Policies', 'UserPoolTags', 'UserPoolTier'),
    },
  ],
  'AWS::Cognito::UserPoolClient': async (id, { GenerateSecret, ...said }) => {
    const { UserPoolClient } = await call.pools('DescribeUserPoolClient', { UserPoolId: said.UserPoolId, ClientId: id });
    assert.equal('ClientSecret' in UserPoolClient, String(GenerateSecret) === 'true');
    return [UserPoolClient, said];
  },
  'AWS::Cognito::UserPoolDomain': async (_, { Domain, UserPoolId }) => [(await call.pools('DescribeUserPoolDomain', { Domain })).DomainDescription, { Domain, UserPoolId }],
  'AWS::Cognito::UserPoolGroup': async (_, said) => [(await call.pools('GetGroup', pick(said, 'UserPoolId', 'GroupName'))).Group, said],
  'AWS::Cognito::UserPoolIdentityProvider': async (_, said) => [
    (await call.pools('DescribeIdentityProvider', pick(said, 'UserPoolId', 'ProviderName'))).IdentityProvider,
    pick(said, 'ProviderType', 'AttributeMapping', 'IdpIdentifiers'),
  ],
  'AWS::Cognito::UserPoolResourceServer': async (_, said) => [(await call.pools('DescribeResourceServer', pick(said, 'UserPoolId', 'Identifier'))).ResourceServer, said],
  'AWS::Cognito::UserPoolRiskConfigurationAttachment': async (_, { UserPoolId, ClientId, ...said }) => [
    (await call.pools('DescribeRiskConfiguration', { UserPoolId, ClientId: ClientId === 'ALL' ? undefined : ClientId })).RiskConfiguration,
    said,
  ],
  'AWS::DynamoDB::Table': async (id, said) => {
    const { Table } = await call.tables('DescribeTable', { TableName: id });
    const { TimeToLiveDescription } = await call.tables('DescribeTimeToLive', { TableName: id });
    const { ContinuousBackupsDescription } = await call.tables('DescribeContinuousBackups', { TableName: id });
    return [
      {
        ...Table,
        ...(await call.tables('ListTagsOfResource', { ResourceArn: Table.TableArn })),
        TimeToLiveSpecification: { AttributeName: TimeToLiveDescription.AttributeName, Enabled: TimeToLiveDescription.TimeToLiveStatus === 'ENABLED' },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: ContinuousBackupsDescription.PointInTimeRecoveryDescription.PointInTimeRecoveryStatus === 'ENABLED' },
        SSESpecification: Table.SSEDescription && { SSEEnabled: true, SSEType: Table.SSEDescription.SSEType, KMSMasterKeyId: Table.SSEDescription.KMSMasterKeyArn },
      },
      pick(said, 'KeySchema', 'DeletionProtectionEnabled', 'TimeToLiveSpecification', 'PointInTimeRecoverySpecification', 'SSESpecification', 'Tags'),
    ];
  },
  'AWS::IAM::Policy': async (_, { Roles, PolicyName, PolicyDocument }) => [
    decoded((await call.roles('GetRolePolicy', { RoleName: Roles[0], PolicyName })).PolicyDocument),
    PolicyDocument,
  ],
  'AWS::IAM::Role': async (id, { AssumeRolePolicyDocument, Policies = [], ...said }) => {
    const { Role } = await call.roles('GetRole', { RoleName: id });
    const told = await Promise.all(Policies.map(async ({ PolicyName }) => decoded((await call.roles('GetRolePolicy', { RoleName: id, PolicyName })).PolicyDocument)));
    return [
      { ...Role, Trust: decoded(Role.AssumeRolePolicyDocument), Documents: told },
      { ...pick(said, 'Description', 'MaxSessionDuration', 'Path', 'Tags'), Trust: AssumeRolePolicyDocument, Documents: Policies.map(({ PolicyDocument }) => PolicyDocument) },
    ];
  },
  'AWS::KMS::Key': async (id, { Description, KeyPolicy, EnableKeyRotation, Tags }) => [
    {
      ...(await call.keys('DescribeKey', { KeyId: id })).KeyMetadata,
      KeyPolicy: JSON.parse((await call.keys('GetKeyPolicy', { KeyId: id })).Policy),
      EnableKeyRotation: (await call.keys('GetKeyRotationStatus', { KeyId: id })).KeyRotationEnabled,
      Tags: (await call.keys('ListResourceTags', { KeyId: id })).Tags.map(({ TagKey, TagValue }) => ({ Key: TagKey, Value: TagValue })),
    },
    { Description, KeyPolicy, EnableKeyRotation, Tags },
  ],
  'AWS::Lambda::Function': async (id, said) => [
    {
      ...(await call.functions('GetFunctionConfiguration', { FunctionName: id })),
      ...(await call.functions('GetFunctionConcurrency', { FunctionName: id })),
    },
    pick(said, 'Architectures', 'Description', 'Environment', 'Handler', 'LoggingConfig', 'MemorySize', 'ReservedConcurrentExecutions', 'Role', 'Runtime', 'Timeout'),
  ],
  'AWS::Lambda::Permission': async (_, { FunctionName, Action, Principal, SourceArn }) => {
    const { Statement } = JSON.parse((await call.functions('GetPolicy', { FunctionName })).Policy);
    return [Statement.find(({ Condition }) => Condition?.ArnLike?.['AWS:SourceArn'] === SourceArn), { Effect: 'Allow', Action, Principal: { Service: Principal } }];
  },
  'AWS::Logs::LogGroup': async (id, { LogGroupName, RetentionInDays, Tags = [] }) => {
    const [group] = (await call.logs('DescribeLogGroups', { logGroupNamePrefix: id })).logGroups;
    return [
      { ...group, ...(await call.logs('ListTagsForResource', { resourceArn: group.logGroupArn })) },
      { logGroupName: LogGroupName ?? id, retentionInDays: RetentionInDays, tags: Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value])) },
    ];
  },
  'AWS::Logs::MetricFilter': async (id, { LogGroupName, FilterPattern, MetricTransformations }) => [
    (await call.logs('DescribeMetricFilters', { logGroupName: LogGroupName })).metricFilters.find(({ filterName }) => filterName === id),
    { filterPattern: FilterPattern, metricTransformations: MetricTransformations.map(small) },
  ],
  'AWS::Logs::ResourcePolicy': async (_, { PolicyName, PolicyDocument }) => [
    (await call.logs('DescribeResourcePolicies', {})).resourcePolicies.find(({ policyName }) => policyName === PolicyName),
    { policyDocument: PolicyDocument },
  ],
  'AWS::S3::Bucket': async (id, said) => {
    const read = (operation) => call.buckets(operation, { Bucket: id });
    const { BucketEncryption, CorsConfiguration, LifecycleConfiguration: life, LoggingConfiguration: log } = said;
    return [
      {
        encryption: (await read('GetBucketEncryption')).ServerSideEncryptionConfiguration.Rules[0].ApplyServerSideEncryptionByDefault,
        versioning: await read('GetBucketVersioning'),
        cors: CorsConfiguration && (await read('GetBucketCors')).CORSRules,
        life: life && (await read('GetBucketLifecycleConfiguration')).Rules,
        log: await read('GetBucketLogging'),
        tags: (await read('GetBucketTagging')).TagSet,
        ...(await read('GetPublicAccessBlock')),
        ...(await read('GetBucketOwnershipControls')),
      },
      {
        encryption: BucketEncryption.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault,
        versioning: { Status: said.VersioningConfiguration?.Status },
        cors: CorsConfiguration?.CorsRules.map(({ ExposedHeaders, MaxAge, ...rule }) => ({ ...rule, ExposeHeaders: ExposedHeaders, MaxAgeSeconds: MaxAge })),
        life: life?.Rules.map(({ ExpirationInDays, ExpiredObjectDeleteMarker, ...rule }) => ({
          ...rule,
          Expiration: { Days: ExpirationInDays, ExpiredObjectDeleteMarker },
        })),
        log: { LoggingEnabled: log && { TargetBucket: log.DestinationBucketName, TargetPrefix: log.LogFilePrefix } },
        tags: said.Tags,
        ...pick(said, 'PublicAccessBlockConfiguration', 'OwnershipControls'),
      },
    ];
  },
  'AWS::S3::BucketPolicy': async (_, { Bucket, PolicyDocument }) => [JSON.parse((await call.buckets('GetBucketPolicy', { Bucket })).Policy), PolicyDocument],
  'AWS::SNS::Subscription': async (_, { TopicArn, Protocol, Endpoint }) => [
    (await call.topics('ListSubscriptionsByTopic', { TopicArn })).Subscriptions.find((subscription) => subscription.Endpoint === Endpoint),
    { Protocol },
  ],
  'AWS::SNS::Topic': async (id, { DisplayName, KmsMasterKeyId, Tags }) => [
    { ...(await call.topics('GetTopicAttributes', { TopicArn: id })).Attributes, ...(await call.topics('ListTagsForResource', { ResourceArn: id })) },
    { DisplayName, KmsMasterKeyId, Tags },
  ],
  'AWS::SNS::TopicPolicy': async (_, { Topics, PolicyDocument }) => [
    JSON.parse((await call.topics('GetTopicAttributes', { TopicArn: Topics[0] })).Attributes.Policy),
    PolicyDocument,
  ],
  'AWS::WAFv2::LoggingConfiguration': async (_, { ResourceArn, ...said }) => [(await call.firewalls('GetLoggingConfiguration', { ResourceArn })).LoggingConfiguration, said],
  'AWS::WAFv2::WebACL': async (id, { Tags, ...said }) => {
    const [Name, Id, Scope] = id.split('|');
    const { WebACL } = await call.firewalls('GetWebACL', { Name, Id, Scope });
    const { WebACLs } = await call.firewalls('ListWebACLs', { Scope });
    assert.deepEqual(
      WebACLs.map(({ ARN }) => ARN),
      [WebACL.ARN],
    );
    const tagged = await call.firewalls('ListTagsForResource', { ResourceARN: WebACL.ARN });
    return [
      { ...WebACL, Scope, Tags: tagged.TagInfoForResource.TagList },
      { ...said, Tags },
    ];
  },
  'AWS::WAFv2::WebACLAssociation': async (_, { ResourceArn, WebACLArn }) => {
    assert.deepEqual((await call.firewalls('ListResourcesForWebACL', { WebACLArn })).ResourceArns, [ResourceArn]);
    return [(await call.firewalls('GetWebACLForResource', { ResourceArn })).WebACL, { ARN: WebACLArn }];
  },
  'AWS::SSM::Parameter': async (id, { Type, Value }) => [(await call.parameters('GetParameter', { Name: id })).Parameter, { Name: id, Type, Value }],
};

/** What is not read back, and why. */
const unread = {
  'AWS::CDK::Metadata': 'it is none to AWS either',
};

/** All that is expected is told; templates write numbers and switches as text at times. */
function says(told, expected, at) {
  if (expected === undefined) return;
  if (Array.isArray(expected)) {
    assert.equal(told?.length, expected.length, `${at}: ${JSON.stringify(told)} is not ${JSON.stringify(expected)}`);
    expected.forEach((value, i) => says(told[i], value, `${at}[${i}]`));
  } else if (expected && typeof expected === 'object') {
    for (const [name, value] of Object.entries(expected)) says(told?.[name], value, `${at}.${name}`);
  } else assert.equal(String(told), String(expected), at);
}

test('Every resource is read back as its template says it', async (t) => {
  assert.deepEqual(
    [...new Set(resources.map(({ ResourceType }) => ResourceType))].filter((type) => !(type in reads) && !(type in unread)),
    [],
  );
  for (const [type, read] of Object.entries(reads)) {
    const those = resources.filter(({ ResourceType }) => ResourceType === type);
    await t.test(`${type}: ${those.length}`, async () => {
      assert.ok(those.length > 0, `No resource of ${type} is deployed.`);
      for (const { LogicalResourceId, PhysicalResourceId, ExpectedProperties } of those) {
        const [told, expected] = await read(PhysicalResourceId, JSON.parse(ExpectedProperties));
        says(told, expected, LogicalResourceId);
      }
    });
  }
});

test('A function that is invoked logs to its group, where its events are read', async () => {
  const { PhysicalResourceId: FunctionName } = resources.find(({ ResourceType, LogicalResourceId }) => ResourceType === 'AWS::Lambda::Function' && /Gate/.test(LogicalResourceId));
  const { LoggingConfig } = await call.functions('GetFunctionConfiguration', { FunctionName });

  const { StatusCode } = await call.functions('Invoke', { FunctionName, Payload: JSON.stringify({ triggerSource: 'PreAuthentication_Authentication', request: {} }) });

  assert.equal(StatusCode, 200);
  const logGroupName = LoggingConfig.LogGroup;
  const { logStreams } = await call.logs('DescribeLogStreams', { logGroupName, orderBy: 'LastEventTime', descending: true });
  const { events } = await call.logs('GetLogEvents', { logGroupName, logStreamName: logStreams[0].logStreamName, startFromHead: true });
  assert.ok(
    events.some(({ message }) => /platform\.start|START RequestId/.test(message)),
    JSON.stringify(events),
  );
});
