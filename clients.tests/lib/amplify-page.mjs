// Amplify in a page of a browser, where it keeps what it keeps in the browser's own storage.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { build } from 'esbuild';
import { inRoot } from '../../tools/lib/run.mjs';
import { clients, endpoint, userPoolId } from './environment.mjs';

const app = `
  import { Amplify } from 'aws-amplify';
  import * as auth from 'aws-amplify/auth';
  Amplify.configure({ Auth: { Cognito: { userPoolId: '${userPoolId}', userPoolClientId: '${clients.web}', userPoolEndpoint: '${endpoint}' } } });
  globalThis.auth = auth;
  globalThis.told = (promise) => promise.then((result) => result ?? 'OK', (error) => error.name);
`;

/** Serves the page at an origin with a name: passkeys are for no other. */
export async function serveAmplify() {
  const {
    outputFiles: [{ text: script }],
  } = await build({ stdin: { contents: app, resolveDir: inRoot() }, bundle: true, format: 'esm', write: false, logLevel: 'silent' });
  const server = createServer(({ url }, response) => {
    const isScript = url === '/app.js';
    response
      .writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' })
      .end(isScript ? script : '<!DOCTYPE html><title>…</title><script type="module" src="/app.js"></script>');
  });
  await once(server.listen(0, 'localhost'), 'listening');
  return { server, origin: `http://localhost:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}/` };
}

/** Opens it; `globalThis.auth` is Amplify's then. */
export async function openAmplify(page, origin) {
  await page.goto(origin);
  await page.waitForFunction(() => globalThis.auth);
}
