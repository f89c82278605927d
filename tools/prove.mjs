// Proves of an environment's templates that they keep users apart: sets up, builds, and hands over to prove/.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { build, withBuildLock } from './build.mjs';
import { main } from './lib/console.mjs';
import { inRoot, msbuild, root } from './lib/run.mjs';

// With --json nothing but JSON goes to standard output.
if (process.argv.includes('--json')) console.log = console.error;

await main(async () => {
  await build();
  await withBuildLock(() => msbuild('prove', ['build', 'prove/Prove.csproj']));
  const child = spawn('dotnet', [inRoot('artifacts/bin/Prove/debug/CognitoStack.Prove.dll'), ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
  const [code] = await once(child, 'close');
  return code ?? 1;
});
