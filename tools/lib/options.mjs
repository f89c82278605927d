// The command line of a tool: one table says what its options are, from which they are parsed and from which the help is written.
import { parseArgs } from 'node:util';
import { Problem } from './console.mjs';

/**
 * What `parseArgs` of Node.js has to know of an option, and what people have to. A number is checked to be whole and in its range.
 * @typedef {object} Option
 * @property {'string' | 'boolean' | 'number'} type
 * @property {string} about
 * @property {string} [value] stands for the value in the help
 * @property {string} [short]
 * @property {boolean} [multiple]
 * @property {string | number} [default]
 * @property {readonly [number, number]} [range] the least and the most
 */

/**
 * @template {Option} O
 * @typedef {O extends { type: 'boolean' } ? boolean | undefined
 *   : O extends { multiple: true } ? string[]
 *   : (O extends { type: 'number' } ? number : string) | (O extends { default: string | number } ? never : undefined)} ValueOf
 */

/**
 * @template {Record<string, Option>} Options
 * @typedef {{ [Name in keyof Options]: ValueOf<Options[Name]> }} Values
 */

/**
 * A command that has options; `hint` is what a message about a mistake ends with.
 * @template {Record<string, Option>} Options
 * @typedef {{ help: string, hint: string, parse: () => { values: Values<Options>, words: string[] } }} CommandLine
 */

/**
 * `call` is how the command is called; `takes` stands for words that are no options, which it would reject otherwise. With `passesOn` every
 * argument is a word: another program has the options. `usageCode` is the exit code of a command line that is not understood. Each of `sections` is a table of the help, below the options.
 * @template {Record<string, Option>} const Options
 * @param {{ call: string, about: string, takes?: string, passesOn?: boolean, usageCode?: number, options?: Options, sections?: Record<string, string[][]> }} command
 * @returns {CommandLine<Options>}
 */
export function commandLine({ call, about, takes = '', passesOn = false, usageCode = 1, options = /** @type {any} */ ({}), sections = {} }) {
  const hint = `${call} --help says what there is.`;
  const usage = [call, takes, passesOn ? '' : '[options]'].filter(Boolean).join(' ');
  const help = Object.entries({ Description: [[about]], Usage: [[usage]], Options: optionRows(options), ...sections })
    .map(([title, rows]) => `${title}:\n${columns(rows)}`)
    .join('\n\n');
  const args = process.argv.slice(2);
  const parse = () => {
    if (passesOn) return { values: /** @type {any} */ ({}), words: args };
    const { values, positionals } = parseOrReject({ args, options: forNode(options), allowPositionals: Boolean(takes) }, hint, usageCode);
    const entries = Object.entries(values).map(([name, value]) => [name, options[name].type === 'number' ? numberOf(name, value, options[name], hint, usageCode) : value]);
    return { values: Object.fromEntries(entries), words: positionals };
  };
  return { help, hint, parse };
}

/** @typedef {NonNullable<import('node:util').ParseArgsConfig['options']>} NodeOptions */

/** @param {Record<string, Option>} options @returns {NodeOptions} */
const forNode = (options) =>
  Object.fromEntries(
    Object.entries(options).map(([name, { type, short, multiple = false, default: otherwise }]) => [
      name,
      {
        type: type === 'boolean' ? type : 'string',
        multiple,
        ...(short && { short }),
        ...(multiple ? { default: [] } : otherwise !== undefined && { default: String(otherwise) }),
      },
    ]),
  );

/** @param {import('node:util').ParseArgsConfig} config */
function parseOrReject(config, hint, usageCode) {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new Problem(error.message, hint, usageCode);
  }
}

/** @param {{ range?: readonly [number, number] }} option */
function numberOf(name, text, option, hint, usageCode) {
  const [least, most] = option.range ?? [1, 9999999];
  const number = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  if (!(number >= least && number <= most)) throw new Problem(`--${name} must be ${least} to ${most}, not "${text}".`, hint, usageCode);
  return number;
}

/** @param {Record<string, Option>} options */
function optionRows(options) {
  const own = Object.entries(options).map(([name, { short, type, value = type === 'number' ? 'N' : 'TEXT', about, default: otherwise }]) => [
    `${short ? `-${short}, ` : ''}--${name}${type === 'boolean' ? '' : ` <${value}>`}`,
    otherwise === undefined ? about : `${about} [default: ${otherwise}]`,
  ]);
  return [...own, ['-h, --help', 'Show this help']];
}

/** Rows of one or two cells, the second ones below each other; a cell may have several lines. @param {string[][]} rows */
function columns(rows) {
  const width = Math.max(0, ...rows.filter((row) => row.length > 1).map(([first]) => first.length)) + 2;
  return rows
    .flatMap(([first, second]) => (second === undefined ? first : `${first.padEnd(width)}${second.replaceAll('\n', `\n${' '.repeat(width)}`)}`).split('\n'))
    .map((line) => `  ${line}`.trimEnd())
    .join('\n');
}
