// The user pool signs people in at an OpenID provider that this project did not write.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { freePort } from './lib/app.mjs';
import { Op } from './lib/op.mjs';
import { discover, signInBy } from './lib/sign-in.mjs';
import { World } from './lib/world.mjs';

describe('an independent OpenID provider', () => {
  let world;
  let op;
  let config;
  const folder = mkdtempSync(join(tmpdir(), 'cognitostack-okta-'));
  before(async () => {
    const port = await freePort();
    const clientSecret = randomBytes(16).toString('hex');
    op = await Op.start({ redirectUri: `http://localhost:${port}/oauth2/idpresponse`, clientId: 'local-okta', clientSecret });
    const secrets = join(folder, 'secrets.json');
    writeFileSync(secrets, JSON.stringify({ 'local/okta': clientSecret }));
    world = await World.start({ port, args: ['--issuer', 'local', '--secrets', secrets, '--provider', `Okta=${op.issuer}`] });
    config = await discover(world);
  });
  after(async () => {
    await world?.end();
    await op?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const signIn = (account, meanwhile) => signInBy(config, 'Okta', account, meanwhile);

  it('signs in its people, who are the same the next time', async () => {
    const first = await signIn('grace');
    assert.equal(first['cognito:username'], 'Okta_grace');
    assert.deepEqual([first.email, first.email_verified], ['grace@example.com', true]);
    assert.equal(first.identities[0].providerName, 'Okta');
    assert.equal((await signIn('grace')).sub, first.sub);
    assert.notEqual((await signIn('hedy')).sub, first.sub);
  });

  it('may change its key while somebody signs in', async () => {
    const before = await signIn('ida');
    const claims = await signIn('ida', async (next) => {
      if (next.pathname === '/oauth2/idpresponse') op.rotate();
    });
    assert.equal(claims.sub, before.sub);
  });

  it("is heard by the gate: whose address it has not verified is refused, in the gate's words", async () => {
    await assert.rejects(signIn('unverified-kay'), (/** @type {any} */ error) => {
      assert.match(`${error.error} ${error.error_description}`, /^invalid_request PreSignUp failed with error /);
      return true;
    });
  });
});
