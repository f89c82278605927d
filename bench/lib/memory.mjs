// What a process and all that it has started take of the machine.
import { readFileSync, readdirSync } from 'node:fs';

/** A process may end while it is looked at. */
const attempt = (look, otherwise) => {
  try {
    return look();
  } catch {
    return otherwise;
  }
};
const read = (path) => attempt(() => readFileSync(path, 'utf8'), '');

/** Linux keeps children by the thread that started them. */
const childrenOf = (pid) => attempt(() => readdirSync(`/proc/${pid}/task`), []).flatMap((thread) => read(`/proc/${pid}/task/${thread}/children`).split(' ').filter(Boolean));
const tree = (pid) => [pid, ...childrenOf(pid).flatMap(tree)];

/** Megabytes at this moment; what processes share counts once. */
const memoryOf = (pid) => tree(pid).reduce((sum, one) => sum + Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${one}/smaps_rollup`))?.[1] ?? 0), 0) / 1024;

/** Milliseconds of processor time until now, of those that have ended and were waited for too; the kernel counts in hundredths of a second. */
export const cpuOf = (pid) =>
  tree(pid).reduce((sum, one) => {
    const [user, system, ofEnded, systemOfEnded] = read(`/proc/${one}/stat`).split(') ')[1]?.split(' ').slice(11, 15).map(Number) ?? [0, 0, 0, 0];
    return sum + (user + system + ofEnded + systemOfEnded) * 10;
  }, 0);

/** Looks twice a second until `stop()`, which gives the most that it has seen. */
export function watchMemory(pid) {
  let most = memoryOf(pid);
  const timer = setInterval(() => {
    most = Math.max(most, memoryOf(pid));
  }, 500);
  return {
    stop() {
      clearInterval(timer);
      return most;
    },
  };
}
