// Proves of an environment's templates that they keep users apart: sets up, builds, and hands over to assurance/.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { build } from './build.mjs';
import { main } from './lib/console.mjs';
import { commandLine } from './lib/options.mjs';
import { programPath } from './lib/programs.mjs';
import { root } from './lib/run.mjs';

const command = commandLine({
  call: 'npm run prove --',
  about: "Proves of an environment's templates, before anything is deployed, that they keep users apart.",
  options: {
    environment: { type: 'string', short: 'e', value: 'NAME', default: 'dev', about: 'cdk/environments/NAME.json, or a path that ends in .json' },
    delivery: { type: 'string', value: 'FILE', about: 'A delivery file, in place of an environment: who may deliver from GitHub' },
    out: { type: 'string', value: 'FOLDER', default: 'cdk.out', about: 'Where templates and reports are written' },
    templates: { type: 'string', value: 'FOLDER', about: 'Templates that were synthesized before' },
    json: { type: 'boolean', about: 'Print the result as JSON' },
  },
  sections: {
    Examples: [
      ['npm run prove -- --environment prod', 'cdk/environments/prod.json'],
      ['npm run prove -- --delivery cdk/delivery/github.json', 'the roles of the workflows'],
    ],
    'Exit codes': [
      ['0', 'every proof holds'],
      ['1', 'one does not'],
    ],
  },
});

await main(command, async ({ json }) => {
  // Nothing but JSON goes to standard output then.
  if (json) console.log = console.error;
  await build('Assurance');
  const child = spawn('dotnet', [programPath('Assurance'), ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
  const [code] = await once(child, 'close');
  return code ?? 1;
});
