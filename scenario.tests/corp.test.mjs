// The user pool signs people in, and out, at a SAML provider that this project did not write.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { forBrowsers } from '../tools/lib/host.mjs';
import { Stranded } from './lib/op.mjs';
import { SamlIdp } from './lib/saml-idp.mjs';
import { discover, signInBy } from './lib/sign-in.mjs';
import { World } from './lib/world.mjs';

describe('an independent SAML provider', () => {
  let world;
  let idp;
  let config;
  before(async () => {
    idp = await SamlIdp.start();
    world = await World.start({ args: ['--issuer', 'local', '--provider', `Corp=${idp.metadata}`] });
    const host = forBrowsers(world.endpoint);
    idp.pool = { entityId: `urn:amazon:cognito:sp:${world.outputs.UserPoolId}`, consumer: `${host}/saml2/idpresponse`, logout: `${host}/saml2/logout` };
    config = await discover(world);
  });
  after(async () => {
    await world?.end();
    await idp?.stop();
  });

  async function signIn(name, meanwhile) {
    idp.person = { name, attributes: { email: [`${name}@corp.example`], email_verified: ['true'], name: [`${name} <at work>`] } };
    return signInBy(config, 'Corp', name, meanwhile);
  }

  it('signs in its people, who are the same the next time', async () => {
    const first = await signIn('grace');
    assert.equal(first['cognito:username'], 'Corp_grace');
    assert.deepEqual([first.email, first.email_verified, first.name], ['grace@corp.example', true, 'grace <at work>']);
    assert.deepEqual([first.identities[0].providerName, first.identities[0].providerType, first.identities[0].issuer], ['Corp', 'SAML', idp.metadata]);
    assert.equal((await signIn('grace')).sub, first.sub);
    assert.notEqual((await signIn('hedy')).sub, first.sub);
  });

  it('may change its key while somebody signs in', async () => {
    const { sub } = await signIn('ida');
    const claims = await signIn('ida', async (next) => {
      if (next.pathname === '/sso') idp.rotate();
    });
    assert.equal(claims.sub, sub);
  });

  it('cannot be forged: the log says why, and the page does not', async () => {
    idp.forge();
    await assert.rejects(signIn('mallory'), (/** @type {any} */ error) => {
      assert.ok(error instanceof Stranded, error.stack);
      assert.match(error.message, /\(400\)/);
      assert.doesNotMatch(error.message, /signature|certificate|metadata/i);
      return true;
    });
    assert.match(readFileSync(join(world.folder, 'host.log'), 'utf8'), /\/saml2\/idpresponse.*signer/);
    idp.rotate();
  });
});
