// The example app beside the local AWS: served, and signed in to by a browser without a window where there is one.
import { randomBytes } from 'node:crypto';
import { dim, step, yellow } from './console.mjs';
import { findBrowser, howToGetOne, launchBrowser } from './browser.mjs';
import { forBrowsers, mailedCode, outputsOf } from './host.mjs';

/** Serves the app where its client has the callback for it; says in one line why not, otherwise. */
export async function serveApp(endpoint, outputsFile, port) {
  const { configOf, readOutputs, serve } = await import('../../example/server.mjs');
  const at = forBrowsers(endpoint);
  const readConfig = () => configOf(readOutputs(outputsFile), { endpoint: at });
  try {
    const { clientId } = readConfig();
    const callback = `http://localhost:${port}/callback`;
    const { status } = await fetch(`${at}/oauth2/authorize?client_id=${clientId}&response_type=code&redirect_uri=${encodeURIComponent(callback)}`, { redirect: 'manual' });
    if (status === 400) throw new Error(`${callback} is no callback of clients.web`);
    return await serve(readConfig, port);
  } catch (error) {
    const why = error.code === 'EADDRINUSE' ? `port ${port} is taken (--app-port takes another of the client's callbacks)` : error.message;
    console.log(yellow(`The example app is not served: ${why}.`));
    return undefined;
  }
}

/** Signs somebody up on the pages, with the code of the mail, and sees the app show their own data; resolves to an exit code. */
export async function checkApp(app, endpoint, state) {
  if (!findBrowser()) {
    console.log(dim(`The pages and the app were not tried in a browser. ${howToGetOne}`));
    return 0;
  }
  const email = `start-${randomBytes(6).toString('hex')}@example.com`;
  try {
    await step('signing up on the pages and in to the app, in a browser', 'signed up on the pages and in to the app, in a browser', async () => {
      const browser = await launchBrowser();
      try {
        await signUp(await browser.newPage(), {
          address: app.address,
          email,
          password: `A-${randomBytes(12).toString('base64url')}-9z!`,
          codeOf: (to) => mailedCode(endpoint, to),
        });
      } finally {
        await browser.close();
      }
      await remove(email, endpoint, state);
    });
    return 0;
  } catch (error) {
    console.log(yellow(`The app did not show ${email} its own data: ${error.message.split('\n')[0]}`));
    return 1;
  }
}

/** Leaves nobody behind that a person has not made. */
async function remove(email, endpoint, state) {
  // What it has to say of the version of Node, set-up says.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  const { AdminDeleteUserCommand, CognitoIdentityProviderClient } = await import('@aws-sdk/client-cognito-identity-provider');
  const { fromIni } = await import('@aws-sdk/credential-providers');
  const { Region, UserPoolId } = outputsOf(`${state}/outputs.json`);
  const client = new CognitoIdentityProviderClient({ endpoint, region: Region, credentials: fromIni({ filepath: `${state}/credentials` }) });
  await client.send(new AdminDeleteUserCommand({ UserPoolId, Username: email }));
}

/** Signs up on the pages and lands in the app; `codeOf` finds the code of the mail. */
export async function signUp(page, { address, email, password, codeOf }) {
  await page.goto(address);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: 'Create an account' }).click();
  for (const [name, value] of Object.entries({ username: email, password, confirm_password: password })) await page.fill(`[name=${name}]`, value);
  await page.getByRole('button', { name: 'Sign up' }).click();
  await page.getByRole('heading', { name: 'Confirm your account' }).waitFor();
  await page.fill('[name=code]', await codeOf(email));
  await page.getByRole('button', { name: 'Confirm account' }).click();
  await page.getByRole('heading', { name: 'Your files' }).waitFor();
}
