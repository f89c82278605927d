// AWS credentials for people of a SAML provider that this project did not write: from STS, and from the identity pool, without the user pool.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { CognitoIdentityClient, GetCredentialsForIdentityCommand, GetIdCommand } from '@aws-sdk/client-cognito-identity';
import { AssumeRoleWithSAMLCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { SamlIdp } from './lib/saml-idp.mjs';
import { World } from './lib/world.mjs';

const account = '111122223333';
const provider = `arn:aws:iam::${account}:saml-provider/Partner`;
const role = `arn:aws:iam::${account}:role/partner`;
const signIn = 'https://signin.aws.amazon.com/saml';

/** Adds the provider, a role for its people, and lets the identity pool take its assertions. */
function withProvider({ Authorization: { Resources } }) {
  Resources.Partner = { Type: 'AWS::IAM::SAMLProvider', Properties: { Name: 'Partner', SamlMetadataDocument: 'nobody reads it while somebody else answers' } };
  const trust = { Effect: 'Allow', Action: 'sts:AssumeRoleWithSAML', Principal: { Federated: { Ref: 'Partner' } }, Condition: { StringEquals: { 'SAML:aud': signIn } } };
  Resources.PartnerRole = { Type: 'AWS::IAM::Role', Properties: { RoleName: 'partner', AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [trust] } } };
  const pool = Object.values(Resources).find((r) => r.Type === 'AWS::Cognito::IdentityPool');
  pool.Properties.SamlProviderARNs = [{ Ref: 'Partner' }];
}

describe("IAM's SAML provider", () => {
  let world;
  let idp;
  let sts;
  let identities;
  before(async () => {
    idp = await SamlIdp.start();
    world = await World.start({ spoil: withProvider, args: ['--provider', `Partner=${idp.metadata}`] });
    idp.pool = { entityId: 'urn:amazon:webservices', consumer: signIn, logout: signIn };
    const of = (name) => `https://aws.amazon.com/SAML/Attributes/${name}`;
    idp.person = { name: 'grace', attributes: { [of('Role')]: [`${role},${provider}`], [of('RoleSessionName')]: ['grace'] } };
    const options = { endpoint: world.endpoint, region: world.outputs.Region };
    // Whoever has no credentials yet signs nothing.
    sts = new STSClient({ ...options, credentials: { accessKeyId: 'none', secretAccessKey: 'none' } });
    identities = new CognitoIdentityClient(options);
  });
  after(async () => {
    await world?.end();
    await idp?.stop();
  });

  const assume = async (assertion) => sts.send(new AssumeRoleWithSAMLCommand({ RoleArn: role, PrincipalArn: provider, SAMLAssertion: assertion }));
  const getId = async (assertion) => (await identities.send(new GetIdCommand({ IdentityPoolId: world.outputs.IdentityPoolId, Logins: { [provider]: assertion } }))).IdentityId;

  it('gives the role that an assertion names', async () => {
    const { Credentials, Subject, Issuer } = await assume(await idp.unasked());
    assert.deepEqual([Subject, Issuer], ['grace', idp.metadata]);
    const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = Credentials;
    const me = new STSClient({ endpoint: world.endpoint, region: world.outputs.Region, credentials: { accessKeyId, secretAccessKey, sessionToken } });
    assert.equal((await me.send(new GetCallerIdentityCommand({}))).Arn, `arn:aws:sts::${account}:assumed-role/partner/grace`);
  });

  it('is a login of the identity pool', async () => {
    const identity = await getId(await idp.unasked());
    assert.equal(await getId(await idp.unasked()), identity);
    const { Credentials } = await identities.send(new GetCredentialsForIdentityCommand({ IdentityId: identity, Logins: { [provider]: await idp.unasked() } }));
    assert.match(Credentials.AccessKeyId, /^ASIA/);
  });

  it('cannot be forged', async () => {
    idp.forge();
    const forged = await idp.unasked();
    await assert.rejects(assume(forged), { name: 'InvalidIdentityTokenException', message: 'Response signature invalid' });
    await assert.rejects(getId(forged), { name: 'NotAuthorizedException' });
  });
});
