// What every child process of the host has in common: it serves the host alone, and ends with it.
import { createHash, timingSafeEqual } from 'node:crypto';
import { createRequire } from 'node:module';

const { DATA, PORT = '0', SECRET } = process.env;
const digest = (text) => createHash('sha256').update(text).digest();
const secret = SECRET && digest(SECRET);

/** The exit code by which the host knows that an installation is needed. */
export const notInstalled = 78;

/** The folder that all data is in. */
export const folder = DATA;

/** Loads a package, or a module that a package has for itself. One that is missing ends the process. */
export function load(name, from) {
  try {
    return from ? createRequire(createRequire(import.meta.url).resolve(from))(name) : createRequire(import.meta.url)(name);
  } catch (e) {
    if (e.code !== 'MODULE_NOT_FOUND') throw e;
    console.error(`The npm package ${from ?? name} is not installed: run "npm ci", or "npm start", which does it.`);
    process.exit(notInstalled);
  }
}

const isHost = (request) => secret && timingSafeEqual(digest(request.headers['x-local-secret'] ?? ''), secret);

/** Listens on loopback, and tells the host where. */
export function serve(server) {
  const answer = server.listeners('request')[0];
  server.removeAllListeners('request').on('request', (request, response) => {
    // Whatever else runs on this machine has to ask the host, which knows the policies.
    if (!isHost(request)) return response.writeHead(403, { connection: 'close', 'content-type': 'text/plain' }).end('Only the host may ask.\n');
    delete request.headers['x-local-secret'];
    return answer(request, response);
  });
  // Connections wait longer here than in the host's pool: it never sends into one that is just being closed.
  Object.assign(server, { keepAliveTimeout: 600_000, requestTimeout: 0 });
  server.listen(Number(PORT), '127.0.0.1', () => console.log(`listening ${server.address().port}`));
}

// The host has the other end: it closes in whatever way the host ends. Ctrl+C reaches the whole terminal, and is the host's to answer.
process.stdin
  .on('end', () => process.exit())
  .on('error', () => process.exit())
  .resume();
process.on('SIGINT', () => {});
