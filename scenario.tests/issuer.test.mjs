// Libraries that insist that issuer, discovery and tokens agree: with --issuer local they are told nothing but the issuer.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { fromIni } from '@aws-sdk/credential-providers';
import * as client from 'openid-client';
import { User } from '../bench/lib/crowd.mjs';
import { signInBy } from '../clients.tests/lib/oidc.mjs';
import { forBrowsers } from '../tools/lib/host.mjs';
import { World } from './lib/world.mjs';

describe('openid-client that discovers the local issuer by itself', () => {
  let world;
  let person;
  let config;
  before(async () => {
    world = await World.start({ args: ['--issuer', 'local'] });
    const { endpoint, outputs } = world;
    person = new User({ outputs, endpoint, region: outputs.Region });
    await person.create(
      new CognitoIdentityProviderClient({ endpoint, region: outputs.Region, credentials: fromIni({ filepath: join(world.state, 'credentials'), profile: 'default' }) }),
    );
    const issuer = new URL(`${forBrowsers(endpoint)}/${outputs.UserPoolId}`);
    config = await client.discovery(issuer, outputs.ClientIdWeb, undefined, client.None(), { execute: [client.allowInsecureRequests] });
  });
  after(() => world?.end());

  it('signs in, asks who it is, refreshes and revokes', async () => {
    const tokens = await signInBy(config, { email: person.name, password: person.password });
    const claims = tokens.claims();
    assert.ok(claims);
    const { sub, email } = claims;
    assert.equal(email, person.name);
    assert.equal((await client.fetchUserInfo(config, tokens.access_token, sub)).email, person.name);
    const next = await client.refreshTokenGrant(config, tokens.refresh_token ?? '');
    assert.equal(next.claims()?.sub, sub);
    const latest = next.refresh_token ?? tokens.refresh_token ?? '';
    await client.tokenRevocation(config, latest);
    await assert.rejects(client.refreshTokenGrant(config, latest), { error: 'invalid_grant' });
  });

  it('is sent to sign out at the address that discovery names', () => {
    const { end_session_endpoint: address } = config.serverMetadata();
    assert.equal(address, `${forBrowsers(world.endpoint)}/logout`);
    assert.match(readFileSync(join(world.state, 'outputs.json'), 'utf8'), /"SignInUrlWeb"/);
  });
});
