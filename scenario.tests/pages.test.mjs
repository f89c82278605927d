// The login pages in a real browser, in each look: what a person sees, what a screen reader hears, and what fits on a phone.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { AdminCreateUserCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { fromIni } from '@aws-sdk/credential-providers';
import { findings, keep, launch, needsBrowser, overflows, signIn, submit } from '../clients.tests/lib/browser.mjs';
import { totp } from '../clients.tests/lib/totp.mjs';
import { forBrowsers, mailedCode } from '../tools/lib/host.mjs';
import { inRoot } from '../tools/lib/run.mjs';
import { World } from './lib/world.mjs';

const password = 'Correct-Horse-9-Battery';
const committed = (stack) =>
  JSON.parse(readFileSync(inRoot(`infra.tests/__snapshots__/SnapshotTests.Template_is_the_committed_one_${stack}.snap`), 'utf8').replace(/^\uFEFF/, '')).Resources;
const ofClient = (resources, client) =>
  Object.values(resources).find(({ Type, Properties }) => Type === 'AWS::Cognito::ManagedLoginBranding' && JSON.stringify(Properties.ClientId).includes(client));

/** What people look at pages with: how wide, and in which colours. */
const screens = [
  [1280, 'light'],
  [1280, 'dark'],
  [360, 'light'],
  [320, 'dark'],
];

/** Gives the client of the scenario another look. */
const looks = {
  "Cognito's own": () => {},
  acme: brandOf('ClientWeb'),
  partner: brandOf('ClientPortal'),
  classic: ({ Authentication: { Resources: resources } }) => {
    const {
      Properties: { UserPoolId, ClientId },
    } = ofClient(resources, 'ClientWeb');
    Object.values(resources).find(({ Type }) => Type === 'AWS::Cognito::UserPoolDomain').Properties.ManagedLoginVersion = 1;
    resources.Style = {
      Type: 'AWS::Cognito::UserPoolUICustomizationAttachment',
      Properties: { UserPoolId, ClientId, CSS: readFileSync(inRoot('cdk/branding/acme/classic.css'), 'utf8') },
    };
  },
};

/** Looks at a page of a test on every screen: keeps a picture, and finds nothing wrong. */
const checkOn = (page, folder) => async (name) => {
  for (const [width, colorScheme] of screens) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme });
    await keep(page, `${folder}-${name}-${width}-${colorScheme}`);
    assert.deepEqual(await findings(page), [], `${name}, ${width} wide, ${colorScheme}`);
    assert.equal(await overflows(page), false, `${name} fits ${width}`);
  }
};

function brandOf(client) {
  return ({ Authentication: { Resources: resources } }) => {
    const {
      Properties: { Settings, Assets },
    } = ofClient(committed('prod_Authentication'), client);
    const branding = ofClient(resources, 'ClientWeb').Properties;
    delete branding.UseCognitoProvidedValues;
    Object.assign(branding, { Settings, Assets });
  };
}

for (const [look, spoil] of Object.entries(looks)) {
  describe(`login pages in the look ${look}`, needsBrowser, () => {
    const folder = look.replace(/\W+/g, '-');
    let world;
    let browser;
    before(async () => {
      [world, browser] = [await World.start({ spoil }), await launch()];
    });
    after(async () => {
      await browser?.close();
      await world?.end();
    });

    const addressOf = (path, parameters = '') =>
      `${forBrowsers(world.endpoint)}${path}?client_id=${world.outputs.ClientIdWeb}&response_type=code&scope=openid+email&redirect_uri=${encodeURIComponent('http://localhost:3000/callback')}${parameters}`;
    const codeFor = (email) => mailedCode(world.endpoint, email);

    it('let a person sign up, confirm, sign in and recover, on a desk and on a phone, in light and dark', async () => {
      const context = await browser.newContext();
      const page = await context.newPage();
      const email = 'ann@example.com';
      // Where an app would be, nobody is: the address says enough.
      await context.route('http://localhost:3000/**', (route) => route.fulfill({ body: 'the app', contentType: 'text/html' }));
      const check = checkOn(page, folder);
      const submit = async (fields) => {
        for (const [name, value] of Object.entries(fields)) await page.fill(`[name=${name}]`, value);
        await page.locator(`form:has([name=${Object.keys(fields)[0]}]) button[type=submit]`).click();
      };
      const backAtApp = async () => {
        await page.waitForURL('http://localhost:3000/callback?**');
        assert.ok(new URL(page.url()).searchParams.get('code'));
      };

      await page.goto(addressOf('/oauth2/authorize'));
      await check('sign-in');
      await signIn(page, { email, password: 'Wrong-password-7' });
      await page.getByRole('alert').waitFor();
      await check('refused');
      await page.getByRole('link', { name: 'Create an account' }).click();
      await check('sign-up');
      await submit({ username: email, password, confirm_password: password });
      await page.getByRole('heading', { name: 'Confirm your account' }).waitFor();
      await check('confirm');
      await submit({ code: await codeFor(email) });
      await backAtApp();
      await page.goto(addressOf('/login'));
      await check('continue');
      await page.getByRole('button', { name: `Continue as ${email}` }).click();
      await backAtApp();

      await page.goto(addressOf('/forgotPassword', '&lang=de'));
      await check('forgot');
      await submit({ username: email });
      await page.getByRole('heading', { name: 'Neues Passwort wählen' }).waitFor();
      await check('reset');
      await submit({ code: await codeFor(email), new_password: `${password}!`, confirm_password: `${password}!` });
      await backAtApp();
      await page.goto(addressOf('/error', '&error=x'));
      await check('error');
      await context.close();
    });
  });
}

