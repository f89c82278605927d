// A crowd at the local AWS: sign-ins, then reads and writes of fifty users at once, some of them at what is another's, and of two sessions of
// each at what is theirs. Counts wrong decisions, lost items and errors; the same requests to the programs behind it, without sign-in and
// policies, for comparison. Writes docs/benchmarks-local.md where nothing was wrong.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { fromIni } from '@aws-sdk/credential-providers';
import { build } from '../tools/build.mjs';
import { main, step } from '../tools/lib/console.mjs';
import { outputsOf, startHost } from '../tools/lib/host.mjs';
import { commandLine } from '../tools/lib/options.mjs';
import { inRoot } from '../tools/lib/run.mjs';
import { requireNoFindings, synthesize } from '../tools/lib/synthesize.mjs';
import { table } from '../tools/lib/table.mjs';
import { bare } from './lib/bare.mjs';
import { User, crowd, mixed } from './lib/crowd.mjs';
import { cpuOf, watchMemory } from './lib/memory.mjs';
import { Pages } from './lib/pages.mjs';
import { machine, markdown } from './lib/report.mjs';
import { at } from './lib/quantile.mjs';

// The set-up has said it of this Node already.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

let users;
let signIns;
let operations;
const items = ['putItem', 'getItem'];

/** People who open a page at the same moment. */
const visitors = 20;

const head = ['', 'count', 'throughput', 'p50', 'p95', 'p99', 'wrong', 'errors'];
const row = (what, times, { seconds, wrong, errors }) => [
  what,
  times.length,
  `${(times.length / seconds).toFixed(0)}/s`,
  `${at(times, 0.5).toFixed(1)} ms`,
  `${at(times, 0.95).toFixed(1)} ms`,
  `${at(times, 0.99).toFixed(1)} ms`,
  wrong.length,
  errors.length,
];

/** What is asked of it: that it is fast enough for a team's tests. */
function verdicts({ items, alone, signIns, memory }) {
  const verdict = (what, goal, measured, isMet) => [what, goal, measured, isMet ? 'met' : 'not met'];
  return [
    ['', 'goal', 'measured', ''],
    verdict('items written and read, of what dynalite alone does', '0.50 ×', `${(items / alone).toFixed(2)} ×`, items >= alone / 2),
    verdict('sign-ins by SRP', '60/s', `${signIns.toFixed(0)}/s`, signIns >= 60),
    verdict('peak memory', '500 MB', `${memory.toFixed(0)} MB`, memory < 500),
  ];
}

/** Does so many things: what became of them, and milliseconds of a processor that each took, in the clients and in the host with its processes. */
async function costOf(host, count, act) {
  const [own, its] = [process.cpuUsage(), cpuOf(host.pid)];
  const done = await act();
  const { user, system } = process.cpuUsage(own);
  return [done, { clients: (user + system) / 1000 / count, host: (cpuOf(host.pid) - its) / count }];
}

/** What the machine can do at most of what takes this. */
const ceiling = ({ clients, host }) => ((cpus().length * 1000) / (clients + host)).toFixed(0);

const report = (rows, lost, memory, load, goals, signIn, item) => `<!-- Written by npm run bench:local. -->
# A crowd at the local AWS

${users} users at once, each signed in by SRP through the gate and into the audit, with the AWS SDK for JavaScript, which computes on the same
machine. Every answer is looked at: "wrong" counts what was read and not written, written and not read, or let through to another's;
every acknowledged write is read again in the end.

Machine: ${machine()}. Its load average before: ${load.toFixed(1)}.

${markdown([head, ...rows])}

Lost: ${lost}. Peak memory of the host with all its processes, functions included: ${memory.toFixed(0)} MB.

${markdown(goals)}

A sign-in by SRP takes ${signIn.clients.toFixed(0)} ms of a processor in the client, most of it in powers of numbers of 3,072 bits, and ${signIn.host.toFixed(0)} ms in the host and its
two functions: this machine does ${ceiling(signIn)} a second at most, if nothing waits. An item takes ${item.clients.toFixed(1)} ms in the client, and ${item.host.toFixed(1)} ms in the host,
its evaluator and dynalite, who verify a signature, decide by the role's policies and keep it: ${ceiling(item)} a second at most.
`;

const command = commandLine({
  call: 'npm run bench:local --',
  about: 'Sends a crowd to the local AWS, and writes docs/benchmarks-local.md when nothing went wrong.',
  options: {
    users: { type: 'number', default: 50, about: 'Users at once' },
    'sign-ins': { type: 'number', default: 600, about: 'Sign-ins of all users' },
    operations: { type: 'number', default: 2000, about: 'Reads and writes of all users' },
  },
});

