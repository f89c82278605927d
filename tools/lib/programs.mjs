// The .NET programs that the tools start: built when their sources have changed, and not even asked about otherwise.
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { step } from './console.mjs';
import { hashOf } from './hash.mjs';
import { inRoot, msbuild, root } from './run.mjs';

/** Folder of each program, and the folders of what it refers to. */
const programs = {
  Cdk: ['cdk', 'infra'],
  Prove: ['prove', 'cdk', 'evaluator', 'infra'],
  Local: ['local', 'evaluator', 'infra'],
  Smoke: ['smoke', 'cdk', 'infra', 'lambdas/CognitoIdentityProvider'],
};
const settings = ['Directory.Build.props', 'Directory.Build.targets', 'Directory.Packages.props', 'global.json', '.editorconfig', '.packages/setup.json'];
/** Read when a program runs, not compiled into it. */
const isRuntimeData = (file) => /^cdk\/(environments|branding)\//.test(file) || /\.(md|mjs)$/.test(file);

export const programPath = (name) => inRoot(`artifacts/bin/${name}/debug/CognitoStack.${name}.dll`);
/** When what a program is made of was last built. */
export function builtAt(name) {
  const folder = dirname(programPath(name));
  return Math.max(...readdirSync(folder).filter((file) => /^CognitoStack\..*\.dll$/.test(file)).map((file) => statSync(join(folder, file)).mtimeMs));
}
const stampFile = (name) => inRoot(`artifacts/stamps/${name}.json`);

/** Sources as at the last build, and the very files it made: an IDE may have built something else since. */
const stateOf = (name) => ({
  sources: hashOf(root, [...programs[name], ...settings], (file) => !isRuntimeData(file)),
  outputs: [programPath(name), inRoot(`artifacts/bin/${name}/debug/CognitoStack.Infra.dll`)].map((path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0),
});

export function isCurrent(name) {
  try {
    const state = stateOf(name);
    return state.outputs.every(Boolean) && readFileSync(stampFile(name), 'utf8') === JSON.stringify(state);
  } catch {
    return false;
  }
}

const labels = { Cdk: 'app', Prove: 'proofs', Local: 'local AWS', Smoke: 'smoke test' };

export const buildProgram = (name) => building([name], labels[name], `${programs[name][0]}/${name}.csproj`);

/** Everything, tests included. */
export const buildSolution = () => building(Object.keys(programs), 'solution', 'CognitoStack.sln');

async function building(names, what, project) {
  const sources = names.map((name) => stateOf(name).sources);
  await step(`building the ${what}`, `${what} built`, () => msbuild(project, ['build', project]));
  names.forEach((name, index) => {
    mkdirSync(dirname(stampFile(name)), { recursive: true });
    // The sources as they were before the build: a change made meanwhile is seen at the next one.
    writeFileSync(stampFile(name), JSON.stringify({ ...stateOf(name), sources: sources[index] }));
  });
}
