// Signing in at every kind of identity provider, in a real browser, from the branded page to the person's own files.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { findings, keep, needsBrowser, overflows } from '../clients.tests/lib/browser.mjs';
import { signUp } from '../tools/lib/app.mjs';
import { forBrowsers, mailedCode } from '../tools/lib/host.mjs';
import { identityOf, startExample } from './lib/example.mjs';

/** What their buttons call them, by the names that Cognito has for them. */
const providers = { Google: 'Google', Facebook: 'Facebook', LoginWithAmazon: 'Amazon', SignInWithApple: 'Apple', Corp: 'Corp', Okta: 'Okta' };

/** Adds the providers that the shipped environment has not. */
function withEveryProvider({ Authentication: { Resources } }) {
  const client = Object.values(Resources).find((r) => r.Type === 'AWS::Cognito::UserPoolClient' && r.Properties.ClientName.includes('web'));
  const UserPoolId = Object.values(Resources).find((r) => r.Type === 'AWS::Cognito::UserPoolIdentityProvider').Properties.UserPoolId;
  const add = (name, ProviderDetails, AttributeMapping) =>
    (Resources[`Extra${name}`] = {
      Type: 'AWS::Cognito::UserPoolIdentityProvider',
      Properties: { UserPoolId, ProviderName: name, ProviderType: name, ProviderDetails, AttributeMapping },
    });
  const secret = (name) => `{{resolve:secretsmanager:local/${name}}}`;
  add('Facebook', { client_id: '1', client_secret: secret('facebook'), authorize_scopes: 'public_profile,email', api_version: 'v21.0' }, { email: 'email', name: 'name' });
  add('LoginWithAmazon', { client_id: '2', client_secret: secret('amazon'), authorize_scopes: 'profile' }, { email: 'email', name: 'name' });
  add(
    'SignInWithApple',
    { client_id: '3', team_id: 'TEAM123456', key_id: 'KEY1234567', private_key: secret('apple'), authorize_scopes: 'email name' },
    { email: 'email', email_verified: 'email_verified', name: 'name' },
  );
  client.Properties.SupportedIdentityProviders = ['COGNITO', ...Object.keys(providers)];
  // The gate wants a verified address, which Facebook and Amazon never call so.
  for (const resource of Object.values(Resources)) delete resource.Properties?.Environment?.Variables?.REQUIRE_VERIFIED_EMAIL;
}

describe('identity providers, in a browser', needsBrowser, () => {
  let world;
  let browser;
  let app;
  let end;
  before(async () => {
    ({ world, browser, app, end } = await startExample({ spoil: withEveryProvider }));
  });
  after(() => end?.());

  const newPage = async () => (await browser.newContext()).newPage();

  /** From the app to the sign-in page to the provider. */
  async function toProvider(page, provider) {
    await page.goto(app.address);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('link', { name: new RegExp(providers[provider]) }).click();
    await page.getByRole('heading', { name: 'Who do you want to be?' }).waitFor();
  }

  /** Is one of the people there, and lands in the app. */
  async function signInAs(page, provider, name) {
    await toProvider(page, provider);
    await page.getByRole('button', { name: `Continue as ${name}` }).click();
    await page.getByRole('heading', { name: 'Your files' }).waitFor();
  }

  for (const provider of Object.keys(providers))
    it(`signs in by ${provider}, for the first time and again, to one's own files`, async () => {
      const first = await newPage();
      await signInAs(first, provider, 'Ben Franklin');
      await first.setInputFiles('#file', { name: 'kite.txt', mimeType: 'text/plain', buffer: Buffer.from(`flown by ${provider}`) });
      await first.getByRole('button', { name: 'Put it' }).click();
      await first.getByRole('button', { name: 'kite.txt', exact: true }).waitFor();
      const second = await newPage();
      await signInAs(second, provider, 'Ben Franklin');
      assert.equal(await identityOf(second), await identityOf(first));
      await second.getByRole('button', { name: 'kite.txt', exact: true }).click();
      await second.getByText(`flown by ${provider}`).waitFor();
    });

  it('links who comes by a trusted provider to the account of the address, and reads its files', async () => {
    const owner = await newPage();
    const email = 'ada@example.com';
    await signUp(owner, { address: app.address, email, password: 'Correct-Horse-9-Battery', codeOf: (to) => mailedCode(world.endpoint, to) });
    await owner.setInputFiles('#file', { name: 'engine.txt', mimeType: 'text/plain', buffer: Buffer.from('analytical') });
    await owner.getByRole('button', { name: 'Put it' }).click();
    await owner.getByRole('button', { name: 'engine.txt', exact: true }).waitFor();

    const linked = await newPage();
    await toProvider(linked, 'Google');
    await linked.getByRole('button', { name: 'Continue as Ada Lovelace' }).click();
    await linked.getByText(/Already found an entry for username Google_/).waitFor();
    await signInAs(linked, 'Google', 'Ada Lovelace');
    assert.equal(await identityOf(linked), await identityOf(owner));
    await linked.getByRole('button', { name: 'engine.txt', exact: true }).click();
    await linked.getByText('analytical').waitFor();

    // Eve says that the address is hers, and nobody has checked it.
    const eve = await newPage();
    await toProvider(eve, 'Google');
    await eve.getByRole('button', { name: 'Continue as Eve Adversary' }).click();
    await eve.waitForURL(`${app.address}**`);
    if (
      await eve
        .getByRole('heading', { name: 'Your files' })
        .isVisible()
        .catch(() => false)
    )
      assert.notEqual(await identityOf(eve), await identityOf(owner));
    assert.equal(await eve.getByRole('button', { name: 'engine.txt', exact: true }).count(), 0);
  });

  it('leads who types an address of the company to its provider', async () => {
    const page = await newPage();
    await page.goto(app.address);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.fill('[name=username]', 'grace@corp.example');
    await page.click('form:has([name=username]) button[type=submit]');
    await page.getByRole('heading', { name: 'Corp' }).waitFor();
  });

  it('shows the people, and at the desk what providers said, to everybody', async () => {
    for (const [width, colorScheme] of [
      [1280, 'light'],
      [320, 'dark'],
    ]) {
      const page = await (await browser.newContext({ viewport: { width, height: 800 }, colorScheme })).newPage();
      await toProvider(page, 'Okta');
      await page.getByText('Claims of Ada Lovelace').click();
      await keep(page, `people-${width}-${colorScheme}`);
      assert.deepEqual(await findings(page), []);
      assert.equal(await overflows(page), false);
      await page.goto(`${forBrowsers(world.endpoint)}/_local/#providers`);
      await page.locator('details summary', { hasText: 'accepted' }).first().click();
      await keep(page, `desk-providers-${width}-${colorScheme}`);
      assert.deepEqual(await findings(page), []);
      assert.equal(await overflows(page), false);
    }
  });
});
