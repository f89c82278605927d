// Builds what a synth needs and what changed: the CDK app, and the native Lambda functions.
// cdk.json runs this before every synth, so finding nothing to do has to cost next to nothing.
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { dim, main, step } from './lib/console.mjs';
import { functionHash, functionNames, publish, publishesHere, recordHash, upToDate } from './lib/functions.mjs';
import { hashOf } from './lib/hash.mjs';
import { withLock } from './lib/lock.mjs';
import { checkCompiler } from './lib/prerequisites.mjs';
import { inRoot, isEntry, msbuild, root } from './lib/run.mjs';
import { setup } from './setup.mjs';

const appStamp = inRoot('artifacts/app.json');
const appOutputs = ['Cdk', 'Infra'].map((name) => inRoot(`artifacts/bin/Cdk/debug/CognitoStack.${name}.dll`));
const appInputs = ['cdk', 'infra', 'Directory.Build.props', 'Directory.Build.targets', 'Directory.Packages.props', 'global.json', '.editorconfig', '.packages/setup.json'];
/** Read when the app runs, not compiled into it. */
const isRuntimeData = (file) => /^cdk\/(environments|branding)\//.test(file) || file.endsWith('.md');

const appHash = () => hashOf(root, appInputs, (file) => !isRuntimeData(file));

/** Sources as at the last build, and the very files it made: an IDE may have built something else since. */
const appState = () => ({ sources: appHash(), outputs: appOutputs.map((path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) });

function appIsCurrent() {
  try {
    const state = appState();
    return state.outputs.every(Boolean) && readFileSync(appStamp, 'utf8') === JSON.stringify(state);
  } catch {
    return false;
  }
}

/** `project` may be the solution, which holds the app too. */
export async function buildApp(project = 'cdk/Cdk.csproj', label = 'app built') {
  const { sources } = appState();
  await step(label, async () => { await msbuild(project, ['build', project]); });
  mkdirSync(dirname(appStamp), { recursive: true });
  // The sources as they were before the build: a change made meanwhile is seen at the next one.
  writeFileSync(appStamp, JSON.stringify({ ...appState(), sources }));
}

export async function buildFunctions() {
  const changed = functionNames().map((name) => ({ name, hash: functionHash(name) })).filter(({ name, hash }) => !upToDate(name, hash));
  if (changed.length && publishesHere()) checkCompiler();
  for (const { name, hash } of changed) {
    if (publishesHere()) await step(`function ${name} published`, () => publish(name));
    recordHash(name, hash);
  }
}

const isCurrent = () => appIsCurrent() && functionNames().every((name) => upToDate(name, functionHash(name)));

/** Holds the lock of everything below artifacts/ while `work` builds there. */
export const withBuildLock = (work) =>
  withLock(inRoot('artifacts/build.lock'), work, { onWait: () => console.log(dim('Another process is building; waiting for it.')) });

export async function build() {
  await setup();
  if (isCurrent()) return;
  await withBuildLock(async () => {
    if (!appIsCurrent()) await buildApp();
    await buildFunctions();
  });
}

if (isEntry(import.meta.url)) await main(build);
