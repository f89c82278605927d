// The .NET programs that the tools start: built when their sources have changed, and not even asked about otherwise.
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { step } from './console.mjs';
import { testProjects } from './dotnet-tests.mjs';
import { hashOf } from './hash.mjs';
import { inRoot, msbuild, root } from './run.mjs';

const projects = { Cdk: 'cdk/Cdk.csproj', Assurance: 'assurance/Assurance.csproj', Local: 'local/Local.csproj', Operate: 'operate/Operate.csproj', Smoke: 'smoke/Smoke.csproj' };
const settings = ['Directory.Build.props', 'Directory.Build.targets', 'Directory.Packages.props', 'global.json', '.editorconfig', '.packages/setup.json'];
/** Read where it lies when a program runs, neither compiled into it nor copied beside it. */
const isRuntimeData = (file) => /^cdk\/(environments|branding)\//.test(file) || (/\.(md|mjs)$/.test(file) && file !== 'iam/worker.mjs');

export const programPath = (name) => inRoot(`artifacts/bin/${name}/debug/CognitoStack.${name}.dll`);

/** Folders of a program and of all that it refers to, as the project files say. */
export const foldersOf = (name) => [...referencesOf(projects[name])].map((project) => dirname(project));
function referencesOf(project, found = new Set()) {
  if (found.has(project)) return found;
  found.add(project);
  for (const [, path] of readFileSync(inRoot(project), 'utf8').matchAll(/<ProjectReference Include="([^"]+)"/g))
    referencesOf(normalize(join(dirname(project), path)).replaceAll('\\', '/'), found);
  return found;
}

/** When each of the libraries that a program is made of was built. */
function timesOf(name) {
  const folder = dirname(programPath(name));
  return readdirSync(folder)
    .filter((file) => /^CognitoStack\..*\.dll$/.test(file))
    .sort()
    .map((file) => statSync(join(folder, file)).mtimeMs);
}
/** When what a program is made of was last built. */
export const builtAt = (name) => Math.max(...timesOf(name));
const stampFile = (name) => inRoot(`artifacts/stamps/${name}.json`);

const folders = (name) => (name === 'solution' ? solutionFolders() : foldersOf(name));
const solutionFolders = () => [...readFileSync(inRoot('CognitoStack.sln'), 'utf8').matchAll(/"([^"]+\.csproj)"/g)].map(([, project]) => dirname(project.replaceAll('\\', '/')));

const sourcesOf = (name) => hashOf(root, [...folders(name), ...settings], (file) => !isRuntimeData(file));
const outputsOf = (name) => (name === 'solution' ? [...Object.keys(projects), ...testProjects().map(({ project }) => basename(project, '.csproj'))].map(timesOf) : timesOf(name));

/** Sources as at the last build, and the very files it made: an IDE may have built something else since. */
const stateOf = (name) => ({ sources: sourcesOf(name), outputs: outputsOf(name) });

export function isCurrent(name) {
  try {
    return readFileSync(stampFile(name), 'utf8') === JSON.stringify(stateOf(name));
  } catch {
    return false;
  }
}

const labels = { Cdk: 'app', Assurance: 'proofs', Local: 'local AWS', Operate: 'commands', Smoke: 'smoke test' };

export const buildProgram = (name) => building([name], labels[name], projects[name]);

/** Everything, tests included, if any of it has changed. */
export const buildSolution = () => isCurrent('solution') || building([...Object.keys(projects), 'solution'], 'solution', 'CognitoStack.sln');

async function building(names, what, project) {
  const sources = names.map(sourcesOf);
  await step(`building the ${what}`, `${what} built`, () => msbuild(project, ['build', project]));
  names.forEach((name, index) => {
    mkdirSync(dirname(stampFile(name)), { recursive: true });
    // The sources as they were before the build: a change made meanwhile is seen at the next one.
    writeFileSync(stampFile(name), JSON.stringify({ ...stateOf(name), sources: sources[index] }));
  });
}
