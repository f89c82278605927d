// What tells a tool to end, Ctrl-C or another signal, and what becomes of it then.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** @typedef {'SIGINT' | 'SIGTERM'} Signal */

/** Calls `answer` where such a signal would end the process. Returns what takes that back. @param {(signal: Signal) => void} answer @param {Signal[]} signals */
export function onSignal(answer, signals = ['SIGINT', 'SIGTERM']) {
  for (const signal of signals) process.on(signal, answer);
  return () => signals.forEach((signal) => process.off(signal, answer));
}

/**
 * Aborted by a signal to end, for whoever has to be done with something first; of an npm command also by the end of npm, which does not pass on
 * the signal that ends it.
 */
export function untilToldToEnd({ withNpm = false } = {}) {
  const end = new AbortController();
  onSignal((signal) => end.abort(signal));
  const parent = process.ppid;
  if (withNpm) setInterval(() => process.ppid === parent || end.abort('SIGTERM'), 1000).unref();
  return end.signal;
}

/**
 * A program that has the terminal to itself; resolves to its exit code. Told to end, it still removes what it made, or writes down where it was.
 * @param {string[]} args @param {import('node:child_process').SpawnOptions} options
 */
export async function handOver(command, args, options = {}, end = untilToldToEnd()) {
  const child = spawn(command, args, { ...options, stdio: 'inherit' });
  // Ctrl-C it has seen by itself; a second would end it at once.
  end.addEventListener('abort', () => end.reason === 'SIGINT' || child.kill('SIGTERM'));
  const [code] = await once(child, 'close');
  return code ?? 1;
}
