// Serves the example app, made for one deployment: the local AWS, or AWS by the outputs of `cdk deploy --outputs-file`.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { Problem, main } from '../tools/lib/console.mjs';
import { commandLine } from '../tools/lib/options.mjs';
import { isEntry, portOf } from '../tools/lib/run.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const command = commandLine({
  call: 'node example/server.mjs',
  about: 'Serves the example app, for the local AWS or for what "cdk deploy --all --outputs-file cdk-outputs.json" deployed.',
  options: {
    outputs: { type: 'string', value: 'FILE', about: 'Outputs of the deployment' },
    endpoint: { type: 'string', value: 'URL', about: 'What stands in for AWS' },
    port: { type: 'number', range: [0, 65535], default: 3000, about: 'Where the app is served; http://localhost:PORT/callback must be a callback of its client' },
    client: { type: 'string', value: 'NAME', default: 'Web', about: "Which app client: the end of the output's name, ClientIdWeb" },
  },
  sections: {
    Examples: [
      ['node example/server.mjs --outputs cdk-outputs.json', 'AWS'],
      ['node example/server.mjs --outputs .local/outputs.json --endpoint http://localhost:4566', 'the local AWS'],
    ],
  },
});

/** What the app has to know, from the outputs of all stacks. */
export function configOf(outputs, { client = 'Web', endpoint } = /** @type {{ client?: string, endpoint?: string }} */ ({})) {
  const needed = (name) => outputs[name] ?? Object.entries(outputs).find(([key]) => key.startsWith(name))?.[1] ?? fail(`The outputs have no ${name}.`);
  return {
    region: needed('Region'),
    userPoolId: needed('UserPoolId'),
    clientId: needed(`ClientId${client}`),
    identityPoolId: needed('IdentityPoolId'),
    loginUrl: endpoint ?? new URL(needed('SignInUrl')).origin,
    bucket: needed('BucketName'),
    table: needed('TableName'),
    ...(endpoint && { endpoint }),
  };
}

/** The outputs of all stacks, from a file of `cdk deploy --outputs-file`. */
export const readOutputs = (file) => Object.assign({}, ...Object.values(JSON.parse(readFileSync(file, 'utf8'))));

function fail(message) {
  throw new Error(message);
}

/** Builds the app and serves it on localhost, with whatever configuration holds at the time; resolves to { address, close }. */
export async function serve(readConfig, port) {
  const {
    outputFiles: [{ contents: script }],
  } = await build({ entryPoints: [join(here, 'src/app.ts')], bundle: true, format: 'esm', target: 'es2022', minify: true, write: false, logLevel: 'silent' });
  const read = (name) => readFileSync(join(here, name));
  /** @type {Record<string, [string, (config: object) => string | Uint8Array]>} */
  const files = {
    '/': ['text/html; charset=utf-8', () => read('index.html')],
    '/callback': ['text/html; charset=utf-8', () => read('index.html')],
    '/style.css': ['text/css; charset=utf-8', () => read('style.css')],
    '/app.js': ['text/javascript; charset=utf-8', () => script],
    '/config.json': ['application/json', (config) => JSON.stringify(config)],
  };
  const server = createServer((request, response) => {
    const file = files[(request.url ?? '').split('?')[0]];
    if (!file) return response.writeHead(404).end();
    const config = readConfig();
    const reached = [config.loginUrl, config.endpoint ?? 'https://*.amazonaws.com'].join(' ');
    return response
      .writeHead(200, {
        'content-type': file[0],
        'cache-control': 'no-store',
        'content-security-policy': `default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self' ${reached}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      })
      .end(file[1](config));
  });
  await new Promise((done, failed) => {
    server.once('error', failed).listen(port, 'localhost', () => done(undefined));
  });
  return {
    address: `http://localhost:${portOf(server)}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => {
        server.close(done);
      });
    },
  };
}

if (isEntry(import.meta.url)) {
  await main(command, async ({ outputs, port, ...options }) => {
    if (!outputs) throw new Problem('--outputs is needed.', command.hint);
    try {
      const config = configOf(readOutputs(outputs), options);
      const { address } = await serve(() => config, port);
      console.log(`The example app: ${address}`);
    } catch (error) {
      throw new Problem(error.message, command.hint);
    }
  });
}
