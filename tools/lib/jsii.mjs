// CDK for .NET is generated from npm packages by jsii. A NuGet mirror may lack a generated package although the
// npm mirror has its original: then the same generator makes it here, into the local NuGet source `.packages/`.
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem, step } from './console.mjs';
import { complaints, inRoot, must, run } from './run.mjs';

/** `after`: its generated project refers to these, so they have to be there first. */
export const jsiiPackages = [
  { id: 'Constructs', npm: 'constructs', after: [] },
  { id: 'Amazon.CDK.Asset.AwsCliV1', npm: '@aws-cdk/asset-awscli-v1', after: [] },
  { id: 'Cdklabs.CdkNag', npm: 'cdk-nag', after: ['Constructs', 'Amazon.CDK.Asset.AwsCliV1'] },
];

export const localSource = inRoot('.packages');
export const fileName = ({ id, version }) => `${id}.${version}.nupkg`;

export function nugetVersions(propsXml) {
  return Object.fromEntries([...propsXml.matchAll(/<PackageVersion\s+Include="([^"]+)"\s+Version="([^"]+)"/g)].map((match) => [match[1], match[2]]));
}

/** The jsii packages with the version that package.json pins; the two places that name a version have to agree. */
export function wantedPackages(packageJson, propsXml, packages = jsiiPackages) {
  const nuget = nugetVersions(propsXml);
  return packages.map((entry) => {
    const version = packageJson.devDependencies[entry.npm];
    if (nuget[entry.id] && nuget[entry.id] !== version) {
      throw new Problem(
        `package.json wants ${entry.npm} ${version}, Directory.Packages.props wants ${entry.id} ${nuget[entry.id]}.`,
        'They are one package, generated from npm for NuGet: give both the same version.',
      );
    }
    return { ...entry, version };
  });
}

export function readWantedPackages() {
  return wantedPackages(JSON.parse(readFileSync(inRoot('package.json'), 'utf8')), readFileSync(inRoot('Directory.Packages.props'), 'utf8'));
}

/** NU1101 (no such package), NU1102 (not this version), NU1103 (only pre-releases): what a restore says is missing. */
export function missingPackages(wanted, restoreOutput) {
  const named = new Set([...restoreOutput.matchAll(/\bNU110[123]\b:\s+Unable to find (?:a stable )?package ([\w.-]+\w)/g)].map((match) => match[1].toLowerCase()));
  return wanted.filter(({ id }) => named.has(id.toLowerCase()));
}

/**
 * Asks the person's own NuGet sources, credentials included, by restoring a project that downloads these packages
 * and no others. An empty cache makes sure that the answer comes from the sources; it stands inside the project's
 * folder so that a nuget.config there is heeded.
 */
export async function packagesNotInSources(wanted) {
  const folder = freshFolder('probe');
  const downloads = wanted.map(({ id, version }) => `<PackageDownload Include="${id}" Version="[${version}]" />`).join('');
  writeFileSync(
    join(folder, 'probe.csproj'),
    `<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup><ItemGroup>${downloads}</ItemGroup></Project>`,
  );
  const { code, output } = await run('dotnet', ['restore', join(folder, 'probe.csproj'), '-v', 'q', '-nologo', '--tl:off'], { env: { NUGET_PACKAGES: join(folder, 'cache') } });
  rmSync(folder, { recursive: true, force: true });
  const missing = missingPackages(wanted, output);
  if (code !== 0 && missing.length === 0) {
    throw new Problem(`NuGet could not be asked for packages.\n${complaints(output)}`, 'Check `dotnet nuget list source`, and that those sources can be reached from here.');
  }
  return missing;
}

/** Generates and packs `missing`, those that nothing else waits for at the same time. */
export async function buildPackages(missing, libVersion) {
  const folder = freshFolder('pack');
  mkdirSync(localSource, { recursive: true });
  configure(folder, libVersion, missing);
  try {
    for (let left = missing; left.length;) {
      const ready = left.filter(({ after }) => !left.some(({ id }) => after.includes(id)));
      const names = ready.map(({ id, version }) => `${id} ${version}`).join(' and ');
      await step(`building ${names} from npm`, `${names} built from npm`, async () => {
        await Promise.all(ready.map((entry) => pack(entry, folder)));
      });
      left = left.filter((entry) => !ready.includes(entry));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function pack({ id, npm, version }, folder) {
  const out = join(folder, id);
  await must(
    `Building the NuGet package ${id} ${version} from the npm package ${npm}`,
    process.execPath,
    [inRoot('node_modules/jsii-pacmak/bin/jsii-pacmak'), '--targets', 'dotnet', '-o', out, '--no-parallel', inRoot('node_modules', npm)],
    { env: { TMPDIR: folder, TEMP: folder, TMP: folder } },
    'Your NuGet sources do not have this package, so it was generated here. If the lines above speak of a network or of a\n'
      + 'package that is not found, mend that and run again; or ask for the package to be added to your NuGet mirror.',
  );
  copyFileSync(join(out, 'dotnet', fileName({ id, version })), join(localSource, fileName({ id, version })));
}

/** What the generated projects need to know besides themselves. */
function configure(folder, libVersion, missing) {
  const constructs = missing.find(({ id }) => id === 'Constructs')?.version;
  // Pinning the library spares the download of the oldest one that cdk-nag allows. CS0108: cdk-nag hides members.
  const pins = [
    ['Amazon.CDK.Lib', libVersion],
    ['Constructs', constructs],
  ]
    .filter(([, version]) => version)
    .map(([id, version]) => `<PackageReference Update="${id}" Version="${version}" />`)
    .join('');
  writeFileSync(
    join(folder, 'Directory.Build.targets'),
    `<Project><PropertyGroup><NoWarn>$(NoWarn);CS0108</NoWarn><RestoreAdditionalProjectSources>${localSource}</RestoreAdditionalProjectSources></PropertyGroup><ItemGroup>${pins}</ItemGroup></Project>`,
  );
}

/** Drops packages of versions that are no longer wanted: a restore would still find them. */
export function removeUnwanted(wanted, folder = localSource) {
  const keep = new Set(wanted.map(fileName));
  for (const name of readdirSync(folder)) if (name.endsWith('.nupkg') && !keep.has(name)) rmSync(join(folder, name));
}

export const has = (folder, entry) => Boolean(statSync(join(folder, fileName(entry)), { throwIfNoEntry: false }));

/** An empty folder that MSBuild does not connect with this project's settings. */
function freshFolder(name) {
  const folder = inRoot('artifacts/setup', name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const file of ['Directory.Build.props', 'Directory.Build.targets', 'Directory.Packages.props']) writeFileSync(join(folder, file), '<Project />');
  return folder;
}
