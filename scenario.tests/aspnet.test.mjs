// The example apps in ASP.NET Core: an API that takes access tokens, and sessions that live on the server.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { fromIni } from '@aws-sdk/credential-providers';
import { launch, needsBrowser, signIn } from '../clients.tests/lib/browser.mjs';
import { freePort, startApp } from './lib/app.mjs';
import { World } from './lib/world.mjs';

const password = 'Correct-Horse-9-Battery';
const webPort = await freePort();
/** @type {World} */
let world;
/** @type {CognitoIdentityProviderClient} */
let pools;

before(async () => {
  world = await World.start({
    spoil: ({ Authentication: { Resources } }) => {
      const portal = Object.values(Resources).find(({ Properties }) => Properties?.ClientName === 'portal').Properties;
      portal.CallbackURLs = [`http://localhost:${webPort}/callback`];
      portal.LogoutURLs = [`http://localhost:${webPort}/`];
    },
  });
  pools = new CognitoIdentityProviderClient({ endpoint: world.endpoint, region: 'us-east-1', credentials: fromIni({ filepath: join(world.state, 'credentials') }) });
});
after(() => world?.end());

async function person(name, ...groups) {
  const user = { UserPoolId: world.outputs.UserPoolId, Username: `${name}@example.com` };
  const UserAttributes = [
    { Name: 'email', Value: user.Username },
    { Name: 'email_verified', Value: 'true' },
  ];
  await pools.send(new AdminCreateUserCommand({ ...user, UserAttributes, MessageAction: 'SUPPRESS' }));
  await pools.send(new AdminSetUserPasswordCommand({ ...user, Password: password, Permanent: true }));
  for (const GroupName of groups) await pools.send(new AdminAddUserToGroupCommand({ ...user, GroupName }));
  return { email: user.Username, password };
}

const secretOf = async (name) => {
  const { UserPoolClient } = await pools.send(new DescribeUserPoolClientCommand({ UserPoolId: world.outputs.UserPoolId, ClientId: world.outputs[`ClientId${name}`] }));
  return UserPoolClient?.ClientSecret ?? '';
};

describe('the API', () => {
  let address = '';
  let end;
  before(async () => {
    const port = await freePort();
    end = await startApp(world, { project: 'ExampleApi', folder: 'example/api', client: 'web', port });
    address = `http://localhost:${port}`;
  });
  after(() => end?.());

  const status = async (path, token) => (await fetch(address + path, { headers: token ? { authorization: `Bearer ${token}` } : {} })).status;
  const tokensOf = async ({ email: USERNAME }) => {
    const AuthParameters = { USERNAME, PASSWORD: password, PREFERRED_CHALLENGE: 'PASSWORD' };
    const { AuthenticationResult } = await pools.send(new InitiateAuthCommand({ ClientId: world.outputs.ClientIdWeb, AuthFlow: 'USER_AUTH', AuthParameters }));
    return /** @type {{ AccessToken: string, IdToken: string }} */ (AuthenticationResult);
  };

  it('knows users, and those of a group', async () => {
    const [ann, root] = [await tokensOf(await person('ann')), await tokensOf(await person('root', 'admins'))];
    const me = await fetch(`${address}/me`, { headers: { authorization: `Bearer ${ann.AccessToken}` } });
    assert.deepEqual(await me.json(), { sub: JSON.parse(Buffer.from(ann.AccessToken.split('.')[1], 'base64url').toString()).sub });
    assert.deepEqual([await status('/everybody', ann.AccessToken), await status('/everybody', root.AccessToken)], [403, 200]);
    assert.equal(await status('/notes', ann.AccessToken), 403);
  });

  it('knows applications by their scopes', async () => {
    const { token_endpoint: endpoint } = await (await fetch(`${world.endpoint}/${world.outputs.UserPoolId}/.well-known/openid-configuration`)).json();
    const authorization = `Basic ${Buffer.from(`${world.outputs.ClientIdBatch}:${await secretOf('Batch')}`).toString('base64')}`;
    const body = new URLSearchParams({ grant_type: 'client_credentials', scope: 'https://notes.localhost/read' });
    const { access_token: token } = await (await fetch(endpoint, { method: 'POST', headers: { authorization }, body })).json();
    assert.deepEqual([await status('/notes', token), await status('/me', token), await status('/everybody', token)], [200, 403, 403]);
  });

  it('takes neither an ID token, nor a changed one, nor none', async () => {
    const { AccessToken, IdToken } = await tokensOf(await person('eve'));
    const [head, payload, signature] = AccessToken.split('.');
    const claims = { ...JSON.parse(Buffer.from(payload, 'base64url').toString()), 'cognito:groups': ['admins'] };
    const forged = [head, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.');
    const unsigned = [Buffer.from('{"alg":"none"}').toString('base64url'), Buffer.from(JSON.stringify(claims)).toString('base64url'), ''].join('.');
    for (const token of [IdToken, forged, unsigned, 'nonsense', undefined])
      for (const path of ['/me', '/notes', '/everybody']) assert.equal(await status(path, token), 401, `${path} with ${token}`);
  });
});

describe('sessions on the server', needsBrowser, () => {
  const address = `http://localhost:${webPort}`;
  let browser;
  let end;
  before(async () => {
    end = await startApp(world, { project: 'ExampleWeb', folder: 'example/web', client: 'portal', port: webPort, env: { ClientSecret: await secretOf('Portal') } });
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await end?.();
  });

  it('sign in on the pages, and leave the browser a cookie that no script reads and no token', async () => {
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${address}/private`);
    assert.match(new URL(page.url()).pathname, /^\/login/);
    await signIn(page, await person('boss', 'admins'));
    await page.getByText('Only for boss@example.com').waitFor();

    // Those of the login pages are of this machine, too.
    const cookies = (await page.context().cookies(address)).filter(({ name }) => !/^(cognito|XSRF)/.test(name));
    assert.deepEqual(
      cookies.map(({ name, httpOnly, sameSite }) => [name, httpOnly, sameSite]),
      [['session', true, 'Lax']],
    );
    assert.equal(await page.evaluate(() => document.cookie), '');
    // A key, and not what it stands for: a token alone is longer.
    assert.ok(cookies[0].value.length < 500, String(cookies[0].value.length));
    assert.deepEqual(await page.evaluate(() => [localStorage.length, sessionStorage.length]), [0, 0]);
  });

  it('end at both places, and a kept cookie is worth nothing then', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${address}/sign-in`);
    await signIn(page, await person('chief', 'admins'));
    await page.getByText('Signed in as chief@example.com').waitFor();
    const kept = (await context.cookies(address)).find(({ name }) => name === 'session');

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('link', { name: 'Sign in' }).waitFor();
    assert.equal(page.url(), `${address}/`);

    await context.addCookies([/** @type {any} */ (kept)]);
    await page.goto(`${address}/private`);
    assert.match(new URL(page.url()).pathname, /^\/login/);
    // Cognito asks again, too.
    assert.equal(await page.getByRole('button', { name: /^Continue as/ }).count(), 0);
  });

  it('let nobody in whom the gate rejects', async () => {
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${address}/private`);
    await signIn(page, await person('guest'));
    await page.locator('[role=alert]').waitFor();
    await page.goto(address);
    await page.getByRole('link', { name: 'Sign in' }).waitFor();
  });
});
