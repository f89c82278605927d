// One environment, synthesized with the real CDK CLI.
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { Problem, yellow } from './console.mjs';
import { hashOf } from './hash.mjs';
import { inRoot, run } from './run.mjs';
import { synthesisKey } from './synthesis-key.mjs';

/** The environment that cdk.json names. */
export const defaultEnvironment = () => JSON.parse(readFileSync(inRoot('cdk.json'), 'utf8')).context.environment;

/** Names of the environments of cdk/environments. */
export const environments = () =>
  readdirSync(inRoot('cdk/environments'))
    .filter((file) => file.endsWith('.json') && !file.includes('schema'))
    .map((file) => file.replace(/\.json$/, ''));

/** The file of an environment, given by name or as the path itself. */
export const fileOf = (name) => (name.endsWith('.json') ? name : `cdk/environments/${name}.json`);

/** A name without a file is noticed before anything is built. */
export function requireEnvironment(name) {
  const path = fileOf(name);
  if (!existsSync(inRoot(path)) && !existsSync(path)) throw new Problem(`There is no ${path}.`, `There are ${environments().join(', ')}; or give a path that ends in .json.`);
}

/**
 * Runs the real CLI; what it and the app have to say about a failure is shown as they said it. Returns the CLI's exit code and the warnings.
 * What was synthesized before stays until there is a whole assembly in its place: somebody may be at work with it. With `reuse`, an assembly
 * of the same key that nobody has touched since is taken as it is. `app` is another than that of cdk.json.
 */
export async function synthesize(environment, output, { reuse = false, app = /** @type {{ options: string[], env: Record<string, string> }} */ ({ options: [], env: {} }) } = {}) {
  const key = reuse && synthesisKey(environment);
  const before = reuse && recordOf(output);
  if (before && before.key === key && before.content === contentOf(output)) return { code: 0, warnings: before.warnings, isReused: true };
  const fresh = `${output}.new`;
  rmSync(fresh, { recursive: true, force: true });
  rmSync(recordFile(output), { force: true });
  const { code, output: said } = await run(
    process.execPath,
    [inRoot('node_modules/aws-cdk/bin/cdk'), 'synth', '--quiet', '--context', `environment=${environment}`, '--output', fresh, ...app.options],
    { env: app.env },
  );
  // A failed validation has written the whole assembly: the summary lists its findings better.
  const isSummarizable = existsSync(`${fresh}/manifest.json`) && existsSync(`${fresh}/validation-report.json`);
  if (code !== 0 && !isSummarizable) {
    rmSync(fresh, { recursive: true, force: true });
    throw new Problem(`${environment} could not be synthesized.\n\n${withoutFrames(said)}`);
  }
  rmSync(output, { recursive: true, force: true });
  renameSync(fresh, output);
  const warnings = warningsOf(said);
  if (reuse && code === 0) writeFileSync(recordFile(output), JSON.stringify({ key, content: contentOf(output), warnings }));
  return { code, warnings, isReused: false };
}

/** Templates with findings are to be looked at, and not to be used. */
export function requireNoFindings(environment, code) {
  if (code) throw new Problem(`The templates of ${environment} have findings.`, `npm run synth -- --environment ${environment}`);
}

/** Lines by which the app, the CDK and its CLI warn. */
export const warningsOf = (said) => [
  ...new Set(
    stripVTControlCharacters(said)
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => /\bwarning\b/i.test(line)),
  ),
];

/** Warnings for people, below a synth that went well. */
export const showWarnings = (warnings) => warnings.map((line) => `${yellow('!')} ${line}`).join('\n');

const recordFile = (output) => `${output}.key`;

/** What was synthesized there last; null where nobody knows. */
function recordOf(output) {
  try {
    return JSON.parse(readFileSync(recordFile(output), 'utf8'));
  } catch {
    return null;
  }
}

const contentOf = (output) => hashOf(dirname(output), [basename(output)]);

/** Stack frames and the CLI's remark about its child are for debuggers: `npx cdk synth` still shows them. */
const withoutFrames = (text) =>
  text
    .split(/\r?\n/)
    .filter((line) => !/^\s+at .+|Subprocess exited with error|^Aborted$/.test(line))
    .join('\n')
    .trim();
