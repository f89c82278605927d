// openid-client, a certified relying party, against the user pool as OpenID provider.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import * as client from 'openid-client';
import { forBrowsers } from '../tools/lib/host.mjs';
import { clients, endpoint, region, userPoolId } from './lib/environment.mjs';
import { callback, signInBy } from './lib/oidc.mjs';
import { signInAt } from './lib/pages.mjs';
import { newPerson } from './lib/people.mjs';

const base = forBrowsers(endpoint);

// Tokens name AWS's issuer: whoever insists that discovery is at the issuer's own address is told the endpoints.
const metadata = await (await fetch(`${base}/${userPoolId}/.well-known/openid-configuration`)).json();
const config = new client.Configuration(metadata, clients.web, {}, client.None());
client.allowInsecureRequests(config);

const subOf = (tokens) => {
  const { sub } = tokens.claims();
  assert.ok(sub);
  return sub;
};

describe('openid-client', () => {
  let person;
  before(async () => {
    person = await newPerson('oidc');
  });

  const signIn = (changes = {}) => signInBy(config, person, changes);

  it('gets tokens whose signature, issuer, audience, nonce and times it verifies', async () => {
    const tokens = await signIn();
    const claims = tokens.claims();
    assert.deepEqual([claims?.iss, claims?.aud, claims?.email], [`https://cognito-idp.${region}.amazonaws.com/${userPoolId}`, clients.web, person.email]);
    assert.equal(tokens.token_type, 'bearer');
  });

  it('asks who it is, refreshes, and revokes', async () => {
    const tokens = await signIn();
    const info = await client.fetchUserInfo(config, tokens.access_token, subOf(tokens));
    assert.equal(info.email, person.email);
    const { refresh_token: token = '' } = tokens;
    const next = await client.refreshTokenGrant(config, token);
    assert.equal(subOf(next), subOf(tokens));
    const latest = next.refresh_token ?? token;
    await client.tokenRevocation(config, latest);
    await assert.rejects(client.refreshTokenGrant(config, latest), { error: 'invalid_grant' });
    await assert.rejects(client.fetchUserInfo(config, next.access_token, subOf(tokens)));
  });

  it('refuses a nonce that is not its own', async () => {
    await assert.rejects(signIn({ nonce: 'somebody-else-s' }), /unexpected JWT claim value/);
  });

  it('is refused a code with another verifier', async () => {
    const [verifier, state] = [client.randomPKCECodeVerifier(), client.randomState()];
    const address = client.buildAuthorizationUrl(config, {
      redirect_uri: callback,
      scope: 'openid',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
    });
    const answer = await signInAt(address.href, person);
    await assert.rejects(client.authorizationCodeGrant(config, answer, { pkceCodeVerifier: client.randomPKCECodeVerifier(), expectedState: state }), { error: 'invalid_grant' });
  });

  it('gives a backend tokens that aws-jwt-verify takes', async () => {
    const tokens = await signIn();
    const keys = await (await fetch(`${base}/${userPoolId}/.well-known/jwks.json`)).json();
    for (const [tokenUse, token] of /** @type {['id' | 'access', string][]} */ ([
      ['id', tokens.id_token],
      ['access', tokens.access_token],
    ])) {
      const verifierOf = (/** @type {string} */ clientId) => CognitoJwtVerifier.create({ userPoolId, tokenUse, clientId });
      const verifier = verifierOf(clients.web);
      verifier.cacheJwks(keys);
      assert.equal((await verifier.verify(token)).sub, subOf(tokens));
      const other = verifierOf(clients.portal);
      other.cacheJwks(keys);
      await assert.rejects(other.verify(token));
    }
  });
});
