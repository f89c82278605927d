// Bundles the app, and serves it on localhost: node example/react/serve.mjs amplify_outputs.json [port]
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { build } from 'esbuild';
import { isEntry, portOf } from '../../tools/lib/run.mjs';

const page = '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Notes</title><link rel="stylesheet" href="/app.css"><script type="module" src="/app.js"></script>';

/** @param {() => string} readOutputs @param {number} port */
export async function serve(readOutputs, port) {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname ?? '', 'app.tsx')],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    minify: true,
    outdir: 'out',
    write: false,
    logLevel: 'silent',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const bundle = (/** @type {string} */ end) => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? '';
  /** @type {Record<string, [string, () => string]>} */
  const files = {
    '/': ['text/html', () => page],
    '/app.js': ['text/javascript', () => bundle('.js')],
    '/app.css': ['text/css', () => bundle('.css')],
    '/amplify_outputs.json': ['application/json', readOutputs],
  };
  const server = createServer(({ url = '' }, response) => {
    const [type, text] = files[url.split('?')[0]] ?? [];
    return text ? response.writeHead(200, { 'content-type': type }).end(text()) : response.writeHead(404).end();
  });
  await once(server.listen(port, 'localhost'), 'listening');
  return { address: `http://localhost:${portOf(server)}/`, close: () => server.close() };
}

if (isEntry(import.meta.url)) {
  const [, , file = 'amplify_outputs.json', port = '5173'] = process.argv;
  console.log((await serve(() => readFileSync(file, 'utf8'), Number(port))).address);
}
