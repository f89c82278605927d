// Options of a command line, for people.
import { parseArgs } from 'node:util';
import { Problem } from './console.mjs';

/** The values of the options; whatever is not one of them is a Problem that names the help, which `main` gives. */
export function parseOptions(options, command) {
  try {
    return parseArgs({ args: process.argv.slice(2), options }).values;
  } catch (error) {
    throw new Problem(error.message, `${command} -- --help says what there is.`);
  }
}

/** Options that are numbers of things, by their defaults: whole, and at least one. */
export function parseCounts(defaults, command) {
  const values = parseOptions(Object.fromEntries(Object.entries(defaults).map(([name, count]) => [name, { type: 'string', default: String(count) }])), command);
  return Object.fromEntries(Object.entries(values).map(([name, text]) => {
    if (!/^[1-9]\d{0,6}$/.test(text)) throw new Problem(`--${name} must be a number from 1 to 9999999, not "${text}".`, `${command} -- --help says what there is.`);
    return [name, Number(text)];
  }));
}
