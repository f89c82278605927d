// What people see: steps with seconds, problems with a way out, and never a stack trace for a mistake of theirs.
import { stripVTControlCharacters } from 'node:util';

const colored = process.env.FORCE_COLOR || (process.stdout.isTTY && !process.env.NO_COLOR && process.env.TERM !== 'dumb');
const paint = (code) => (text) => (colored ? `\x1b[${code}m${text}\x1b[0m` : String(text));

export const bold = paint(1);
export const dim = paint(2);
export const red = paint(31);
export const green = paint(32);
export const yellow = paint(33);

/** Something a person can mend: the message says what is wrong, `hint` what to do. */
export class Problem extends Error {
  constructor(message, hint = '', exitCode = 1) {
    super(message);
    this.hint = hint;
    this.exitCode = exitCode;
  }
}

export const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/**
 * Runs `work` as one line of progress: what is `doing` while it runs, what was `done` after it, and a remark on its result behind the
 * seconds; a text is one itself. Resolves to the result.
 * @template T
 * @param {string} doing
 * @param {string} done
 * @param {() => T | Promise<T>} work
 * @param {(result: T) => string} [remark]
 */
export async function step(doing, done, work, remark = (result) => (typeof result === 'string' ? result : '')) {
  const start = performance.now();
  // On a terminal the line moves while the work runs, and is then written over.
  const draw = () => process.stdout.write(`\r\x1b[K${dim(frames[Math.floor((performance.now() - start) / 100) % frames.length])} ${doing} ${dim(seconds(start))}`);
  const ticking = process.stdout.isTTY && setInterval(draw, 100);
  if (ticking) draw();
  const settle = (line) => {
    clearInterval(ticking || undefined);
    console.log(ticking ? `\r\x1b[K${line}` : line);
  };
  try {
    const result = await work();
    settle(`${green('✓')} ${done} ${dim([seconds(start), remark(result)].filter(Boolean).join('  '))}`);
    return result;
  } catch (error) {
    settle(`${red('✗')} ${doing} ${dim(seconds(start))}`);
    throw error;
  }
}

/**
 * The entry of every tool: a `Problem` is printed for its reader, anything else is a bug and keeps its stack. Whoever asks a tool for help
 * gets it, and nothing else is done. `work` gets the values of the options, and the words that are none; it may return an exit code.
 * @template {Record<string, import('./options.mjs').Option>} Options
 * @param {import('./options.mjs').CommandLine<Options>} command
 * @param {(values: import('./options.mjs').Values<Options>, words: string[]) => unknown} work
 */
export async function main(command, work) {
  if (process.argv.slice(2).some((arg) => arg === '--help' || arg === '-h')) return console.log(command.help);
  try {
    const { values, words } = command.parse();
    process.exitCode = Number((await work(values, words)) ?? 0);
  } catch (error) {
    process.exitCode = error.exitCode ?? 1;
    if (!(error instanceof Problem)) throw error;
    console.error(`${red('error')} ${error.message}${error.hint ? `\n\n${error.hint}` : ''}`);
  }
}

/** The last lines of a tool's output, for an error message. */
export const tail = (output, lines = 20) =>
  stripVTControlCharacters(output)
    .split(/\r?\n/)
    .filter((line) => line.trim())
    .slice(-lines)
    .map((line) => `  ${line}`)
    .join('\n');
