// Exchanging tokens for credentials with the AWS SDK for JavaScript.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { CognitoIdentityClient, GetCredentialsForIdentityCommand, GetIdCommand, GetOpenIdTokenCommand } from '@aws-sdk/client-cognito-identity';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { bucket, clients, identityPoolId, provider } from './lib/environment.mjs';
import { addToGroup, administrator, claimsOf, error, newPerson, s3Denied, session, sessionOf, setAttributes, signIn } from './lib/people.mjs';

const identities = new CognitoIdentityClient({});
const getId = (Logins) => identities.send(new GetIdCommand({ IdentityPoolId: identityPoolId, Logins })).then(({ IdentityId }) => IdentityId);
const getCredentials = (IdentityId, Logins, CustomRoleArn) => identities.send(new GetCredentialsForIdentityCommand({ IdentityId, Logins, CustomRoleArn }));
const arnOf = async ({ credentials }) => (await new STSClient({ credentials }).send(new GetCallerIdentityCommand({}))).Arn ?? '';

describe('an identity', () => {
  let ann;
  let bob;
  before(async () => {
    [ann, bob] = [await newPerson('ann'), await newPerson('bob')];
  });

  it('is the same for the same user, through every client, and another one for another', async () => {
    const { identityId } = await sessionOf(ann);
    assert.equal((await sessionOf(ann, { client: clients.mobile })).identityId, identityId);
    assert.notEqual((await sessionOf(bob)).identityId, identityId);
  });

  it('of a guest becomes that of who signs in', async () => {
    const newcomer = await newPerson('newcomer');
    const guest = await getId();
    const logins = { [provider]: (await signIn(newcomer)).IdToken };
    assert.equal((await getCredentials(guest, logins)).IdentityId, guest);
    assert.equal(await getId(logins), guest);
    await assert.rejects(getCredentials(guest), error('NotAuthorizedException', `Access to Identity '${guest}' is forbidden.`));
  });

  it('opens with its own login only', async () => {
    const { identityId } = await sessionOf(ann);
    await assert.rejects(
      getCredentials(identityId, { [provider]: (await signIn(bob)).IdToken }),
      error('NotAuthorizedException', "Logins don't match. Please include at least one valid login for this identity or identity pool."),
    );
    await assert.rejects(getCredentials(identityId), error('NotAuthorizedException', `Access to Identity '${identityId}' is forbidden.`));
  });

  it('is refused to an access token, a forged token, and one that names another provider', async () => {
    const { IdToken, AccessToken } = await signIn(ann);
    await assert.rejects(getId({ [provider]: AccessToken }), error('NotAuthorizedException'));
    const [head, , signature] = IdToken.split('.');
    const forged = `${head}.${Buffer.from(JSON.stringify({ ...claimsOf(IdToken), sub: claimsOf((await signIn(bob)).IdToken).sub })).toString('base64url')}.${signature}`;
    await assert.rejects(getId({ [provider]: forged }), error('NotAuthorizedException'));
    await assert.rejects(getId({ 'accounts.google.com': IdToken }), error('NotAuthorizedException'));
    await assert.rejects(getId({ 'graph.facebook.com': IdToken }), error('NotAuthorizedException', 'Token is not from a supported provider of this identity pool.'));
  });

  it('has no token of the classic flow where the pool closes it', async () => {
    await assert.rejects(
      identities.send(new GetOpenIdTokenCommand({ IdentityId: await getId() })),
      error('InvalidParameterException', 'Basic (classic) flow is not enabled, please use enhanced flow.'),
    );
  });
});

describe('a role', () => {
  it('is that of guests without a login, and that of members with one', async () => {
    assert.match(await arnOf(await session()), /:assumed-role\/[^/]*Guest[^/]*\/CognitoIdentityCredentials$/);
    assert.match(await arnOf(await sessionOf(await newPerson('member'))), /:assumed-role\/[^/]*Member[^/]*\/CognitoIdentityCredentials$/);
  });

  it("comes with the group, from the next sign-in on, but not where rules look at the client's tokens", async () => {
    const boss = await newPerson('boss');
    const before = await signIn(boss);
    await addToGroup(boss, 'admins');
    assert.match(await arnOf(await session(before.IdToken)), /Member/);
    assert.match(await arnOf(await sessionOf(boss)), /Admin/);
    assert.match(await arnOf(await sessionOf(boss, { client: clients.mobile })), /Member/);
  });

  it("of an administrator reads everybody's objects and writes none", async () => {
    const [boss, owner] = [await newPerson('boss'), await sessionOf(await newPerson('owner'))];
    await addToGroup(boss, 'admins');
    const Key = `users/${owner.identityId}/note.txt`;
    await owner.s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'mine' }));
    const { s3 } = await sessionOf(boss);
    assert.equal(await (await s3.send(new GetObjectCommand({ Bucket: bucket, Key }))).Body?.transformToString(), 'mine');
    await assert.rejects(s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'changed' })), s3Denied);
  });

  it('comes by a rule on a claim through the client that has the rule, and only there', async () => {
    const rich = await newPerson('rich');
    await setAttributes(rich, { 'custom:tier': 'gold' });
    const gold = await sessionOf(rich, { client: clients.mobile });
    const Key = `archive/${gold.identityId}/old.txt`;
    await gold.s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'old' }));
    await assert.rejects((await sessionOf(rich)).s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'new' })), s3Denied);
  });

  it("may be asked for only if it is the caller's", async () => {
    const [boss, member] = [await newPerson('boss'), await newPerson('member')];
    await addToGroup(boss, 'admins');
    const tokens = await signIn(boss);
    const [role] = claimsOf(tokens.IdToken)['cognito:roles'];
    const own = { [provider]: tokens.IdToken };
    assert.ok((await getCredentials(await getId(own), own, role)).Credentials?.SessionToken);
    const other = { [provider]: (await signIn(member)).IdToken };
    await assert.rejects(getCredentials(await getId(other), other, role), error('NotAuthorizedException'));
  });

  it('is not to be taken on past the identity pool', async () => {
    const boss = await newPerson('boss');
    await addToGroup(boss, 'admins');
    const { IdToken } = await signIn(boss);
    const [role] = claimsOf(IdToken)['cognito:roles'];
    await assert.rejects(
      new STSClient({}).send(new AssumeRoleWithWebIdentityCommand({ RoleArn: role, RoleSessionName: 'boss', WebIdentityToken: IdToken })),
      error('InvalidIdentityTokenException'),
    );
  });
});

describe('a principal tag', () => {
  it("opens the folder of the user's tenant and no other", async () => {
    for (const tenant of ['acme', 'globex']) await administrator.s3.send(new PutObjectCommand({ Bucket: bucket, Key: `tenants/${tenant}/plan.txt`, Body: tenant }));
    const tagged = await newPerson('tagged');
    await setAttributes(tagged, { 'custom:tenant': 'acme' });
    const read = async ({ s3 }, tenant) => (await s3.send(new GetObjectCommand({ Bucket: bucket, Key: `tenants/${tenant}/plan.txt` }))).Body.transformToString();
    const own = await sessionOf(tagged);
    assert.equal(await read(own, 'acme'), 'acme');
    await assert.rejects(read(own, 'globex'), s3Denied);
    await assert.rejects(read(await sessionOf(await newPerson('untagged')), 'acme'), s3Denied);
  });
});
