// One function in each of its forms: our native program, the same assemblies on managed .NET, the same logic with AWS's SDK on managed .NET,
// compiled ahead in part or not, and in Node.js, bundled or not.
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { build } from 'esbuild';
import { withBuildLock } from '../../tools/build.mjs';
import { Problem } from '../../tools/lib/console.mjs';
import { inRoot, msbuild } from '../../tools/lib/run.mjs';

export const names = {
  native: 'C# Native AOT',
  managed: 'C# managed, same assemblies',
  sdk: 'C# managed, AWS SDK',
  readyToRun: 'C# managed, AWS SDK, ReadyToRun',
  node: 'Node.js, SDK as it is',
  bundled: 'Node.js, SDK bundled',
};

/**
 * { one of the names: { command, args, size } }, `size` being that of the zip that would be deployed. `node` finds its SDK in node_modules,
 * as a function does that takes the one of Lambda's runtime and so deploys its own sources only.
 */
export async function variantsOf(name) {
  const native = inRoot('artifacts/functions', name);
  if (!existsSync(join(native, 'bootstrap'))) throw new Problem(`${name} has not been published.`, 'npm run build');
  const managed = managedFolder(name);
  const bundled = await bundledFolder(name);
  const sdk = await sdkFolder('sdk');
  // As the project templates of AWS publish.
  const readyToRun = await sdkFolder('ready-to-run', '-r', 'linux-x64', '--no-self-contained', '-p:PublishReadyToRun=true');
  const node = inRoot('bench/node');
  const program = (folder, file, ...args) => ({ command: 'dotnet', args: [join(folder, `CognitoStack.${file}.dll`), ...args], size: zipSize(folder) });
  return {
    native: { command: join(native, 'bootstrap'), args: [], size: zipSize(native) },
    managed: program(managed, name),
    sdk: program(sdk, 'SdkFunctions', name),
    readyToRun: program(readyToRun, 'SdkFunctions', name),
    node: { command: process.execPath, args: [join(node, `${name}.mjs`)], size: zipSize(node, [`${name}.mjs`, 'runtime.mjs']) },
    bundled: { command: process.execPath, args: [join(bundled, 'index.mjs')], size: zipSize(bundled) },
  };
}

/** The very assemblies that the native compiler read, with the settings of a framework-dependent program. */
function managedFolder(name) {
  const from = inRoot('artifacts/bin', name, 'release_linux-x64');
  const to = fresh(name, 'managed');
  if (!existsSync(from)) throw new Problem(`The assemblies of ${name} are gone from artifacts/bin.`, 'Remove artifacts/functions, then: npm run build');
  for (const file of readdirSync(from).filter((one) => /^(CognitoStack|AWSSDK)\..*\.dll$/.test(one))) cpSync(join(from, file), join(to, file));
  writeFileSync(
    join(to, `CognitoStack.${name}.runtimeconfig.json`),
    JSON.stringify({
      runtimeOptions: {
        tfm: 'net10.0',
        framework: { name: 'Microsoft.NETCore.App', version: '10.0.0' },
        configProperties: { 'System.Globalization.Invariant': true, 'System.GC.Concurrent': false },
      },
    }),
  );
  return to;
}

const published = {};

/** Both functions in one program. */
const sdkFolder = (variant, ...settings) =>
  (published[variant] ??= withBuildLock(async () => {
    const to = inRoot('artifacts/bench', variant);
    await msbuild(`bench/dotnet (${variant})`, ['publish', 'bench/dotnet/SdkFunctions.csproj', '-c', 'Release', '-o', to, ...settings]);
    return to;
  }));

/** Bundled and minified, as one deploys Node.js functions that shall start fast. */
async function bundledFolder(name) {
  const to = fresh(name, 'bundled');
  await build({
    entryPoints: [inRoot('bench/node', `${name}.mjs`)],
    outfile: join(to, 'index.mjs'),
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
    // Some of the SDK's dependencies are CommonJS.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  return to;
}

function fresh(name, variant) {
  const folder = inRoot('artifacts/bench', name, variant);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

const zipSize = (folder, files = readdirSync(folder)) =>
  files
    .map((file) => join(folder, file))
    .filter((path) => statSync(path).isFile())
    .reduce((sum, path) => sum + deflateRawSync(readFileSync(path), { level: 9 }).length, 0);
