// The templates of a release: a folder, a file, or the snapshots of a git revision. Stack name → template.
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Problem } from './console.mjs';
import { run } from './run.mjs';
import { normal } from './snapshot-diff.mjs';

const ending = '.template.json';
const parts = ['Authentication', 'Storage', 'Authorization', 'Operations'];
const snapshots = 'infra.tests/__snapshots__';

export function readFolder(folder, environment) {
  if (!existsSync(folder)) throw new Problem(`There is no folder ${folder}.`, `It would hold CognitoStack-${environment}-STACK${ending}.`);
  const files = readdirSync(folder).filter((file) => file.startsWith(`CognitoStack-${environment}-`) && file.endsWith(ending));
  return new Map(files.sort().map((file) => [basename(file, ending), parse(readFileSync(join(folder, file), 'utf8'), file)]));
}

export async function readRelease(against, environment) {
  if (against === 'deployed') return readDeployed(environment);
  const stacks = existsSync(against) ? readPath(against, environment) : await readRevision(against, environment);
  if (!stacks.size) throw new Problem(`${against} has no templates of the environment ${environment}.`, `Files are named CognitoStack-${environment}-STACK${ending}.`);
  return stacks;
}

/** What CloudFormation has, in the account and Region of the AWS credentials. A stack that it has not cannot lose anything. */
async function readDeployed(environment) {
  // The set-up has said it of an old Node already.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  const { CloudFormationClient, GetTemplateCommand } = await import('@aws-sdk/client-cloudformation');
  const stacks = new Map();
  for (const part of parts) {
    const name = `CognitoStack-${environment}-${part}`;
    try {
      const { TemplateBody: body } = await new CloudFormationClient({}).send(new GetTemplateCommand({ StackName: name, TemplateStage: 'Original' }));
      stacks.set(name, parse(body, name));
    } catch (error) {
      if (error instanceof Problem) throw error;
      if (error.name === 'ValidationError' && /does not exist/.test(error.message)) continue;
      throw new Problem(`CloudFormation could not be asked for ${name}: ${error.message}`, 'Credentials and Region come as for the AWS CLI: AWS_PROFILE, AWS_REGION, and so on.');
    }
  }
  if (!stacks.size)
    throw new Problem(`Nothing of the environment ${environment} is deployed there.`, 'Check the account and Region of your credentials; a first deployment has nothing to lose.');
  return stacks;
}

function readPath(path, environment) {
  if (statSync(path).isDirectory()) return readFolder(path, environment);
  return new Map([[basename(path, ending), parse(readFileSync(path, 'utf8'), path)]]);
}

/** What a revision would have deployed is in its snapshots, word for word but for the hashes of assets. */
async function readRevision(revision, environment) {
  const { code, output } = await run('git', ['ls-tree', '--name-only', revision, `${snapshots}/`]);
  if (code !== 0) throw new Problem(`${revision} is no file, no folder and no git revision.`, output.trim());
  const stacks = new Map();
  for (const path of output.split('\n')) {
    const stack = new RegExp(`_${environment}_([A-Za-z]+)\\.snap$`).exec(path)?.[1];
    if (!stack) continue;
    const { output: text } = await run('git', ['show', `${revision}:${path}`]);
    stacks.set(`CognitoStack-${environment}-${stack}`, parse(normal(text), path));
  }
  return stacks;
}

function parse(text, name) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem(`${name} is not JSON.`, 'A template that CloudFormation has as YAML is saved as JSON by `aws cloudformation get-template --template-stage Processed`.');
  }
}
