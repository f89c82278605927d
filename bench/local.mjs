// A crowd at the local AWS: sign-ins, then reads and writes of fifty users at once, some of them at what is another's.
// Counts wrong decisions, lost items and errors; the same requests to the programs behind it, without sign-in and policies, for comparison.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { fromIni } from '@aws-sdk/credential-providers';
import { build } from '../tools/build.mjs';
import { main, step } from '../tools/lib/console.mjs';
import { startHost } from '../tools/lib/host.mjs';
import { synthesize } from '../tools/lib/synthesize.mjs';
import { table } from '../tools/lib/table.mjs';
import { bare } from './lib/bare.mjs';
import { User } from './lib/crowd.mjs';

// The set-up has said it of this Node already.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const { values } = parseArgs({ options: { users: { type: 'string', default: '50' }, 'sign-ins': { type: 'string', default: '200' }, operations: { type: 'string', default: '2000' } } });
const [users, signIns, operations] = [values.users, values['sign-ins'], values.operations].map(Number);
const items = ['putItem', 'getItem'];
const mixed = ['putItem', 'getItem', 'putObject', 'getObject', 'otherItem', 'otherObject'];

const at = (times, quantile) => [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * quantile))];
const memory = (pid) => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

/** Runs a turn of each in parallel until all turns are done; what goes wrong is counted, not thrown. */
async function crowd(people, turns, turn) {
  const wrong = [];
  const errors = [];
  const start = performance.now();
  await Promise.all(people.map(async (person, index) => {
    for (let n = 0; n < turns / people.length; n += 1) {
      try {
        const complaint = await turn(person, n, index);
        if (complaint) wrong.push(complaint);
      } catch (error) {
        errors.push(`${error.name}: ${error.message}`);
      }
    }
  }));
  return { seconds: (performance.now() - start) / 1000, wrong, errors };
}

const row = (what, count, times, { seconds, wrong, errors }) =>
  [what, count, `${(count / seconds).toFixed(0)}/s`, `${at(times, 0.5).toFixed(1)} ms`, `${at(times, 0.99).toFixed(1)} ms`, wrong.length, errors.length];

await main(async () => {
  await build('Local');
  const folder = mkdtempSync(join(tmpdir(), 'cognitostack-crowd-'));
  const [assembly, state] = ['cdk.out', 'state'].map((name) => join(folder, name));
  await step('local synthesized', () => synthesize('local', assembly));
  const host = await startHost({ assembly, state, port: 0, log: join(folder, 'host.log') });
  try {
    const outputs = Object.assign({}, ...Object.values(JSON.parse(readFileSync(`${state}/outputs.json`, 'utf8'))));
    const place = { outputs, endpoint: host.endpoint, region: outputs.Region };
    const admin = new CognitoIdentityProviderClient({ endpoint: host.endpoint, region: outputs.Region, credentials: fromIni({ filepath: `${state}/credentials`, profile: 'default' }) });
    const people = Array.from({ length: users }, () => new User(place));
    await step(`${users} users created`, async () => { for (const user of people) await user.create(admin); });

    const [signInTimes, itemTimes, mixedTimes] = [[], [], []];
    const signedIn = await crowd(people, signIns, (user) => user.signIn(signInTimes));
    await Promise.all(people.map((user) => user.exchange()));
    const act = (kinds, times) => crowd(people, operations / 2, (user, n, index) => user.act(kinds[n % kinds.length], n % 16, people[(index + 1) % people.length], times));
    const ofItems = await act(items, itemTimes);
    const ofAll = await act(mixed, mixedTimes);
    let lost = 0;
    for (const user of people) lost += await user.lost();
    const behind = await bare(operations / 2, users);

    console.log(`\n${await table(['', 'count', 'throughput', 'p50', 'p99', 'wrong', 'errors'], [
      row('sign-ins (SRP, gate, audit)', signIns, signInTimes, signedIn),
      row('items written and read', operations / 2, itemTimes, ofItems),
      row('the same, dynalite alone', operations / 2, behind.times, behind),
      row('items and objects, a third of them another\'s', operations / 2, mixedTimes, ofAll),
    ], { right: [1, 2, 3, 4, 5, 6] })}\n`);
    console.log(`lost: ${lost}; peak memory of the host: ${memory(host.pid).toFixed(0)} MB`);
    const complaints = [...signedIn.wrong, ...signedIn.errors, ...[ofItems, ofAll, behind].flatMap(({ wrong, errors }) => [...wrong, ...errors])];
    for (const complaint of [...new Set(complaints)].slice(0, 10)) console.log(`  ${complaint}`);
    return complaints.length || lost ? 1 : 0;
  } finally {
    await host.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
