// The local AWS as a child process: started, waited for, ended.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Problem, tail } from './console.mjs';
import { builtAt, programPath } from './programs.mjs';
import { root } from './run.mjs';

/**
 * Starts the local AWS and resolves when its services answer: it prints `ready URL` then.
 * All it says goes to the file `log`, and to the console from `follow()` on.
 * @param {{ assembly: string, state: string, port: number, log: string, args?: string[] }} what
 */
export async function startHost({ assembly, state, port, log, args = [] }) {
  // It is out of reach of the terminal's Ctrl-C, which others have to be done with first, and ends with its input: so with us, however we end.
  const child = spawn('dotnet', [programPath('Local'), '--assembly', assembly, '--state', state, '--port', String(port), '--until-eof', ...args], {
    cwd: root,
    stdio: 'pipe',
    detached: true,
    windowsHide: true,
  });
  child.stdin.on('error', () => {}); // It has ended before its input did.
  const said = [];
  let file;
  let following = false;
  const ready = new Promise((done) => {
    const hear = (line) => {
      if (file) file.write(`${line}\n`);
      else said.push(line);
      if (following && !isRoutine(line)) console.log(line);
      const endpoint = /^ready (\S+)$/.exec(line)?.[1];
      if (!endpoint) return;
      // Until then the log may be that of another, which has the state. Codes and passwords stand in it.
      rmSync(log, { force: true });
      file = createWriteStream(log, { mode: 0o600 });
      file.write(`${said.splice(0).join('\n')}\n`);
      done(endpoint);
    };
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', hear);
  });
  const ended = once(child, 'close').then(([code]) => code);
  const endpoint = await Promise.race([ready, ended.then(() => null)]);
  if (!endpoint) throw new Problem(tail(said.join('\n'), 30).replace(/^ {2}/gm, '') || `The local AWS ended without a word (${await ended}).`);
  return {
    endpoint,
    pid: child.pid,
    ended,
    follow() {
      following = true;
    },
    stop() {
      child.stdin.end();
      return ended;
    },
  };
}

/** What is allowed is in the log; at a terminal it would hide what is not. */
const isRoutine = (line) => /^\S+ {2}Access +ALLOW |^\S+ {2}Http /.test(line);

/** Its address for browsers, whose cookies need a name. */
export const forBrowsers = (endpoint) => endpoint.replace('127.0.0.1', 'localhost');

/** The outputs of all stacks together, from the file that it or `cdk deploy --outputs-file` writes. */
export const outputsOf = (file) => Object.assign({}, ...Object.values(JSON.parse(readFileSync(file, 'utf8'))));

/** The newest code that was mailed to somebody. */
export const mailedCode = async (endpoint, email) =>
  (await (await fetch(`${endpoint}/_local/messages?recipient=${encodeURIComponent(email)}`)).json()).findLast(({ code }) => code).code;

/** The local AWS that is up on a port with this state; null where there is none. */
export async function findHost(port, state) {
  const endpoint = `http://127.0.0.1:${port}`;
  // Whoever has the port may never answer. A local AWS that is busy does, in the end.
  const patience = portFile(state) === String(port) ? 30_000 : 2000;
  const health = await fetch(`${endpoint}/_local/health`, { signal: AbortSignal.timeout(patience) })
    .then((answer) => answer.json())
    .catch(({ cause }) => {
      if (cause?.message === 'bad port') throw new Problem(`Port ${port} is one that browsers and Node.js call nobody at.`, 'Take another: npm start -- --port 0');
      return null;
    });
  return health?.state === state ? { endpoint, issuer: health.issuer, isOutdated: builtAt('Local') > Date.parse(health.since) } : null;
}

/** The port of the local AWS that works with a state folder, or did last; '' where there was none. */
function portFile(state) {
  const file = join(state, 'port');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
}

/** Notices before a synthesis that users and data are those of a local AWS that is up on another port; the host would say so after it. */
export async function requireOwnState(state, port, shown) {
  const its = portFile(state);
  if (!its || its === String(port) || !(await findHost(its, state))) return;
  throw new Problem(
    `A local AWS is up on port ${its} with ${shown}.`,
    `Deploy to it: npm start -- --port ${its}${shown === '.local' ? '' : ` --state ${shown}`}\nOr give this one users and data of its own: --state FOLDER, with --port ${port}`,
  );
}

/** Notices before a synthesis that a port is somebody else's; the host would say the same after it. */
export async function requireFree(port, option = '--port') {
  for (const address of ['127.0.0.1', '::1']) {
    const server = createServer().listen(port, address);
    const error = await once(server, 'listening').then(
      () => null,
      (failed) => failed,
    );
    server.close();
    if (error?.code === 'EADDRINUSE')
      throw new Problem(`Port ${port} on ${address} is taken, perhaps by another local AWS.`, `End that, or take a free one: npm start -- ${option} 0`);
  }
}

/** Has a local AWS that is up deploy its templates anew. */
export async function redeploy(host, log) {
  const answer = await fetch(`${host.endpoint}/_local/deploy`, { method: 'POST' });
  if (answer.ok) return { ...host, stop() {} };
  const told = await answer.json().catch(() => null);
  throw new Problem(told?.message ?? `The local AWS could not deploy the templates (${answer.status}).`, told ? '' : `Its log says why: ${log}`);
}
