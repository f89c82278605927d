// oidc-client-ts in a page of another origin: what a single-page app does, in a real browser.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { forBrowsers } from '../tools/lib/host.mjs';
import { serveApp } from './lib/app.mjs';
import { launch, needsBrowser, signIn } from './lib/browser.mjs';
import { clients, endpoint, userPoolId } from './lib/environment.mjs';
import { newPerson } from './lib/people.mjs';

const base = forBrowsers(endpoint);

/** The app: signs in by redirection, renews, asks who it is, and signs out. */
const appAt = (origin) => `
  import { UserManager, WebStorageStateStore } from 'oidc-client-ts';
  const metadata = await (await fetch('${base}/${userPoolId}/.well-known/openid-configuration')).json();
  const manager = new UserManager({
    authority: metadata.issuer, metadata, client_id: '${clients.web}', redirect_uri: '${origin}/callback', scope: 'openid email', loadUserInfo: true,
    userStore: new WebStorageStateStore({ store: localStorage }),
  });
  const show = (state) => { document.title = JSON.stringify(state); };
  globalThis.signIn = () => manager.signinRedirect();
  globalThis.renew = async () => (await manager.signinSilent()).profile.email;
  globalThis.signOut = async () => {
    await manager.removeUser();
    location.href = '${base}/logout?client_id=${clients.web}&logout_uri=' + encodeURIComponent('${origin}/');
  };
  if (location.pathname === '/callback') {
    try {
      const user = await manager.signinCallback();
      show({ email: user.profile.email, scope: user.scope, hasRefreshToken: Boolean(user.refresh_token) });
    } catch (error) { show({ error: error.message }); }
  } else show({ ready: true });
`;

describe('oidc-client-ts in a browser', needsBrowser, () => {
  let browser;
  let page;
  let person;
  let origin;
  let server;
  before(async () => {
    ({ origin, server } = await serveApp(appAt));
    person = await newPerson('spa');
    browser = await launch();
    page = await browser.newPage();
  });
  after(async () => {
    await browser?.close();
    server?.close();
  });

  const state = async () => {
    await page.waitForFunction(() => document.title.startsWith('{'));
    return JSON.parse(await page.title());
  };

  it('signs in by the pages, with PKCE, and learns who it is', async () => {
    await page.goto(`${origin}/`);
    await state();
    await page.evaluate(() => {
      globalThis.signIn();
    });
    await signIn(page, person);
    await page.waitForURL(`${origin}/callback?**`);
    assert.deepEqual(await state(), { email: person.email, scope: 'openid email', hasRefreshToken: true });
  });

  it('renews its tokens without asking', async () => {
    assert.equal(await page.evaluate(() => globalThis.renew()), person.email);
  });

  it('is told when somebody tampers with the answer', async () => {
    await page.goto(`${origin}/callback?code=made-up&state=made-up`);
    assert.match((await state()).error, /state/i);
  });

  it('signs out, and the next sign-in asks for the password', async () => {
    await page.goto(`${origin}/`);
    await state();
    await page.evaluate(() => {
      // The page that comes next has the same address.
      document.title = 'signing out';
      globalThis.signOut();
    });
    await state();
    assert.equal(page.url(), `${origin}/`);
    await page.evaluate(() => {
      globalThis.signIn();
    });
    await page.waitForURL(`${base}/login?**`);
    assert.equal(await page.getByRole('button', { name: /^Continue as/ }).count(), 0);
  });
});
