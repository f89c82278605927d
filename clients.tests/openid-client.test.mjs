// openid-client, a certified relying party, against the user pool as OpenID provider.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import * as client from 'openid-client';
import { clients, endpoint, region, userPoolId } from './lib/environment.mjs';
import { signInAt } from './lib/pages.mjs';
import { newPerson } from './lib/people.mjs';

const base = endpoint.replace('127.0.0.1', 'localhost');
const callback = 'http://localhost:3000/callback';

// Tokens name AWS's issuer: whoever insists that discovery is at the issuer's own address is told the endpoints.
const metadata = await (await fetch(`${base}/${userPoolId}/.well-known/openid-configuration`)).json();
const config = new client.Configuration(metadata, clients.web, {}, client.None());
client.allowInsecureRequests(config);

describe('openid-client', () => {
  let person;
  before(async () => { person = await newPerson('oidc'); });

  async function signIn(changes = {}) {
    const [verifier, state, nonce] = [client.randomPKCECodeVerifier(), client.randomState(), client.randomNonce()];
    const address = client.buildAuthorizationUrl(config, {
      redirect_uri: callback, scope: 'openid email', code_challenge: await client.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256', state, nonce, ...changes,
    });
    const answer = await signInAt(address.href.replace(new URL(address).origin, base), person);
    return client.authorizationCodeGrant(config, answer, { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true });
  }

  it('gets tokens whose signature, issuer, audience, nonce and times it verifies', async () => {
    const tokens = await signIn();
    const claims = tokens.claims();
    assert.deepEqual([claims.iss, claims.aud, claims.email], [`https://cognito-idp.${region}.amazonaws.com/${userPoolId}`, clients.web, person.email]);
    assert.equal(tokens.token_type, 'bearer');
  });

  it('asks who it is, refreshes, and revokes', async () => {
    const tokens = await signIn();
    const info = await client.fetchUserInfo(config, tokens.access_token, tokens.claims().sub);
    assert.equal(info.email, person.email);
    const next = await client.refreshTokenGrant(config, tokens.refresh_token);
    assert.equal(next.claims().sub, tokens.claims().sub);
    const latest = next.refresh_token ?? tokens.refresh_token;
    await client.tokenRevocation(config, latest);
    await assert.rejects(client.refreshTokenGrant(config, latest), { error: 'invalid_grant' });
    await assert.rejects(client.fetchUserInfo(config, next.access_token, tokens.claims().sub));
  });

  it('refuses a nonce that is not its own', async () => {
    await assert.rejects(signIn({ nonce: 'somebody-else-s' }), /unexpected JWT claim value/);
  });

  it('is refused a code with another verifier', async () => {
    const [verifier, state] = [client.randomPKCECodeVerifier(), client.randomState()];
    const address = client.buildAuthorizationUrl(config, {
      redirect_uri: callback, scope: 'openid', code_challenge: await client.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256', state,
    });
    const answer = await signInAt(address.href.replace(new URL(address).origin, base), person);
    await assert.rejects(client.authorizationCodeGrant(config, answer, { pkceCodeVerifier: client.randomPKCECodeVerifier(), expectedState: state }), { error: 'invalid_grant' });
  });

  it('gives a backend tokens that aws-jwt-verify takes', async () => {
    const tokens = await signIn();
    const keys = await (await fetch(`${base}/${userPoolId}/.well-known/jwks.json`)).json();
    for (const [tokenUse, token] of [['id', tokens.id_token], ['access', tokens.access_token]]) {
      const verifier = CognitoJwtVerifier.create({ userPoolId, tokenUse, clientId: clients.web });
      verifier.cacheJwks(keys);
      assert.equal((await verifier.verify(token)).sub, tokens.claims().sub);
      const other = CognitoJwtVerifier.create({ userPoolId, tokenUse, clientId: clients.portal });
      other.cacheJwks(keys);
      await assert.rejects(other.verify(token));
    }
  });
});
