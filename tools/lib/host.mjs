// The local AWS as a child process: started, waited for, ended.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { Problem, tail } from './console.mjs';
import { programPath } from './programs.mjs';
import { root } from './run.mjs';

/**
 * Starts the local AWS and resolves when its services answer: it prints `ready URL` then.
 * All it says goes to the file `log`, and to the console from `follow()` on.
 */
export async function startHost({ assembly, state, port, log, args = [] }) {
  const child = spawn('dotnet', [programPath('Local'), '--assembly', assembly, '--state', state, '--port', String(port), ...args],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const file = createWriteStream(log);
  let said = '';
  let following = false;
  const ready = new Promise((done) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        file.write(text);
        if (following) process.stdout.write(withoutRoutine(text));
        said = (said + text).slice(-20000);
        const line = /^ready (\S+)$/m.exec(said);
        if (line) done(line[1]);
      });
    }
  });
  const ended = once(child, 'close').then(([code]) => code);
  const endpoint = await Promise.race([ready, ended.then(() => null)]);
  if (!endpoint) throw new Problem(said.trim() ? tail(said, 30).replace(/^ {2}/gm, '') : `The local AWS ended without a word (${await ended}).`);
  return {
    endpoint,
    pid: child.pid,
    ended,
    follow() { following = true; },
    stop() {
      this.isEnding = true;
      child.kill('SIGTERM');
      return ended;
    },
  };
}

/** What is allowed is in the log; at a terminal it would hide what is not. */
const withoutRoutine = (text) => text.split('\n').filter((line) => !/^\S+ {2}Access +ALLOW |^\S+ {2}Http /.test(line)).join('\n');

/** The local AWS that is up on a port with this state; null where there is none. */
export async function findHost(port, state) {
  const endpoint = `http://127.0.0.1:${port}`;
  const health = await fetch(`${endpoint}/_local/health`).then((answer) => answer.json()).catch(() => null);
  return health?.state === state ? { endpoint } : null;
}

/** Has a local AWS that is up deploy its templates anew. */
export async function redeploy(host) {
  const answer = await fetch(`${host.endpoint}/_local/deploy`, { method: 'POST' });
  if (answer.ok) return { ...host, stop() {} };
  const told = await answer.json().catch(() => null);
  throw new Problem(told?.message ?? `The local AWS could not deploy the templates (${answer.status}).`, told ? '' : 'Its log says why: artifacts/local/host.log');
}
