// The Lambda functions: found by their folders, published as native programs, known to CDK by a hash of their sources.
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Problem } from './console.mjs';
import { hashOf } from './hash.mjs';
import { inRoot, msbuild, root, run } from './run.mjs';

const shared = ['AwsJson', 'CognitoIdentityProvider', 'Runtime'];
/** What Lambda gets of a publish: the program, and the certificates that it trusts. */
const deployed = ['bootstrap', 'amazon-roots.pem'];
const settings = ['Directory.Build.props', 'Directory.Build.targets', 'Directory.Packages.props', 'global.json'];

const packages = () => (isManaged() ? 'artifacts/functions-managed' : 'artifacts/functions');
const output = (name) => inRoot(packages(), name);
const hashFile = (name) => inRoot(packages(), `${name}.sha256`);
const exists = (path) => Boolean(statSync(path, { throwIfNoEntry: false }));

/** Every folder of lambdas/ with a project of its own name, but for the code they share. */
export function functionNames(base = root) {
  return readdirSync(join(base, 'lambdas'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !shared.includes(entry.name) && exists(join(base, 'lambdas', entry.name, `${entry.name}.csproj`)))
    .map(({ name }) => name)
    .sort();
}

/**
 * Hash of all that decides what a function does: its sources, the shared ones, build settings; among them the version of the compiler
 * (Directory.Build.targets) and the fingerprints of the certificates (amazon-roots.sh), whichever machine's bundle they are taken from.
 * The linkers of machines differ in the bytes they write, these do not: so every machine gives CDK the same asset hash.
 */
export function functionHash(name, base = root) {
  const loose = readdirSync(join(base, 'lambdas'), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `lambdas/${entry.name}`);
  return hashOf(base, [`lambdas/${name}`, ...shared.map((folder) => `lambdas/${folder}`), ...loose, ...settings], (file) => !file.endsWith('.md'));
}

/** Native code is linked for the machine it is linked on; elsewhere CDK does it in Docker. */
export const publishesHere = () => process.platform === 'linux' && process.arch === 'x64' && process.env.COGNITOSTACK_BUNDLING !== 'docker';

/** Whether the functions run as the same assemblies on managed .NET: on this machine only, where native ones cannot be made for it. */
export const isManaged = () => process.env.COGNITOSTACK_FUNCTIONS === 'managed';

/** What the build recorded of every function: the hash of its sources, then one line a file of what was made of them. */
export const functionRecords = () =>
  functionNames().map((name) => {
    try {
      return readFileSync(hashFile(name), 'utf8');
    } catch {
      return '';
    }
  });

export function upToDate(name, hash) {
  try {
    const [sources, ...files] = readFileSync(hashFile(name), 'utf8').trim().split('\n');
    return (
      sources === hash && (isManaged() || publishesHere() ? deployed : []).every((file) => files.some((line) => line.endsWith(`  ${file}`)) && exists(join(output(name), file)))
    );
  } catch {
    return false;
  }
}

/** Written last, so that a record vouches for a finished program. A synth refuses files that are not those of the record. */
export function recordHash(name, hash) {
  mkdirSync(dirname(hashFile(name)), { recursive: true });
  const isMade = isManaged() || publishesHere();
  // Docker builds it then: an older program must not stand beside the new hash.
  if (!isMade) rmSync(output(name), { recursive: true, force: true });
  const files = isMade
    ? readdirSync(output(name))
        .sort()
        .map(
          (file) =>
            `${createHash('sha256')
              .update(readFileSync(join(output(name), file)))
              .digest('hex')}  ${file}`,
        )
    : [];
  writeFileSync(hashFile(name), `${[hash, ...files].join('\n')}\n`);
}

/** Builds for managed .NET, with a `bootstrap` that starts it as Lambda would start a native one. */
export async function buildManaged(name) {
  const folder = output(name);
  rmSync(folder, { recursive: true, force: true });
  rmSync(hashFile(name), { force: true });
  // A build, not a publish: it restores the very graph that is locked, and AOT is a matter of publishing.
  const built = inRoot('artifacts/managed', name);
  await msbuild(`lambdas/${name}`, ['build', `lambdas/${name}/${name}.csproj`, '-c', 'Release', '-o', built]);
  cpSync(built, folder, { recursive: true, filter: (path) => path === built || /\.(dll|json)$/.test(path) });
  const { output: dotnet } = await run('dotnet', ['--list-runtimes']);
  const home = /^Microsoft\.NETCore\.App \S+ \[(.+)[/\\]shared[/\\]/m.exec(dotnet)?.[1];
  // Windows runs the program that the build has made; elsewhere a script finds .NET wherever it is, as the function's environment is bare.
  if (process.platform === 'win32') cpSync(join(built, `CognitoStack.${name}.exe`), join(folder, 'bootstrap'));
  else writeFileSync(join(folder, 'bootstrap'), `#!/bin/sh\nexec '${home}/dotnet' '${join(folder, `CognitoStack.${name}.dll`)}'\n`, { mode: 0o755 });
  writeFileSync(join(folder, 'amazon-roots.pem'), '');
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
