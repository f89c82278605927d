// Amplify in a page of a browser, where it keeps what it keeps in the browser's own storage.
import { serveApp } from './app.mjs';
import { clients, endpoint, userPoolId } from './environment.mjs';

const app = `
  import { Amplify } from 'aws-amplify';
  import * as auth from 'aws-amplify/auth';
  Amplify.configure({ Auth: { Cognito: { userPoolId: '${userPoolId}', userPoolClientId: '${clients.web}', userPoolEndpoint: '${endpoint}' } } });
  globalThis.auth = auth;
  globalThis.told = (promise) => promise.then((result) => result ?? 'OK', (error) => error.name);
`;

/** Serves the page at an origin with a name: passkeys are for no other. */
export const serveAmplify = () => serveApp(() => app, [0]);

/** Opens it; `globalThis.auth` is Amplify's then. */
export async function openAmplify(page, origin) {
  await page.goto(origin);
  await page.waitForFunction(() => globalThis.auth);
}
