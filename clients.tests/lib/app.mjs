// An app in a page of its own origin, served as apps are: a browser does not let tests answer everything that a redirection leads to.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { build } from 'esbuild';
import { inRoot } from '../../tools/lib/run.mjs';

/** Ports of the callbacks of the client "web". */
export const callbackPorts = [8080, 4200, 5173, 3000];

/** Serves an app, whose script `scriptAt` writes for an origin, at the first of the ports that is free. */
export async function serveApp(scriptAt, ports = callbackPorts) {
  let script = '';
  const server = createServer(({ url }, response) => {
    const isScript = url === '/app.js';
    response
      .writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' })
      .end(isScript ? script : '<!DOCTYPE html><title>…</title><script type="module" src="/app.js"></script>');
  });
  for (const port of ports) {
    try {
      await once(server.listen(port, 'localhost'), 'listening');
    } catch (error) {
      if (error.code !== 'EADDRINUSE') throw error;
      continue;
    }
    const origin = `http://localhost:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}`;
    const stdin = { contents: scriptAt(origin), resolveDir: inRoot() };
    ({
      outputFiles: [{ text: script }],
    } = await build({ stdin, bundle: true, format: 'esm', write: false, logLevel: 'silent' }));
    return { origin, server };
  }
  throw new Error(`None of the ports ${ports} is free.`);
}
