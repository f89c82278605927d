// What became of snapshots, and what that would do to resources that hold users or data.
// Call only after setup: the comparison of templates is a dependency, the one that `cdk diff` uses.
import { PassThrough } from 'node:stream';

/** Losing one of these loses users, their data, or a name that clients have been given. */
const stateful = new Set(['AWS::Cognito::UserPool', 'AWS::Cognito::UserPoolClient', 'AWS::Cognito::UserPoolDomain', 'AWS::Cognito::IdentityPool',
  'AWS::S3::Bucket', 'AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable', 'AWS::KMS::Key', 'AWS::SecretsManager::Secret', 'AWS::Logs::LogGroup']);

const losses = { WILL_REPLACE: 'is replaced', MAY_REPLACE: 'may be replaced', WILL_DESTROY: 'is deleted', WILL_ORPHAN: 'is left behind, no longer managed' };

/** Maps of name → text before and after, to [{ name, kind: added|removed|changed, before, after }]. */
export function compare(before, after) {
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((name) => {
    if (!before.has(name)) return [{ name, kind: 'added', after: after.get(name) }];
    if (!after.has(name)) return [{ name, kind: 'removed', before: before.get(name) }];
    return normal(before.get(name)) === normal(after.get(name)) ? [] : [{ name, kind: 'changed', before: before.get(name), after: after.get(name) }];
  });
}

/** Snapshooter begins a file with a byte order mark; git may have changed the line ends. */
export const normal = (text) => text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n').trim();

/** { text, losses: [sentence] } of a template that changed; undefined when the snapshots are no templates. */
export async function templateChange({ before = '{}', after = '{}' }) {
  const [old, fresh] = [parse(before), parse(after)];
  if (!old || !fresh || !(old.Resources || fresh.Resources)) return undefined;
  const { fullDiff, formatDifferences } = await import('@aws-cdk/cloudformation-diff');
  const diff = fullDiff(old, fresh);
  const found = [];
  diff.resources.forEachDifference((id, change) => {
    // A change of type has no `resourceType` of its own.
    const type = change.oldResourceType ?? change.newResourceType;
    if (stateful.has(type) && losses[change.changeImpact]) found.push(`${type} ${id} ${losses[change.changeImpact]}`);
  });
  const stream = new PassThrough();
  formatDifferences(stream, diff, {});
  return { text: (stream.read() ?? '').toString().trim(), losses: found };
}

function parse(text) {
  try {
    return JSON.parse(normal(text));
  } catch {
    return undefined;
  }
}