await main(command, async (values) => {
  ({ users, 'sign-ins': signIns, operations } = values);
  const load = loadavg()[0];
  await build('Local');
  const folder = mkdtempSync(join(tmpdir(), 'cognitostack-crowd-'));
  const [assembly, state] = ['cdk.out', 'state'].map((name) => join(folder, name));
  await step('synthesizing local', 'local synthesized', async () => {
    const { code } = await synthesize('local', assembly);
    requireNoFindings('local', code);
  });
  const host = await startHost({ assembly, state, port: 0, log: join(folder, 'host.log') });
  try {
    const outputs = outputsOf(`${state}/outputs.json`);
    const place = { outputs, endpoint: host.endpoint, region: outputs.Region };
    const admin = new CognitoIdentityProviderClient({
      endpoint: host.endpoint,
      region: outputs.Region,
      credentials: fromIni({ filepath: `${state}/credentials`, profile: 'default' }),
    });
    const people = Array.from({ length: users }, () => new User(place));
    await step(`creating ${users} users`, `${users} users created`, async () => {
      for (const user of people) await user.create(admin);
    });

    const memory = watchMemory(host.pid);
    const pages = new Pages(place);
    const [pageTimes, signInTimes, pageSignInTimes, itemTimes, mixedTimes, sharedTimes] = Array.from({ length: 6 }, () => /** @type {number[]} */ ([]));
    // What is compiled as it first runs is no visitor's time.
    await crowd(people.slice(0, visitors), 10 * visitors, () => pages.open([]));
    const opened = await crowd(people.slice(0, visitors), signIns, () => pages.open(pageTimes));
    await crowd(people, signIns, (user) => user.signIn([]));
    const [signedIn, signInCpu] = await costOf(host, signIns, () => crowd(people, signIns, (user) => user.signIn(signInTimes)));
    const signedInOnPages = await crowd(people, signIns, ({ name: email, password }) => pages.signIn({ email, password }, pageSignInTimes));
    await Promise.all(people.map((user) => user.exchange()));
    const act = (kinds, times) => crowd(people, operations / 2, (user, n, index) => user.act(kinds[n % kinds.length], n % 16, people[(index + 1) % people.length], times));
    await act(items, []);
    const [ofItems, itemCpu] = await costOf(host, operations / 2, () => act(items, itemTimes));
    const ofAll = await act(mixed, mixedTimes);
    const twins = await Promise.all(people.map((user) => user.twin()));
    // A turn has three requests.
    const ofShared = await crowd([...people, ...twins], operations / 6, (user) => user.share(sharedTimes));
    let lost = 0;
    for (const [index, user] of people.entries()) lost += (await user.lost()) + (await user.uncounted(twins[index]));
    const peak = memory.stop();
    const behind = await bare(operations / 2, users);

    const rows = [
      row('sign-ins (SRP, gate, audit)', signInTimes, signedIn),
      row('the same on the pages: authorize, sign-in, code, tokens', pageSignInTimes, signedInOnPages),
      row(`the sign-in page, ${visitors} people at once`, pageTimes, opened),
      row('items written and read', itemTimes, ofItems),
      row('the same, dynalite alone', behind.times, behind),
      row("items and objects, half of them another's", mixedTimes, ofAll),
      row('one item and object of two sessions', sharedTimes, ofShared),
    ];
    console.log(`\n${await table(head, rows, { right: [1, 2, 3, 4, 5, 6, 7] })}\n`);
    console.log(`lost: ${lost}; peak memory of the host with all its processes: ${peak.toFixed(0)} MB`);
    const complaints = [opened, signedIn, signedInOnPages, ofItems, ofAll, ofShared, behind].flatMap(({ wrong, errors }) => [...wrong, ...errors]);
    for (const complaint of [...new Set(complaints)].slice(0, 10)) console.log(`  ${complaint}`);
    if (complaints.length || lost) return 1;
    const rate = (times, { seconds }) => times.length / seconds;
    const goals = verdicts({ items: rate(itemTimes, ofItems), alone: rate(behind.times, behind), signIns: rate(signInTimes, signedIn), memory: peak });
    writeFileSync(inRoot('docs/benchmarks-local.md'), report(rows, lost, peak, load, goals, signInCpu, itemCpu));
    console.log('Written to docs/benchmarks-local.md.');
    return 0;
  } finally {
    await host.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
