// What is deployed of an environment: the templates and the outputs that CloudFormation has.
import { existsSync } from 'node:fs';
import { findHost } from './host.mjs';
import { Problem } from './console.mjs';
import { readRelease } from './releases.mjs';
import { inRoot } from './run.mjs';

/** From now on AWS is the local one that `npm start` runs on a port. */
export async function useLocal(port) {
  const credentials = inRoot('.local/credentials');
  const host = existsSync(credentials) && (await findHost(port, inRoot('.local')));
  if (!host) throw new Problem(`No local AWS answers on port ${port}.`, 'npm start runs one; --port says where.');
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