describe('login pages of a pool that demands a second factor', needsBrowser, () => {
  let world;
  let browser;
  before(async () => {
    const demand = ({ Authentication: { Resources } }) => {
      const { Properties } = Object.values(Resources).find(({ Type }) => Type === 'AWS::Cognito::UserPool');
      Object.assign(Properties, { MfaConfiguration: 'ON', EnabledMfas: ['SOFTWARE_TOKEN_MFA'] });
    };
    [world, browser] = [await World.start({ spoil: demand }), await launch()];
  });
  after(async () => {
    await browser?.close();
    await world?.end();
  });

  it('let a user whom an administrator made choose a password, set the factor up by a picture, and use it', async () => {
    const { endpoint, outputs, state } = world;
    const admin = new CognitoIdentityProviderClient({ endpoint, region: outputs.Region, credentials: fromIni({ filepath: join(state, 'credentials') }) });
    const email = 'made@example.com';
    const attributes = [
      { Name: 'email', Value: email },
      { Name: 'email_verified', Value: 'true' },
    ];
    await admin.send(
      new AdminCreateUserCommand({ UserPoolId: outputs.UserPoolId, Username: email, TemporaryPassword: `${password}-0`, MessageAction: 'SUPPRESS', UserAttributes: attributes }),
    );
    const page = await browser.newPage();
    await page.route('http://localhost:3000/**', (route) => route.fulfill({ body: 'the app', contentType: 'text/html' }));
    const check = checkOn(page, 'second-factor');
    await page.goto(outputs.SignInUrlWeb);
    await check('name');
    await signIn(page, { email, password: `${password}-0` });
    await page.getByRole('heading', { name: 'Choose a new password' }).waitFor();
    await check('new-password');
    await page.fill('[name=new_password]', password);
    await page.fill('[name=confirm_password]', password);
    await submit(page, 'new_password');
    await page.getByRole('heading', { name: 'Set up your authenticator app' }).waitFor();
    await check('set-up');
    const secret = (await page.locator('.secret').textContent()).trim();
    await page.fill('[name=code]', totp(secret));
    await submit(page, 'code');
    await page.waitForURL('http://localhost:3000/callback?**');
    await page.goto(`${outputs.SignInUrlWeb}&prompt=login`);
    await signIn(page, { email, password });
    await page.getByRole('heading', { name: 'Enter your code' }).waitFor();
    await check('code');
  });
});

describe('the desk', needsBrowser, () => {
  let world;
  let browser;
  before(async () => {
    [world, browser] = [await World.start(), await launch()];
  });
  after(async () => {
    await browser?.close();
    await world?.end();
  });

  it('leads to the sign-in page and shows the code of who signs up', async () => {
    const page = await browser.newPage();
    const desk = `${forBrowsers(world.endpoint)}/_local/`;
    await page.goto(desk);
    await page.locator('section', { hasText: 'Sign in' }).getByRole('link').first().click();
    await page.getByRole('link', { name: 'Create an account' }).click();
    const email = 'eve@example.com';
    for (const [name, value] of Object.entries({ username: email, password, confirm_password: password })) await page.fill(`[name=${name}]`, value);
    await page.getByRole('button', { name: 'Sign up' }).click();
    await page.getByRole('heading', { name: 'Confirm your account' }).waitFor();
    await page.goto(desk);
    assert.match(await page.locator('tr', { hasText: email }).first().textContent(), /\d{6}/);
    assert.match(await page.locator('#users').locator('..').textContent(), new RegExp(email));
    await checkOn(page, 'desk')('inbox');
  });

  it('shows nothing to a page of another site, or under another name', async () => {
    const asked = (headers, path = '/_local/') => fetch(`${world.endpoint}${path}`, { headers }).then(({ status }) => status);
    assert.equal(await asked({}), 200);
    assert.equal(await asked({ 'sec-fetch-site': 'same-origin' }), 200);
    assert.equal(await asked({ 'sec-fetch-site': 'cross-site' }), 403);
    assert.equal(await asked({ 'sec-fetch-site': 'same-site' }), 403);
    assert.equal(await asked({ origin: 'http://localhost:3000' }), 403);
  });
});
