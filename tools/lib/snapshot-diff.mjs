// What became of snapshots, and what that would do to resources that hold users or data.
// Call only after setup: the comparison of templates is a dependency, the one that `cdk diff` uses.
import { PassThrough } from 'node:stream';
import { lossesOf, sentence } from './losses.mjs';

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
  const stream = new PassThrough();
  formatDifferences(stream, diff, {});
  return { text: (stream.read() ?? '').toString().trim(), losses: (await lossesOf(old, fresh)).map(sentence) };
}

function parse(text) {
  try {
    return JSON.parse(normal(text));
  } catch {
    return undefined;
  }
}
