// Builds what a synth needs and what changed: the CDK app, and the native Lambda functions.
// cdk.json runs this before every synth, so finding nothing to do has to cost next to nothing.
import { dirname } from 'node:path';
import { dim, main, step } from './lib/console.mjs';
import { buildManaged, functionHash, functionNames, isManaged, publish, publishesHere, recordHash, upToDate } from './lib/functions.mjs';
import { withLock } from './lib/lock.mjs';
import { commandLine } from './lib/options.mjs';
import { checkCompiler } from './lib/prerequisites.mjs';
import { buildProgram, isCurrent } from './lib/programs.mjs';
import { inRoot, isEntry } from './lib/run.mjs';
import { setup } from './setup.mjs';

export async function buildFunctions() {
  const changed = functionNames()
    .map((name) => ({ name, hash: functionHash(name) }))
    .filter(({ name, hash }) => !upToDate(name, hash));
  if (changed.length && publishesHere() && !isManaged()) checkCompiler();
  for (const { name, hash } of changed) {
    if (isManaged()) await step(`building the function ${name}`, `function ${name} built for managed .NET`, () => buildManaged(name));
    else if (publishesHere()) await step(`publishing the function ${name}`, `function ${name} published`, () => publish(name));
    recordHash(name, hash);
  }
}

/** Holds the lock of everything below artifacts/ while `work` builds there. */
export const withBuildLock = (work) =>
  withLock(inRoot('artifacts/build.lock'), work, {
    onWait: ({ pid, folder = '' }) =>
      console.log(dim(pid ? `Process ${pid} is building in ${dirname(dirname(folder))}; waiting for it.` : 'Another process is building; waiting for it.')),
  });

/** Sets up, and builds the functions, the app, and other programs by name where these are wanted too. */
export async function build(...others) {
  await setup();
  const programs = ['Cdk', ...others];
  if (programs.every(isCurrent) && functionNames().every((name) => upToDate(name, functionHash(name)))) return;
  await withBuildLock(async () => {
    for (const name of programs) if (!isCurrent(name)) await buildProgram(name);
    await buildFunctions();
  });
}

if (isEntry(import.meta.url))
  await main(commandLine({ call: 'npm run build --', about: 'Builds the CDK app and the functions, as far as something changed. cdk.json runs it before every synth.' }), () =>
    build(),
  );
