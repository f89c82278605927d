// The app as a process that stays: the CLI's calls are passed on to it, and Node, the CDK's library and the validator are loaded once.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { programPath } from './programs.mjs';
import { inRoot, root } from './run.mjs';

const asker = inRoot('tools/lib/ask-app.mjs');

/** Starts it in a folder. By `options` and `env` the CLI finds it, in the place of the app and the build of cdk.json. */
export async function keepApp(cwd = root) {
  const child = spawn('dotnet', [programPath('Cdk'), '--serve'], { cwd, stdio: 'pipe' });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (part) => {
    said += part;
  });
  child.stdin.on('error', () => {}); // It has ended before its input did.
  const codes = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async (socket) => {
    said = '';
    const [call] = await once(createInterface({ input: socket }), 'line');
    child.stdin.write(`${call}\n`);
    const { value, done } = await codes.next();
    socket.end(JSON.stringify({ code: done ? 1 : Number(value), said }));
  };
  const folder = mkdtempSync(join(tmpdir(), 'cognitostack-app-'));
  const pipe = process.platform === 'win32' ? join('\\\\?\\pipe', folder) : join(folder, 'app');
  const server = createServer((socket) => void answer(socket)).listen(pipe);
  await once(server, 'listening');
  return {
    options: ['--app', `node "${asker}"`, '--build', `node --check "${asker}"`],
    env: { APP_PIPE: pipe },
    async end() {
      server.close();
      child.stdin.end();
      if (child.exitCode === null) await once(child, 'close');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
