// The packages of the library: what they are made of decides their version.
import { readFileSync } from 'node:fs';
import { hashOf } from './hash.mjs';
import { inRoot, root } from './run.mjs';

export const feed = inRoot('artifacts/packages');

const filter = JSON.parse(readFileSync(inRoot('tools/packages.slnf'), 'utf8'));

/** Project files of the packages: the libraries, and the tool of operate/. */
export const packedProjects = filter.solution.projects;

/** Those that others compile against. */
export const libraries = packedProjects.filter((project) => project !== 'operate/Operate.csproj');

/** The version that Directory.Build.props names: that of a release. */
export const releaseVersion = () => /<Version>(.+)<\/Version>/.exec(readFileSync(inRoot('Directory.Build.props'), 'utf8'))?.[1] ?? '';

/** A version before the release, of its own for these very sources: NuGet takes a version that it has unpacked once for the same for ever. */
export function previewVersion() {
  const folders = packedProjects.map((project) => project.split('/')[0]);
  const sources = hashOf(root, [...folders, 'docs/package.md', 'Directory.Build.props', 'Directory.Packages.props'], (file) => !/^[^/]+\/README\.md$/.test(file));
  return `${releaseVersion()}-preview.h${sources.slice(0, 12)}`;
}
