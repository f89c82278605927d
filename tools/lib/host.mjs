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
        if (following) process.stdout.write(text);
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
    isOurs: true,
    endpoint,
    pid: child.pid,
    ended,
    follow() { following = true; },
    stop() {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

/** Has a local AWS that is already up deploy anew; null where there is none of this state. */
export async function redeploy(port, state) {
  const endpoint = `http://127.0.0.1:${port}`;
  const health = await fetch(`${endpoint}/_local/health`).then((answer) => answer.json()).catch(() => null);
  if (health?.state !== state) return null;
  const answer = await fetch(`${endpoint}/_local/deploy`, { method: 'POST' });
  if (!answer.ok) throw new Problem((await answer.json()).message);
  return { isOurs: false, endpoint, stop() {} };
}
