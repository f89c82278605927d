// The library as NuGet packages, in a folder that serves as a feed.
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { withBuildLock } from './build.mjs';
import { main, step } from './lib/console.mjs';
import { feed, packedProjects, previewVersion, releaseVersion } from './lib/library.mjs';
import { commandLine } from './lib/options.mjs';
import { inRoot, isEntry, must } from './lib/run.mjs';
import { setup } from './setup.mjs';

/** Packs, unless these very packages are there. @param {string} version */
export async function pack(version = previewVersion()) {
  await setup();
  await withBuildLock(async () => {
    mkdirSync(feed, { recursive: true });
    const packages = readdirSync(feed).filter((file) => file.endsWith('.nupkg'));
    if (version !== releaseVersion() && packages.length === packedProjects.length && packages.every((file) => file.endsWith(`.${version}.nupkg`))) return;
    for (const file of packages) rmSync(join(feed, file));
    await step('packing the library', 'library packed', () =>
      must('Packing', 'dotnet', [
        'pack',
        inRoot('tools/packages.slnf'),
        '-c',
        // What a preview is made of has been built already, as a rule.
        version === releaseVersion() ? 'Release' : 'Debug',
        `-p:PackageVersion=${version}`,
        `-p:PackageOutputPath=${feed}`,
        ...['-v', 'q', '-nologo', '--tl:off'],
      ]),
    );
  });
  return version;
}

const command = commandLine({
  call: 'npm run pack --',
  about: `Makes the NuGet packages of the library, in artifacts/packages: a folder that serves as a feed. Their version is a preview of the next
release, another one for other sources.`,
  options: { release: { type: 'boolean', about: 'The version that Directory.Build.props names, for a feed that others read' } },
});

if (isEntry(import.meta.url))
  await main(command, async ({ release }) => {
    console.log(`CognitoStack ${await pack(release ? releaseVersion() : undefined)} is in artifacts/packages.`);
  });
