// The example app in React: Amplify UI's Authenticator in a real browser, configured by npm run outputs.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { serve } from '../example/react/serve.mjs';
import { keep, launch, needsBrowser } from '../clients.tests/lib/browser.mjs';
import { inRoot, must } from '../tools/lib/run.mjs';
import { mailedCode } from '../tools/lib/host.mjs';
import { Run } from './lib/run.mjs';
import { World } from './lib/world.mjs';

const password = 'Correct-Horse-9-Battery';
const email = 'ann@example.com';

it('the app in React is type-checked', () => must('The app in React', 'node_modules/.bin/tsc', ['-p', 'example/react']));

describe('the app in React', needsBrowser, () => {
  let world;
  let browser;
  let app;
  let page;
  before(async () => {
    world = await World.start();
    const local = ['--local', '--port', new URL(world.endpoint).port, '--state', world.state];
    const { code, said } = await new Run(process.execPath, [inRoot('tools/outputs.mjs'), '-e', 'local', ...local, '--format', 'amplify'], world.env).ended;
    assert.equal(code, 0, said);
    const outputs = said.slice(said.indexOf('{'), said.lastIndexOf('}') + 1);
    app = await serve(() => outputs, 0);
    browser = await launch();
    page = await browser.newPage();
    page.setDefaultTimeout(60_000);
  });
  after(async () => {
    await browser?.close();
    app?.close();
    await world?.end();
  });

  it('signs up with the code that was mailed, and is in then', async () => {
    await page.goto(app.address);
    await page.getByRole('tab', { name: 'Create Account' }).click();
    await page.fill('input[name=email]', email);
    await page.fill('input[name=password]', password);
    await page.fill('input[name=confirm_password]', password);
    await page.getByRole('button', { name: 'Create Account' }).click();
    await page.locator('input[name=confirmation_code]').waitFor();
    await keep(page, 'react-code');
    await page.fill('input[name=confirmation_code]', await mailedCode(world.endpoint, email));
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByRole('heading', { name: `Hello ${email}` }).waitFor();
    await page.getByText(/Your data is under us-east-1:[0-9a-f-]{36}\./).waitFor();
  });

  it('signs out, refuses a wrong password, and takes the right one', async () => {
    await page.getByRole('button', { name: 'Sign out' }).click();
    // The user pool takes passkeys too: so the component asks how to sign in, and for the password there.
    await page.fill('input[name=username]', email);
    await page.fill('input[name=password]', password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    const byPassword = page.getByRole('button', { name: 'Sign In with Password' });
    await page.getByRole('button', { name: 'Sign In with Passkey' }).waitFor();
    await page.fill('input[name=password]', 'Wrong-Horse-9-Battery');
    await byPassword.click();
    await page.getByText('Incorrect username or password.').waitFor();
    assert.equal(await page.getByRole('heading', { name: /^Hello/ }).count(), 0);

    await page.fill('input[name=password]', password);
    await byPassword.click();
    await page.getByRole('heading', { name: `Hello ${email}` }).waitFor();
  });

  it('offers the providers of the user pool that Amplify knows', async () => {
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign In with Google' }).waitFor();
    await keep(page, 'react-sign-in');
  });
});
