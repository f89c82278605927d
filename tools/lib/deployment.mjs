// What is deployed of an environment: the templates and the outputs that CloudFormation has.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findHost } from './host.mjs';
import { Problem } from './console.mjs';
import { readRelease } from './releases.mjs';
import { root } from './run.mjs';

/** Options of what looks at the local AWS too. */
export const ofLocal = /** @type {const} */ ({
  local: { type: 'boolean', about: 'Of the environment that npm start runs on this machine' },
  port: { type: 'number', range: [1, 65535], default: 4566, about: 'With --local: where the local AWS is' },
  state: { type: 'string', value: 'FOLDER', default: '.local', about: 'With --local: the folder of its users and data, as npm start --state has it' },
});

/** From now on AWS is the local one that `npm start` runs on a port, with a folder of users and data. @param {number} port @param {string} [state] */
export async function useLocal(port, state = ofLocal.state.default) {
  const folder = resolve(root, state);
  const credentials = join(folder, 'credentials');
  const host = existsSync(credentials) && (await findHost(port, folder));
  if (!host) throw new Problem(`No local AWS with the folder ${state} answers on port ${port}.`, 'npm start runs one; --port and --state say which.');
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_PROFILE']) delete process.env[name];
  Object.assign(process.env, { AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`, AWS_SHARED_CREDENTIALS_FILE: credentials, AWS_REGION: process.env.AWS_REGION ?? 'us-east-1' });
}

/**
 * Templates by the name of their stack, and the outputs of all stacks.
 * @returns {Promise<{ templates: Map<string, any>, outputs: Record<string, string> }>}
 */
export async function readDeployment(environment) {
  const templates = await readRelease('deployed', environment);
  const { CloudFormationClient, DescribeStacksCommand } = await import('@aws-sdk/client-cloudformation');
  const cloudFormation = new CloudFormationClient({});
  /** @type {Record<string, string>} */
  const outputs = {};
  for (const StackName of templates.keys()) {
    const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({ StackName }));
    for (const { OutputKey, OutputValue } of Stacks[0]?.Outputs ?? []) outputs[OutputKey ?? ''] = OutputValue ?? '';
  }
  return { templates, outputs };
}
