// What the proof for every request shows to get through does get through: its requests are sent to the local AWS, with and without the fault.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { CognitoIdentityClient, GetCredentialsForIdentityCommand, GetIdCommand } from '@aws-sdk/client-cognito-identity';
import { AdminCreateUserCommand, AdminSetUserPasswordCommand, CognitoIdentityProviderClient, InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { fromIni } from '@aws-sdk/credential-providers';
import { programPath } from '../tools/lib/programs.mjs';
import { root } from '../tools/lib/run.mjs';
import { replaceIn } from './lib/templates.mjs';
import { World } from './lib/world.mjs';

const identity = '${cognito-identity.amazonaws.com:sub}';
const password = 'Correct-Horse-9-Battery';

const statements = (templates, role) =>
  Object.entries(templates.Authorization.Resources).find(([name]) => name.startsWith(`Role${role}`))?.[1].Properties.Policies[0].PolicyDocument.Statement;
const statement = (templates, role, action) => statements(templates, role).findLast(({ Action }) => [Action].flat().includes(action));

/** Each with the role and the action that the proof shows. */
const faults = {
  'a guest reads the whole bucket': { role: 'guest', action: 's3:GetObject', plant: (templates) => replaceIn(statement(templates, 'Guest', 's3:GetObject'), '/public/*', '/*') },
  "a guest lists everybody's folder": {
    role: 'guest',
    action: 's3:ListBucket',
    plant: (templates) => replaceIn(statement(templates, 'Guest', 's3:ListBucket'), '"public/*"', '"public/*","users/*"'),
  },
  'a member reads the folders of whoever begins alike': {
    role: 'member',
    action: 's3:GetObject',
    plant: (templates) => replaceIn(statement(templates, 'Member', 's3:PutObject'), `/users/${identity}/*`, '/users/us-east-1:*'),
  },
  "a member reads items of everybody's": {
    role: 'member',
    action: 'dynamodb:Query',
    plant: (templates) => {
      const keyed = statement(templates, 'Member', 'dynamodb:Query');
      keyed.Action = 'dynamodb:Query';
      keyed.Condition['ForAllValues:StringLike'] = { 'dynamodb:LeadingKeys': '*' };
      delete keyed.Condition['ForAllValues:StringEquals'];
    },
  },
};

/** What the proof says of the templates of a world. */
function prove(world) {
  const { stdout, stderr } = spawnSync('dotnet', [programPath('Assurance'), '--environment', 'local', '--templates', world.assembly, '--json'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  assert.ok(stdout.startsWith('{'), stdout + stderr);
  return JSON.parse(stdout).proofs.find(({ name }) => name === 'requests');
}

/** Somebody with a role's credentials. */
async function sessionOf(world, role) {
  const { outputs, endpoint } = world;
  const [options, logins] = [{ endpoint, region: outputs.Region }, {}];
  if (role === 'member') {
    const administrator = new CognitoIdentityProviderClient({ ...options, credentials: fromIni({ filepath: world.env.AWS_SHARED_CREDENTIALS_FILE }) });
    const user = { UserPoolId: outputs.UserPoolId, Username: 'mia@example.com' };
    const attributes = [
      { Name: 'email', Value: user.Username },
      { Name: 'email_verified', Value: 'true' },
    ];
    await administrator.send(new AdminCreateUserCommand({ ...user, UserAttributes: attributes, MessageAction: 'SUPPRESS' }));
    await administrator.send(new AdminSetUserPasswordCommand({ ...user, Password: password, Permanent: true }));
    const { AuthenticationResult } = await administrator.send(
      new InitiateAuthCommand({
        ClientId: outputs.ClientIdWeb,
        AuthFlow: 'USER_AUTH',
        AuthParameters: { USERNAME: user.Username, PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD: password },
      }),
    );
    logins[`cognito-idp.${outputs.Region}.amazonaws.com/${outputs.UserPoolId}`] = AuthenticationResult?.IdToken;
  }
  const identities = new CognitoIdentityClient(options);
  const { IdentityId } = await identities.send(new GetIdCommand({ IdentityPoolId: outputs.IdentityPoolId, Logins: logins }));
  const { Credentials } = await identities.send(new GetCredentialsForIdentityCommand({ IdentityId, Logins: logins }));
  const credentials = /** @type {any} */ ({ accessKeyId: Credentials?.AccessKeyId, secretAccessKey: Credentials?.SecretKey, sessionToken: Credentials?.SessionToken });
  return { s3: new S3Client({ ...options, credentials, forcePathStyle: true }), dynamodb: new DynamoDBClient({ ...options, credentials }) };
}

/** Sends a request of the proof in somebody's name: it knows resources by names of its own, but keys as they are. */
function send({ s3, dynamodb }, { outputs }, { action, where, got }) {
  const Bucket = outputs.BucketNameFiles;
  const value = (key) => new RegExp(`${key} ([^;)]+)`).exec(got)?.[1];
  switch (action) {
    case 's3:GetObject':
      return s3.send(new GetObjectCommand({ Bucket, Key: where.slice(where.indexOf('/') + 1) }));
    case 's3:ListBucket':
      return s3.send(new ListObjectsV2Command({ Bucket, Prefix: value('s3:prefix') }));
    case 'dynamodb:Query':
      return dynamodb.send(
        new QueryCommand({
          TableName: outputs.TableNameNotes,
          KeyConditionExpression: '#k = :k',
          ExpressionAttributeNames: { '#k': 'owner' },
          ExpressionAttributeValues: { ':k': { S: value('dynamodb:leadingkeys') ?? '' } },
        }),
      );
    default:
      throw new Error(`This test sends no ${action}.`);
  }
}

describe('a request that the proof shows', () => {
  let spoilt;
  let whole;
  let proof;
  before(async () => {
    spoilt = await World.start({ spoil: (templates) => Object.values(faults).forEach(({ plant }) => plant(templates)) });
    whole = await World.start();
    proof = prove(spoilt);
  });
  after(async () => {
    await spoilt?.end();
    await whole?.end();
  });

  for (const [name, { role, action }] of Object.entries(faults)) {
    it(`gets through: ${name}`, async () => {
      const shown = proof.differences.filter((difference) => difference.subject === role && difference.action === action && difference.got.startsWith('allowed'));
      assert.ok(shown.length > 0, JSON.stringify(proof.differences));
      for (const world of [spoilt, whole]) {
        const administrator = fromIni({ filepath: world.env.AWS_SHARED_CREDENTIALS_FILE });
        const options = { endpoint: world.endpoint, region: world.outputs.Region, credentials: administrator, forcePathStyle: true };
        for (const request of shown) {
          if (action === 's3:GetObject')
            await new S3Client(options).send(
              new PutObjectCommand({ Bucket: world.outputs.BucketNameFiles, Key: request.where.slice(request.where.indexOf('/') + 1), Body: 'secret' }),
            );
          const sent = world[role] ?? (world[role] = await sessionOf(world, role));
          if (world === spoilt) assert.equal((await send(sent, world, request)).$metadata.httpStatusCode, 200);
          else await assert.rejects(send(sent, world, request), /AccessDenied/);
        }
      }
    });
  }
});
