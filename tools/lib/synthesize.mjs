// One environment, synthesized with the real CDK CLI.
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
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

/** Runs the real CLI; what it and the app have to say about a failure is shown as they said it. Returns the CLI's exit code. */
export async function synthesize(environment, output) {
  rmSync(output, { recursive: true, force: true });
  const { code, output: said } = await run(process.execPath,
    [inRoot('node_modules/aws-cdk/bin/cdk'), 'synth', '--quiet', '--context', `environment=${environment}`, '--output', output]);
  // A failed validation has written the whole assembly: the summary lists its findings better.
  const isSummarizable = existsSync(`${output}/manifest.json`) && existsSync(`${output}/validation-report.json`);
  if (code !== 0 && !isSummarizable) throw new Problem(`${environment} could not be synthesized.\n\n${withoutFrames(said)}`);
  return code;
}

/** Stack frames and the CLI's remark about its child are for debuggers: `npx cdk synth` still shows them. */
const withoutFrames = (text) => text.split(/\r?\n/).filter((line) => !/^\s+at .+|Subprocess exited with error|^Aborted$/.test(line)).join('\n').trim();
