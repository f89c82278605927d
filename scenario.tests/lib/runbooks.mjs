// The commands of docs/runbooks, to be run against a local AWS.
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { inRoot, root } from '../../tools/lib/run.mjs';

/** What cannot be run here, and why. */
const elsewhere = /** @type {[RegExp, string][]} */ ([
  [/^aws logs (start-query|get-query-results) /, 'Logs Insights is not on this machine'],
  [/^aws service-quotas /, 'there are no quotas on this machine'],
  [/^aws cloudformation continue-update-rollback /, 'no update has failed'],
  [/ --event-id … /, 'it is about an event of the case at hand'],
  [/^node -e .*import\.out/, 'adopt.test.mjs imports'],
  [/^npx cdk /, 'deploy.test.mjs and adopt.test.mjs deploy'],
  [/^npm run (guard|rotate|users|wire) /, 'they have tests of their own'],
]);

/** Whether the AWS CLI is here. */
export const hasAwsCli = spawnSync('aws', ['--version'], { stdio: 'ignore' }).status === 0;

/** The blocks of commands of each runbook, without what cannot be run here. */
export function runbooks() {
  const folder = inRoot('docs/runbooks');
  const used = new Set();
  const found = readdirSync(folder).map((file) => ({
    file,
    blocks: [...readFileSync(`${folder}/${file}`, 'utf8').matchAll(/^ *```sh\n(.*?)^ *```/gms)]
      .map(([, block]) =>
        block
          .replaceAll(/\\\n\s*/g, '')
          .split('\n')
          .map((line) => line.trim())
          .filter((line) => {
            const [pattern] = elsewhere.find(([p]) => p.test(line)) ?? [];
            used.add(pattern);
            return line && !pattern;
          })
          .join('\n'),
      )
      .filter(Boolean),
  }));
  return { books: found.filter(({ blocks }) => blocks.length), unused: elsewhere.filter(([pattern]) => !used.has(pattern)).map(([, why]) => why) };
}

/** Runs a block as a shell does: { code, said }. @param {string} block @param {Record<string, string>} env @returns {Promise<{ code: number, said: string }>} */
export function runBlock(block, env) {
  const child = spawn('bash', ['-euo', 'pipefail', '-c', block], { cwd: root, env: { ...process.env, AWS_PAGER: '', ...env } });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => {
      said += text;
    });
  return new Promise((done) => {
    child.on('close', (code) => done({ code: code ?? 1, said }));
  });
}
