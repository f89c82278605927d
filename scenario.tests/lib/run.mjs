// A command that a test starts, hears out and ends.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stripVTControlCharacters } from 'node:util';
import { root } from '../../tools/lib/run.mjs';

export class Run {
  static #all = [];
  said = '';
  #heard = (/** @type {unknown} */ _ = undefined) => {};

  /** In a process group of its own, as a terminal would have it. */
  constructor(command, args, env = {}, cwd = root) {
    this.process = spawn(command, args, { cwd, detached: true, env: { ...process.env, ...env } });
    Run.#all.push(this);
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        this.said += stripVTControlCharacters(text);
        this.#heard();
      });
    }
    this.ended = once(this.process, 'close').then(([code]) => {
      this.code = code;
      this.#heard();
      return { code, said: this.said };
    });
  }

  /** Waits until it has said something. */
  async hears(pattern) {
    while (!pattern.test(this.said)) {
      if (this.code !== undefined) throw new Error(`It ended (${this.code}) without saying ${pattern}:\n${this.said}`);
      await this.saysMore();
    }
  }

  /** Waits until it says anything, or ends. */
  async saysMore() {
    if (this.code === undefined)
      await new Promise((done) => {
        this.#heard = done;
      });
  }

  /** Where the local AWS that it has started is. */
  get endpoint() {
    return /deployed to .*(http:\/\/127\.0\.0\.1:\d+)/.exec(this.said)?.[1];
  }

  /** What a key in a terminal sends to all that runs in it. */
  signalGroup(signal) {
    process.kill(-Number(this.process.pid), signal);
  }

  /** Ends whatever failed tests have left. */
  static killAll() {
    for (const run of Run.#all) if (run.code === undefined) run.signalGroup('SIGKILL');
  }
}

/** Whether a local AWS answers there. */
export const isUp = (endpoint) =>
  fetch(`${endpoint}/_local/health`).then(
    ({ ok }) => ok,
    () => false,
  );
