// Two tools at once (`npm test` and `npx cdk synth`) must not write the same output: the second waits.
import { mkdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onSignal } from './signals.mjs';

/**
 * Runs `work` while holding the folder `path`, which only one process can create.
 * @template T
 * @param {string} path
 * @param {() => Promise<T>} work
 * @param {{ onWait?: (owner: { pid?: number, folder?: string }) => void, pause?: number }} [how]
 */
export async function withLock(path, work, { onWait = () => {}, pause = 200 } = {}) {
  mkdirSync(dirname(path), { recursive: true });
  for (let waited = false; !tryTake(path); waited = true) {
    if (isStale(path)) rmSync(path, { recursive: true, force: true });
    else {
      if (!waited) onWait(ownerOf(path));
      await sleep(pause);
    }
  }
  const release = () => rmSync(path, { recursive: true, force: true });
  // Ctrl-C ends the process without `finally`; the next one would find the lock stale, but not leaving it is kinder.
  const forget = onSignal(() => {
    release();
    process.exit(130);
  }, ['SIGINT']);
  try {
    return await work();
  } finally {
    forget();
    release();
  }
}

function tryTake(path) {
  try {
    mkdirSync(path);
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
  // With the folder: who copies a tree copies its lock, and a number alone would name whoever holds the original.
  writeFileSync(join(path, 'owner'), JSON.stringify({ pid: process.pid, folder: realpathSync(path) }));
  return true;
}

/** { pid, folder } of whoever holds the lock; empty while it is not yet signed. */
function ownerOf(path) {
  try {
    return JSON.parse(readFileSync(join(path, 'owner'), 'utf8'));
  } catch {
    return {};
  }
}

/** The owner is gone, or died between making the folder and signing it; or its number now belongs to another process, or it holds another folder. */
function isStale(path) {
  const made = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
  if (Date.now() - made > 30 * 60_000) return true;
  const { pid, folder } = ownerOf(path);
  if (!pid) return Date.now() - made > 5000;
  try {
    if (folder !== realpathSync(path)) return true;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}
