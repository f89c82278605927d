// An example app in .NET over a world: configured as its page says, on a free port.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { msbuild, inRoot, portOf } from '../../tools/lib/run.mjs';
import { Run } from './run.mjs';

/** A port that nobody listens on. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server);
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * Starts it with the settings that `npm run outputs` writes; what to call to end it.
 * @param {import('./world.mjs').World} world
 * @param {{ project: string, folder: string, client: string, port: number, env?: Record<string, string> }} app
 */
export async function startApp(world, { project, folder, client, port, env = {} }) {
  await msbuild(folder, ['build', inRoot(folder)]);
  const local = ['--local', '--port', new URL(world.endpoint).port, '--state', world.state];
  const outputs = new Run(process.execPath, [inRoot('tools/outputs.mjs'), '-e', 'local', ...local, '--format', 'dotnet', '--client', client], { ...process.env, ...world.env });
  const { code, said } = await outputs.ended;
  if (code !== 0) throw new Error(said);
  writeFileSync(join(world.folder, 'appsettings.json'), said.slice(said.indexOf('{')));
  const child = spawn('dotnet', [inRoot(`artifacts/bin/${project}/debug/CognitoStack.${project}.dll`), '--contentRoot', world.folder, '--urls', `http://localhost:${port}`], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => {
      log += text;
    });
  while (!log.includes('Application started')) {
    if (child.exitCode !== null) throw new Error(log);
    await new Promise((done) => setTimeout(done, 50));
  }
  return async () => {
    child.kill();
    await once(child, 'close');
  };
}
