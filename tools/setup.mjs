// Makes a clean clone buildable: Node tools, and the NuGet packages that the configured sources lack.
// Run by every other tool; when nothing changed it only compares a few small files.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dim, main, step } from './lib/console.mjs';
import { buildPackages, fileName, has, localSource, nugetVersions, packagesNotInSources, readWantedPackages, removeUnwanted } from './lib/jsii.mjs';
import { withLock } from './lib/lock.mjs';
import { installNodeModules, nodeModulesAreCurrent } from './lib/npm.mjs';
import { commandLine } from './lib/options.mjs';
import { checkPrerequisites } from './lib/prerequisites.mjs';
import { inRoot, isEntry } from './lib/run.mjs';

const stampFile = join(localSource, 'setup.json');

/** True when the sources were asked for exactly these versions, and everything that was built is still there. */
export function stampHolds(stamp, wanted, folder) {
  return stamp?.asked?.join() === wanted.map(fileName).join() && stamp.built.every((id) => wanted.some((entry) => entry.id === id && has(folder, entry)));
}

export async function setup() {
  const wanted = readWantedPackages();
  const isReady = () => nodeModulesAreCurrent() && stampHolds(readStamp(), wanted, localSource);
  if (isReady()) return;
  await withLock(
    inRoot('artifacts/setup.lock'),
    async () => {
      if (isReady()) return;
      for (const remark of await checkPrerequisites()) console.log(dim(remark));
      if (!nodeModulesAreCurrent()) await step('installing the Node tools', 'Node tools installed', installNodeModules);
      await providePackages(wanted);
    },
    { onWait: () => console.log(dim('Another process is setting up; waiting for it.')) },
  );
}

async function providePackages(wanted) {
  if (stampHolds(readStamp(), wanted, localSource)) return;
  rmSync(stampFile, { force: true });
  const missing = await step(
    'asking the NuGet sources for the generated packages',
    'NuGet sources asked for the generated packages',
    () => packagesNotInSources(wanted),
    ({ length }) => (length ? `${length} of ${wanted.length} missing` : 'all there'),
  );
  mkdirSync(localSource, { recursive: true });
  removeUnwanted(missing);
  const toBuild = missing.filter((entry) => !has(localSource, entry));
  await buildPackages(toBuild, nugetVersions(readFileSync(inRoot('Directory.Packages.props'), 'utf8'))['Amazon.CDK.Lib']);
  writeFileSync(stampFile, JSON.stringify({ asked: wanted.map(fileName), built: missing.map(({ id }) => id) }, null, 2));
}

function readStamp() {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8'));
  } catch {
    return undefined;
  }
}

if (isEntry(import.meta.url)) {
  await main(
    commandLine({ call: 'npm run setup --', about: 'Installs the Node tools, and makes the NuGet packages that your sources lack. Every other command runs it.' }),
    async () => {
      await setup();
      console.log('Everything is set up.');
    },
  );
}
