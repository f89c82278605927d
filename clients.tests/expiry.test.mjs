// What has ended opens nothing: a local AWS of its own, started again with its clock an hour and a minute ahead. The clients' clocks stay.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { CognitoIdentityClient, GetCredentialsForIdentityCommand, GetIdCommand } from '@aws-sdk/client-cognito-identity';
import { GetTokensFromRefreshTokenCommand, GetUserCommand, InitiateAuthCommand, RespondToAuthChallengeCommand } from '@aws-sdk/client-cognito-identity-provider';
import { GetItemCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { World } from '../scenario.tests/lib/world.mjs';
import { startHost } from '../tools/lib/host.mjs';

let world;
let here;
let people;
let person;
let tokens;
let device;
let ann;
let link;
let challenge;
let sts;

const restart = ({ assembly, state, folder, endpoint }, ...args) => startHost({ assembly, state, port: Number(new URL(endpoint).port), log: join(folder, 'later.log'), args });
const item = ({ identityId }) => ({ TableName: here.table, Key: { owner: { S: identityId }, noteId: { S: 'one' } } });
const object = ({ identityId }) => ({ Bucket: here.bucket, Key: `users/${identityId}/note.txt` });
const read = async (who) => [
  await (await who.s3.send(new GetObjectCommand(object(who)))).Body.transformToString(),
  (await who.dynamodb.send(new GetItemCommand(item(who)))).Item.text.S,
];

before(async () => {
  world = await World.start();
  // Before the modules that read them.
  Object.assign(process.env, world.env);
  [here, people] = [await import('./lib/environment.mjs'), await import('./lib/people.mjs')];
  person = await people.newPerson('ann');
  tokens = await people.signIn(person);
  device = await people.confirmDevice(tokens);
  ann = await people.session(tokens.IdToken);
  await ann.s3.send(new PutObjectCommand({ ...object(ann), Body: 'mine' }));
  await ann.dynamodb.send(new PutItemCommand({ TableName: here.table, Item: { ...item(ann).Key, text: { S: 'mine too' } } }));
  link = await getSignedUrl(ann.s3, new GetObjectCommand(object(ann)), { expiresIn: 7 * 24 * 3600 });
  assert.equal(await (await fetch(link)).text(), 'mine');
  assert.deepEqual(await read(ann), ['mine', 'mine too']);
  challenge = await people.userPool.send(new InitiateAuthCommand({ ClientId: here.clients.web, AuthFlow: 'USER_AUTH', AuthParameters: { USERNAME: person.email } }));
  // Not the function, which would fetch others.
  sts = new STSClient({ credentials: await ann.credentials() });
  assert.match((await sts.send(new GetCallerIdentityCommand({}))).Arn ?? '', /Member/);
  await world.host?.stop();
  world.host = await restart(world, '--clock-ahead', '01:01:00');
});
after(() => world.end());

describe('an hour and a minute later', () => {
  const expired = (name) => ({ name, message: /expired/i });

  it('credentials open neither objects nor items nor say whose they are', async () => {
    await assert.rejects(ann.s3.send(new GetObjectCommand(object(ann))), expired('ExpiredToken'));
    await assert.rejects(ann.s3.send(new PutObjectCommand({ ...object(ann), Body: 'changed' })), expired('ExpiredToken'));
    await assert.rejects(ann.dynamodb.send(new GetItemCommand(item(ann))), expired('ExpiredTokenException'));
    await assert.rejects(sts.send(new GetCallerIdentityCommand({})), expired('ExpiredToken'));
  });

  it('what one may not do anyhow is refused as expired too', () => assert.rejects(ann.dynamodb.send(new ScanCommand({ TableName: here.table })), expired('ExpiredTokenException')));

  it('an address that is signed for a week is over with the credentials that signed it', async () => {
    const answer = await fetch(link);
    assert.equal(answer.ok, false);
    assert.match(await answer.text(), /<Code>ExpiredToken<\/Code>/);
  });

  it('an ID token gives no identity and no credentials', async () => {
    const [identities, Logins] = [new CognitoIdentityClient({}), { [here.provider]: tokens.IdToken }];
    const refusal = { name: 'NotAuthorizedException', message: /Token expired/ };
    await assert.rejects(identities.send(new GetIdCommand({ IdentityPoolId: here.identityPoolId, Logins })), refusal);
    await assert.rejects(identities.send(new GetCredentialsForIdentityCommand({ IdentityId: ann.identityId, Logins })), refusal);
  });

  it('an access token is over, and so is a sign-in that was begun', async () => {
    await assert.rejects(people.userPool.send(new GetUserCommand({ AccessToken: tokens.AccessToken })), people.error('NotAuthorizedException', 'Access Token has expired'));
    await assert.rejects(
      people.userPool.send(
        new RespondToAuthChallengeCommand({
          ClientId: here.clients.web,
          ChallengeName: challenge.ChallengeName,
          Session: challenge.Session,
          ChallengeResponses: { USERNAME: person.email, ANSWER: 'PASSWORD', PASSWORD: person.password },
        }),
      ),
      { name: 'NotAuthorizedException', message: /session is expired/ },
    );
  });

  it('whoever has a refresh token reads all of it as before', async () => {
    const { AuthenticationResult } = await people.userPool.send(
      new GetTokensFromRefreshTokenCommand({ ClientId: here.clients.web, RefreshToken: tokens.RefreshToken, DeviceKey: device }),
    );
    const again = await people.session(AuthenticationResult.IdToken);
    assert.equal(again.identityId, ann.identityId);
    assert.deepEqual(await read(again), ['mine', 'mine too']);
  });
});

describe('a clock', () => {
  for (const wrong of ['61', '25:00:00'])
    it(`is not put ahead by "${wrong}"`, () =>
      assert.rejects(startHost({ assembly: world.assembly, state: join(world.folder, 'other'), port: 0, log: join(world.folder, 'other.log'), args: [`--clock-ahead=${wrong}`] }), {
        message: new RegExp(`--clock-ahead must be hours, minutes and seconds of less than a day, such as 01:01:00, not "${wrong}"`),
      }));
});
