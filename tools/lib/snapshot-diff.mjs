// What became of snapshots, and what that would do to resources that hold users or data.
// Call only after setup: the comparison of templates is a dependency, the one that `cdk diff` uses.
import { PassThrough } from 'node:stream';
import { lossesOf, sentence } from './losses.mjs';

/** @typedef {{ name: string, kind: 'added' | 'removed' | 'changed', before?: string, after?: string }} Change */

/**
 * What became of each name in maps of name → text.
 * @param {Map<string, string>} before
 * @param {Map<string, string>} after
 */
export function compare(before, after) {
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap(
    /** @returns {Change[]} */ (name) => {
      const [was, is] = [before.get(name), after.get(name)];
      if (was === undefined) return [{ name, kind: 'added', after: is }];
      if (is === undefined) return [{ name, kind: 'removed', before: was }];
      return normal(was) === normal(is) ? [] : [{ name, kind: 'changed', before: was, after: is }];
    },
  );
}

/** Snapshooter begins a file with a byte order mark; git may have changed the line ends. */
export const normal = (text) =>
  text
    .replace(/^\uFEFF/, '')
    .replaceAll('\r\n', '\n')
    .trim();

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
