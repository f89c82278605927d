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
