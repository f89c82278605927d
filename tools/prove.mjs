// Proves of an environment's templates that they keep users apart: sets up, builds, and hands over to assurance/.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { build } from './build.mjs';
import { main } from './lib/console.mjs';
import { programPath } from './lib/programs.mjs';
import { inRoot, root } from './lib/run.mjs';

// With --json nothing but JSON goes to standard output.
if (process.argv.includes('--json')) console.log = console.error;

await main(async () => {
  await build('Assurance');
  const child = spawn('dotnet', [programPath('Assurance'), ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
  const [code] = await once(child, 'close');
  return code ?? 1;
}, readFileSync(inRoot('assurance/usage.txt'), 'utf8').trimEnd());
