// Amplify's sign-in by redirection, which puts https:// before every domain: in a browser that trusts this machine's authority and no other stranger.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { connect } from 'node:tls';
import { serveApp } from './lib/app.mjs';
import { launch, needsBrowser, signIn } from './lib/browser.mjs';
import { clients, endpoint, identityPoolId, userPoolId } from './lib/environment.mjs';
import { newPerson } from './lib/people.mjs';

const { httpsPort } = await (await fetch(`${endpoint}/_local/health`)).json();
const domain = `localhost:${httpsPort}`;

const appAt = (origin) => `
  import { Amplify } from 'aws-amplify';
  import 'aws-amplify/auth/enable-oauth-listener';
  import { fetchAuthSession, getCurrentUser, signInWithRedirect, signOut } from 'aws-amplify/auth';
  import { Hub } from 'aws-amplify/utils';
  const seen = [];
  Hub.listen('auth', ({ payload }) => { seen.push(payload.event); document.title = JSON.stringify(seen); });
  Amplify.configure({ Auth: { Cognito: {
    userPoolId: '${userPoolId}', userPoolClientId: '${clients.web}', userPoolEndpoint: '${endpoint}', identityPoolId: '${identityPoolId}', identityPoolEndpoint: '${endpoint}',
    loginWith: { oauth: { domain: '${domain}', scopes: ['openid', 'email'], redirectSignIn: ['${origin}/callback'], redirectSignOut: ['${origin}/'], responseType: 'code' } },
  } } });
  Object.assign(globalThis, { signIn: () => signInWithRedirect(), signOut: () => signOut(), session: async () => {
    const { tokens, identityId } = await fetchAuthSession();
    return { email: tokens?.idToken.payload.email, username: (await getCurrentUser().catch(() => undefined))?.userId, identityId };
  } });
`;

/** The key of the host's certificate, which Node verifies by the authority: the browser takes it from there. */
async function keyOfHost() {
  const socket = connect({ host: 'localhost', port: httpsPort, servername: 'localhost', ca: readFileSync(join(dirname(process.env.LOCAL_OUTPUTS ?? ''), 'tls/authority.pem')) });
  await once(socket, 'secureConnect');
  const certificate = socket.getPeerX509Certificate();
  socket.end();
  assert.ok(certificate);
  return createHash('sha256')
    .update(certificate.publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64');
}

describe('Amplify by redirection, over TLS', needsBrowser, () => {
  let browser;
  let page;
  let person;
  let origin;
  let server;
  before(async () => {
    ({ origin, server } = await serveApp(appAt));
    person = await newPerson('redirect');
    browser = await launch(`--ignore-certificate-errors-spki-list=${await keyOfHost()}`);
    page = await browser.newPage();
  });
  after(async () => {
    await browser?.close();
    server?.close();
  });

  const ready = () => page.waitForFunction(() => globalThis.signIn);

  it('signs in by the pages', async () => {
    await page.goto(`${origin}/`);
    await ready();
    await page.evaluate(() => {
      globalThis.signIn();
    });
    await page.waitForURL(`https://${domain}/login?**`);
    await signIn(page, person);
    await page.waitForURL(`${origin}/**`);
    await page.waitForFunction(() => document.title.includes('signInWithRedirect'));
    assert.match(await page.title(), /"signInWithRedirect"/);
    const session = await page.evaluate(() => globalThis.session());
    assert.equal(session.email, person.email);
    assert.match(session.identityId, /^us-east-1:/);
  });

  it('keeps its cookies to TLS, out of reach of scripts', async () => {
    const cookies = (await page.context().cookies()).filter(({ name }) => name.startsWith('cognito-'));
    assert.ok(cookies.length > 0);
    for (const { name, secure, httpOnly, sameSite } of cookies) assert.deepEqual([secure, httpOnly, sameSite], [true, true, 'Lax'], name);
  });

  it('signs out there, too', async () => {
    await page.evaluate(() => {
      globalThis.signOut();
    });
    await page.waitForURL(`${origin}/`);
    await ready();
    assert.equal((await page.evaluate(() => globalThis.session())).email, undefined);
    await page.evaluate(() => {
      globalThis.signIn();
    });
    await page.waitForURL(`https://${domain}/login?**`);
    assert.equal(await page.getByRole('button', { name: /^Continue as/ }).count(), 0);
  });
});
