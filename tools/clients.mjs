// Generates the clients of Cognito for .NET from AWS's type files: see lambdas/CognitoIdentityProvider/README.md.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { main } from './lib/console.mjs';
import { commandLine } from './lib/options.mjs';
import { inRoot, isEntry } from './lib/run.mjs';
import { setup } from './setup.mjs';

/** Each has a client.json, which names AWS's package and the operations. */
export const folders = ['lambdas/CognitoIdentityProvider', 'smoke/CognitoIdentity'];

/** The generated files of a folder, by path. */
export async function clientFiles(folder) {
  const { generate } = await import('./lib/csharp-client.mjs');
  return new Map(generate(JSON.parse(readFileSync(inRoot(folder, 'client.json'), 'utf8'))).map(([name, text]) => [`${folder}/Generated/${name}`, text]));
}

const command = commandLine({
  call: 'npm run clients --',
  about: 'Generates the clients of Cognito for .NET from the type files of AWS SDK for JavaScript, with the operations that client.json names.',
});

if (isEntry(import.meta.url))
  await main(command, async () => {
    await setup();
    for (const folder of folders) {
      const files = await clientFiles(folder);
      rmSync(inRoot(folder, 'Generated'), { recursive: true, force: true });
      mkdirSync(inRoot(folder, 'Generated'));
      for (const [path, text] of files) writeFileSync(inRoot(path), text);
    }
    return 0;
  });
