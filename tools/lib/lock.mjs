// Two tools at once (`npm test` and `npx cdk synth`) must not write the same output: the second waits.
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Runs `work` while holding the folder `path`, which only one process can create. */
export async function withLock(path, work, { onWait = () => {}, pause = 200 } = {}) {
  mkdirSync(dirname(path), { recursive: true });
  for (let waited = false; !tryTake(path); waited = true) {
    if (isStale(path)) rmSync(path, { recursive: true, force: true });
    else {
      if (!waited) onWait();
      await sleep(pause);
    }
  }
  const release = () => rmSync(path, { recursive: true, force: true });
  // Ctrl-C ends the process without `finally`; the next one would find the lock stale, but not leaving it is kinder.
  const interrupted = () => { release(); process.exit(130); };
  process.once('SIGINT', interrupted);
  try {
    return await work();
  } finally {
    process.off('SIGINT', interrupted);
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
  writeFileSync(join(path, 'pid'), String(process.pid));
  return true;
}

/** The owner is gone, or died between making the folder and signing it, or its number now belongs to another process. */
function isStale(path) {
  const made = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
  if (Date.now() - made > 30 * 60_000) return true;
  try {
    process.kill(Number(readFileSync(join(path, 'pid'), 'utf8')) || NaN, 0);
    return false;
  } catch (error) {
    if (error.code === 'EPERM') return false;
    if (error.code === 'ESRCH') return true;
    return Date.now() - made > 5000;
  }
}
