// Packages that are corrected here: the files of the package stay as they were installed, and are changed as they are loaded.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { load, notInstalled } from './child.mjs';

/** Loads a package as a patch beside this file changes it; a part that does not fit the installed version ends the process. */
export function loadPatched(name) {
  const { addHook } = load('pirates');
  const { applyPatch, parsePatch } = load('diff');
  const folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
  const text = readFileSync(new URL(`${name}.patch`, import.meta.url), 'utf8');
  const changes = new Map(parsePatch(text).map((change) => [join(folder, change.newFileName.replace(/^b\//, '')), change]));
  const unhook = addHook(patch, { exts: ['.js'], matcher: (file) => changes.has(file), ignoreNodeModules: false });
  const loaded = load(name);
  unhook();
  if (changes.size > 0) refuse([...changes.keys()][0]);
  return loaded;

  function patch(code, file) {
    const patched = applyPatch(code, changes.get(file), { fuzzFactor: 0 });
    if (patched === false) refuse(file);
    changes.delete(file);
    return patched;
  }

  function refuse(file) {
    console.error(`local/children/${name}.patch does not fit ${file}: run "npm ci", or make the patch anew for the version that is wanted.`);
    process.exit(notInstalled);
  }
}
