// What templates depend on, as one key: where it is the same, so are the templates.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { functionRecords } from './functions.mjs';
import { hashOf } from './hash.mjs';
import { foldersOf } from './programs.mjs';
import { root } from './run.mjs';

/** The app with its environments and brands, what it is built by, and the CLI that runs it; stamps tell the very files of the last build. */
const inputs = [
  ...foldersOf('Cdk'),
  'cdk.json',
  'cdk.context.json',
  'package-lock.json',
  'global.json',
  'Directory.Build.props',
  'Directory.Packages.props',
  '.packages/setup.json',
  'artifacts/stamps/Cdk.json',
];

const content = (path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

/** The key of an environment's templates. */
export function synthesisKey(environment, env = process.env) {
  const parts = {
    root,
    node: process.version,
    environment,
    file: environment.endsWith('.json') ? content(resolve(root, environment)) || content(environment) : '',
    sources: hashOf(root, inputs),
    functions: functionRecords(),
    // The CLI asks the credentials for account and Region, and reads settings of the user's.
    variables: Object.entries(env)
      .filter(([name]) => /^(AWS_|CDK_|COGNITOSTACK_|NODE_OPTIONS|JSII_)/.test(name))
      .sort(),
    settings: [env.AWS_CONFIG_FILE ?? join(homedir(), '.aws/config'), env.AWS_SHARED_CREDENTIALS_FILE ?? join(homedir(), '.aws/credentials'), join(homedir(), '.cdk.json')].map(
      content,
    ),
  };
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
