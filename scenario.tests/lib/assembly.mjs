// A cloud assembly of templates that a test writes itself, for what no app is needed for. Their stacks are deployed by the roles of the bootstrap.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Manifest } from '@aws-cdk/cloud-assembly-schema';

const role = (name) => `arn:aws:iam::111122223333:role/cdk-hnb659fds-${name}-role-111122223333-us-east-1`;

/**
 * @param {string} folder
 * @param {Record<string, { template: object, needs?: string[], isProtected?: boolean }>} stacks
 */
export function writeAssembly(folder, stacks) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const artifacts = Object.entries(stacks).map(([name, { template, needs = [], isProtected = false }]) => {
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(template));
    const properties = { templateFile: `${name}.json`, terminationProtection: isProtected, assumeRoleArn: role('deploy'), cloudFormationExecutionRoleArn: role('cfn-exec') };
    return [name, { type: 'aws:cloudformation:stack', environment: 'aws://111122223333/us-east-1', properties, dependencies: needs, displayName: name }];
  });
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ version: Manifest.version(), artifacts: Object.fromEntries(artifacts) }));
}
