// Users come over from an older pool at their first sign-in, and by a forgotten password: two stacks in one local AWS.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { CloudFormationClient, CreateStackCommand, DescribeStacksCommand, waitUntilStackCreateComplete } from '@aws-sdk/client-cloudformation';
import {
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { fromIni } from '@aws-sdk/credential-providers';
import { Cdk } from './lib/cdk.mjs';
import { Run } from './lib/run.mjs';
import { synthesize } from '../tools/lib/synthesize.mjs';

const oldPassword = 'Old-and-Right-7';
/** @type {any} */
let cdk;
/** @type {CognitoIdentityProviderClient} */
let pools;
/** @type {Record<string, string>} */
let older;

/** A pool as somebody made it years ago. */
const olderStack = {
  Resources: {
    Pool: {
      Type: 'AWS::Cognito::UserPool',
      Properties: {
        UsernameAttributes: ['email'],
        AutoVerifiedAttributes: ['email'],
        Schema: ['tenant', 'legacy'].map((Name) => ({ Name, AttributeDataType: 'String', Mutable: true, StringAttributeConstraints: { MaxLength: '50' } })),
      },
    },
    Client: {
      Type: 'AWS::Cognito::UserPoolClient',
      Properties: { UserPoolId: { Ref: 'Pool' }, ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
    },
  },
  Outputs: { Id: { Value: { Ref: 'Pool' } }, Arn: { Value: { 'Fn::GetAtt': ['Pool', 'Arn'] } }, Client: { Value: { Ref: 'Client' } } },
};

before(async () => {
  cdk = await Cdk.start();
  const config = { endpoint: cdk.host.endpoint, region: 'us-east-1', credentials: fromIni({ filepath: join(cdk.state, 'credentials') }) };
  const cloud = new CloudFormationClient(config);
  pools = new CognitoIdentityProviderClient(config);
  await cloud.send(new CreateStackCommand({ StackName: 'older', TemplateBody: JSON.stringify(olderStack) }));
  await waitUntilStackCreateComplete({ client: cloud, maxWaitTime: 60, minDelay: 1, maxDelay: 1 }, { StackName: 'older' });
  const { Stacks } = await cloud.send(new DescribeStacksCommand({ StackName: 'older' }));
  older = Object.fromEntries((Stacks?.[0].Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));

  const file = join(cdk.folder, 'moving.json');
  writeFileSync(
    file,
    JSON.stringify({
      name: 'moving',
      userPool: { mfa: { mode: 'off' }, attributes: { 'custom:tenant': {} } },
      userMigration: { userPoolArn: older.Arn, clientId: older.Client },
    }),
  );
  assert.equal((await synthesize(file, cdk.assembly)).code, 0);
  passes(await cdk.run('bootstrap'));
  passes(await cdk.deploy('CognitoStack-moving-Authentication'));
});

after(async () => {
  Run.killAll();
  await cdk?.end();
});

const passes = ({ code, said }) => assert.equal(code, 0, said);
const signIn = (USERNAME, PASSWORD) =>
  pools.send(new InitiateAuthCommand({ ClientId: cdk.outputs.ClientIdWeb, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME, PASSWORD } }));
const user = (Username) => pools.send(new AdminGetUserCommand({ UserPoolId: cdk.outputs.UserPoolId, Username }));
const isNotThere = (name) => assert.rejects(user(name), { name: 'UserNotFoundException' });
const refused = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' };

/** Somebody of the older pool. */
async function person(name, ...attributes) {
  const Username = `${name}@example.com`;
  const UserAttributes = [['email', Username], ['email_verified', 'true'], ...attributes].map(([Name, Value]) => ({ Name, Value }));
  await pools.send(new AdminCreateUserCommand({ UserPoolId: older.Id, Username, UserAttributes, MessageAction: 'SUPPRESS' }));
  await pools.send(new AdminSetUserPasswordCommand({ UserPoolId: older.Id, Username, Password: oldPassword, Permanent: true }));
  return Username;
}

test('Who signs in with the old password is there afterwards, with what the new pool takes, and needs the old one no longer', async () => {
  const ada = await person('ada', ['custom:tenant', 'acme'], ['custom:legacy', 'x'], ['given_name', 'Ada']);
  await isNotThere(ada);

  const { AuthenticationResult: tokens } = await signIn(ada, oldPassword);

  const claims = JSON.parse(Buffer.from(String(tokens?.IdToken).split('.')[1], 'base64url').toString());
  assert.deepEqual([claims.email, claims.email_verified, claims['custom:tenant']], [ada, true, 'acme']);
  const { UserStatus, UserAttributes = [] } = await user(ada);
  const names = UserAttributes.map(({ Name }) => Name).sort();
  assert.deepEqual([UserStatus, names], ['CONFIRMED', ['custom:tenant', 'email', 'email_verified', 'given_name', 'sub']]);

  await pools.send(new AdminDisableUserCommand({ UserPoolId: older.Id, Username: ada }));
  assert.ok((await signIn(ada, oldPassword)).AuthenticationResult);
  await assert.rejects(signIn(ada, 'Old-and-Wrong-7'), refused);
});

test('Whoever gives a wrong password, or whom the old pool does not know or disabled, is refused alike and is not there afterwards', async () => {
  const [ben, dora] = [await person('ben'), await person('dora')];
  await pools.send(new AdminDisableUserCommand({ UserPoolId: older.Id, Username: dora }));
  for (const [name, password] of [
    [ben, 'Old-and-Wrong-7'],
    [dora, oldPassword],
    ['nobody@example.com', oldPassword],
  ]) {
    await assert.rejects(signIn(name, password), refused);
    await isNotThere(name);
  }
  assert.ok((await signIn(ben, oldPassword)).AuthenticationResult);
});

test('Who was invited and never came has no password to bring', async () => {
  const eve = 'eve@example.com';
  await pools.send(new AdminCreateUserCommand({ UserPoolId: older.Id, Username: eve, TemporaryPassword: oldPassword, MessageAction: 'SUPPRESS' }));
  await assert.rejects(signIn(eve, oldPassword), refused);
  await isNotThere(eve);
});

test('Who forgot the password comes over by a code', async () => {
  const carl = await person('carl');
  const ClientId = cdk.outputs.ClientIdWeb;
  const sent = await pools.send(new ForgotPasswordCommand({ ClientId, Username: carl }));
  assert.equal(sent.CodeDeliveryDetails?.DeliveryMedium, 'EMAIL');
  await assert.rejects(signIn(carl, oldPassword), refused);

  const mails = await (await fetch(`${cdk.host.endpoint}/_local/messages?recipient=${encodeURIComponent(carl)}`)).json();
  const Password = 'New-and-Own-8!x';
  await pools.send(new ConfirmForgotPasswordCommand({ ClientId, Username: carl, ConfirmationCode: mails.at(-1).code, Password }));

  assert.ok((await signIn(carl, Password)).AuthenticationResult);
  await assert.rejects(signIn(carl, oldPassword), refused);
});

test('Who forgot it and is in neither pool learns nothing, and is not there afterwards', async () => {
  await pools.send(new ForgotPasswordCommand({ ClientId: cdk.outputs.ClientIdWeb, Username: 'stranger@example.com' }));
  await isNotThere('stranger@example.com');
});
