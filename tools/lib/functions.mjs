// The Lambda functions: found by their folders, published as native programs, known to CDK by a hash of their sources.
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Problem } from './console.mjs';
import { hashOf } from './hash.mjs';
import { inRoot, msbuild, root } from './run.mjs';

const shared = ['Runtime', 'CognitoIdentityProvider'];
/** What Lambda gets of a publish: the program, and the certificates that it trusts. */
const deployed = ['bootstrap', 'amazon-roots.pem'];
const settings = ['Directory.Build.props', 'Directory.Build.targets', 'Directory.Packages.props', 'global.json'];

const output = (name) => inRoot('artifacts/functions', name);
const hashFile = (name) => inRoot('artifacts/functions', `${name}.sha256`);
const exists = (path) => Boolean(statSync(path, { throwIfNoEntry: false }));

/** Every folder of lambdas/ with a project of its own name, but for the code they share. */
export function functionNames(base = root) {
  return readdirSync(join(base, 'lambdas'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !shared.includes(entry.name) && exists(join(base, 'lambdas', entry.name, `${entry.name}.csproj`)))
    .map(({ name }) => name).sort();
}

/**
 * Hash of all that decides what a function does: its sources, the shared ones, build settings. Compilers differ in the
 * bytes they write, sources do not: so every machine gives CDK the same asset hash, and a clean one need not build to know it.
 */
export function functionHash(name, base = root) {
  const loose = readdirSync(join(base, 'lambdas'), { withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => `lambdas/${entry.name}`);
  return hashOf(base, [`lambdas/${name}`, ...shared.map((folder) => `lambdas/${folder}`), ...loose, ...settings], (file) => !file.endsWith('.md'));
}

/** Native code is linked for the machine it is linked on; elsewhere CDK does it in Docker. */
export const publishesHere = () => process.platform === 'linux' && process.arch === 'x64' && process.env.COGNITOSTACK_BUNDLING !== 'docker';

export function upToDate(name, hash) {
  try {
    return readFileSync(hashFile(name), 'utf8').trim() === hash && (!publishesHere() || deployed.every((file) => exists(join(output(name), file))));
  } catch {
    return false;
  }
}

/** Written last, so that a hash vouches for a finished program. */
export function recordHash(name, hash) {
  mkdirSync(dirname(hashFile(name)), { recursive: true });
  // Docker builds it then: an older program must not stand beside the new hash.
  if (!publishesHere()) rmSync(output(name), { recursive: true, force: true });
  writeFileSync(hashFile(name), `${hash}\n`);
}

/** Publishes beside the old program and then takes its place; returns the size as a remark. */
export async function publish(name) {
  const fresh = `${output(name)}.new`;
  const published = `${output(name)}.publish`;
  for (const folder of [fresh, published]) rmSync(folder, { recursive: true, force: true });
  rmSync(hashFile(name), { force: true });
  await msbuild(`lambdas/${name}`, ['publish', `lambdas/${name}/${name}.csproj`, '-c', 'Release', '-r', 'linux-x64', '-o', published]);
  mkdirSync(fresh);
  for (const file of deployed) {
    if (!exists(join(published, file))) throw new Problem(`lambdas/${name} was published, but without "${file}".`, 'lambdas/Directory.Build.targets makes it.');
    renameSync(join(published, file), join(fresh, file));
  }
  rmSync(output(name), { recursive: true, force: true });
  renameSync(fresh, output(name));
  rmSync(published, { recursive: true, force: true });
  return `${(statSync(join(output(name), 'bootstrap')).size / 1e6).toFixed(1)} MB`;
}
