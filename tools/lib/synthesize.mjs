// One environment, synthesized with the real CDK CLI.
import { existsSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { Problem } from './console.mjs';
import { inRoot, run } from './run.mjs';

/** The environment that cdk.json names. */
export const defaultEnvironment = () => JSON.parse(readFileSync(inRoot('cdk.json'), 'utf8')).context.environment;

/** Names of the environments of cdk/environments. */
export const environments = () => readdirSync(inRoot('cdk/environments')).filter((file) => file.endsWith('.json') && !file.includes('schema')).map((file) => file.replace(/\.json$/, ''));

/** A name without a file is noticed before anything is built. */
export function requireEnvironment(name) {
  const path = name.endsWith('.json') ? name : `cdk/environments/${name}.json`;
  if (!existsSync(inRoot(path)) && !existsSync(path)) throw new Problem(`There is no ${path}.`, `There are ${environments().join(', ')}; or give a path that ends in .json.`);
}

/**
 * Runs the real CLI; what it and the app have to say about a failure is shown as they said it. Returns the CLI's exit code.
 * What was synthesized before stays until there is a whole assembly in its place: somebody may be at work with it.
 */
export async function synthesize(environment, output) {
  const fresh = `${output}.new`;
  rmSync(fresh, { recursive: true, force: true });
  const { code, output: said } = await run(process.execPath,
    [inRoot('node_modules/aws-cdk/bin/cdk'), 'synth', '--quiet', '--context', `environment=${environment}`, '--output', fresh]);
  // A failed validation has written the whole assembly: the summary lists its findings better.
  const isSummarizable = existsSync(`${fresh}/manifest.json`) && existsSync(`${fresh}/validation-report.json`);
  if (code !== 0 && !isSummarizable) {
    rmSync(fresh, { recursive: true, force: true });
    throw new Problem(`${environment} could not be synthesized.\n\n${withoutFrames(said)}`);
  }
  rmSync(output, { recursive: true, force: true });
  renameSync(fresh, output);
  return code;
}

/** Stack frames and the CLI's remark about its child are for debuggers: `npx cdk synth` still shows them. */
const withoutFrames = (text) => text.split(/\r?\n/).filter((line) => !/^\s+at .+|Subprocess exited with error|^Aborted$/.test(line)).join('\n').trim();
