// Memory of a process and of all that it has started.
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

/** Megabytes at this moment; what processes share counts for each of them. */
const memoryOf = (pid) => tree(pid).reduce((sum, one) => sum + Number(/^VmRSS:\s+(\d+)/m.exec(read(`/proc/${one}/status`))?.[1] ?? 0), 0) / 1024;

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
