// Content hashes of sources: the same on every system, whatever git made of the line ends.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const skippedFolders = new Set(['bin', 'obj', 'artifacts', 'node_modules', '.vs', '.idea', '__snapshots__', '__mismatch__']);

/** Every file below `folder` as a path with forward slashes, relative to `root`. */
function filesBelow(root, folder) {
  const found = [];
  const walk = (path) => {
    for (const entry of readdirSync(join(root, path), { withFileTypes: true })) {
      const child = `${path}/${entry.name}`;
      if (!entry.isDirectory()) found.push(child);
      else if (!skippedFolders.has(entry.name)) walk(child);
    }
  };
  walk(folder);
  return found;
}

/** SHA-256, in hex, over path and content of `inputs` (files and folders; missing ones are passed over). */
export function hashOf(root, inputs, keep = () => true) {
  const files = inputs.flatMap((input) => {
    const stat = statSync(join(root, input), { throwIfNoEntry: false });
    return !stat ? [] : stat.isDirectory() ? filesBelow(root, input) : [input];
  });
  const hash = createHash('sha256');
  // Sorted by code unit, not by locale.
  for (const file of [...new Set(files)].filter(keep).sort()) {
    const content = withLineFeeds(readFileSync(join(root, file)));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

function withLineFeeds(bytes) {
  // A zero byte makes a file binary, by git's own rule of thumb.
  if (!bytes.includes(13) || bytes.subarray(0, 8000).includes(0)) return bytes;
  return Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
}
