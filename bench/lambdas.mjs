// Compares the published functions with the same on managed .NET and on Node.js, one after the other in every round, so that whatever
// else the machine does meets them all. Writes docs/benchmarks.md.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { build } from '../tools/build.mjs';
import { main, step } from '../tools/lib/console.mjs';
import { inRoot } from '../tools/lib/run.mjs';
import { table } from '../tools/lib/table.mjs';
import { measure } from './lib/measure.mjs';
import { names, variantsOf } from './lib/variants.mjs';

const { rounds, warm } = parseArgs({ options: { rounds: { type: 'string', default: '15' }, warm: { type: 'string', default: '200' } } }).values;

const functions = {
  PreAuthentication: { event: 'pre-authentication', environment: { DENY_EMAIL_DOMAINS: 'evil.example', DENY_LIST_TABLE_NAME: 'deny-list' }, what: 'the gate: one BatchGetItem' },
  PostAuthentication: { event: 'post-authentication', environment: { AUDIT_TABLE_NAME: 'sign-ins', AUDIT_RETENTION_DAYS: '30' }, what: 'the audit: two UpdateItem' },
};

const dynalite = `
  const server = require('dynalite')({ createTableMs: 0 });
  const tables = [{ name: 'deny-list', keys: ['subject'] }, { name: 'sign-ins', keys: ['user', 'signIn'] }];
  server.listen(0, '127.0.0.1', async () => {
    const endpoint = 'http://127.0.0.1:' + server.address().port;
    for (const { name, keys } of tables) await fetch(endpoint, { method: 'POST', headers: { 'x-amz-target': 'DynamoDB_20120810.CreateTable',
      'content-type': 'application/x-amz-json-1.0', 'x-amz-date': '20260101T000000Z', authorization: 'AWS4-HMAC-SHA256 Credential=a/20260101/eu-central-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0' },
      body: JSON.stringify({ TableName: name, BillingMode: 'PAY_PER_REQUEST', AttributeDefinitions: keys.map((key) => ({ AttributeName: key, AttributeType: 'S' })),
        KeySchema: keys.map((key, i) => ({ AttributeName: key, KeyType: ['HASH', 'RANGE'][i] })) }) });
    console.log(endpoint);
  });
  process.stdin.on('end', () => process.exit()).resume();`;

async function startDynamo() {
  const child = spawn(process.execPath, ['-e', dynalite], { cwd: inRoot('.'), stdio: ['pipe', 'pipe', 'inherit'] });
  const [endpoint] = await new Promise((done) => child.stdout.setEncoding('utf8').once('data', (text) => done(text.split('\n'))));
  return { endpoint, stop: () => child.kill() };
}

const at = (values, quantile) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * quantile))];
const median = (runs, field) => at(runs.map((run) => run[field]), 0.5);

async function compare(name, { event, environment }, endpoint) {
  const variants = await variantsOf(name);
  const aws = { AWS_ENDPOINT_URL: endpoint, AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' };
  const template = JSON.parse(readFileSync(inRoot('lambdas.tests/Events', `${event}.json`), 'utf8'));
  const eventOf = () => ({ ...template, userName: crypto.randomUUID() });
  const runs = Object.fromEntries(Object.keys(variants).map((variant) => [variant, []]));
  for (let round = 0; round <= Number(rounds); round++)
    for (const [variant, program] of Object.entries(variants)) {
      const run = await measure(program, { ...aws, ...environment }, eventOf, Number(warm));
      // The first round only brings the files into memory.
      if (round > 0) runs[variant].push(run);
    }
  return Object.entries(variants).map(([variant, { size }]) => ({
    variant, cold: median(runs[variant], 'firstResponse'), cpu: median(runs[variant], 'cpu'), warmCpu: median(runs[variant], 'warmCpu'),
    p50: at(runs[variant].flatMap((run) => run.times), 0.5), p99: at(runs[variant].flatMap((run) => run.times), 0.99),
    memory: median(runs[variant], 'memory'), size: size / 1e6,
  }));
}

const head = ['', 'start → first response', 'CPU until then', 'warm p50', 'warm p99', 'CPU an event', 'peak memory', 'zip'];
const cells = (results) => results.map((one) => [names[one.variant], `${one.cold.toFixed(0)} ms`, `${one.cpu.toFixed(0)} ms`, `${one.p50.toFixed(2)} ms`,
  `${one.p99.toFixed(1)} ms`, `${one.warmCpu.toFixed(2)} ms`, `${one.memory.toFixed(0)} MB`, `${one.size.toFixed(2)} MB`]);

// [whom against, what of it, at least so many times]; memory is a limit of its own.
const goals = [['managed', 'cold', 20], ['node', 'cold', 10], ['bundled', 'cold', 10], ['node', 'cpu', 10], ['bundled', 'cpu', 10]];
const mostMemory = 40;
const whats = { cold: 'start → first response', cpu: 'CPU until then' };

function verdict(results) {
  const of = (variant) => results.find((one) => one.variant === variant);
  const word = (isMet) => (isMet ? 'met' : 'not met');
  return [['goal', 'measured', ''], ...goals.map(([other, field, goal]) => {
    const times = of(other)[field] / of('native')[field];
    return [`${whats[field]}: ${goal}× less than ${names[other]}`, `${times.toFixed(1)}×`, word(times >= goal)];
  }), [`peak memory: below ${mostMemory} MB`, `${of('native').memory.toFixed(0)} MB`, word(of('native').memory < mostMemory)]];
}

const markdown = ([first, ...rows]) => [first, first.map((_, i) => (i ? '---:' : '---')), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

function machine() {
  const dotnet = spawnSync('dotnet', ['--version'], { encoding: 'utf8' }).stdout.trim();
  return `${cpus().length} cores, ${cpus()[0].model.trim()}, ${(totalmem() / 1e9).toFixed(0)} GB, Linux ${release()}; .NET SDK ${dotnet}, Node.js ${process.version}, AWS SDK for JavaScript ${sdkVersion()}`;
}

const sdkVersion = () => JSON.parse(readFileSync(inRoot('node_modules/@aws-sdk/client-dynamodb/package.json'), 'utf8')).version;

await main(async () => {
  await build();
  const dynamo = await startDynamo();
  const sections = [];
  try {
    for (const [name, settings] of Object.entries(functions)) {
      let results;
      await step(`${name} measured`, async () => { results = await compare(name, settings, dynamo.endpoint); });
      const [goal, ...judged] = verdict(results);
      console.log(`\n${await table(head, cells(results), { right: [1, 2, 3, 4, 5, 6, 7] })}\n\n${await table(goal, judged, { right: [1] })}\n`);
      sections.push(`## ${name}\n\n${settings.what[0].toUpperCase()}${settings.what.slice(1)} an event.\n\n${markdown([head, ...cells(results)])}\n\n${markdown([goal, ...judged])}\n`);
    }
  } finally {
    dynamo.stop();
  }
  mkdirSync(inRoot('docs'), { recursive: true });
  writeFileSync(inRoot('docs/benchmarks.md'), `<!-- Written by npm run bench:lambdas. -->
# Benchmarks of the functions

Each function against a Lambda Runtime API and a DynamoDB of the same machine, beside the same assemblies on managed .NET and the same logic
in Node.js with AWS's SDK v3, in a runtime loop smaller than AWS's: with the SDK as npm (and Lambda's own runtime) has it, and bundled and
minified with all that it needs. Medians of ${rounds} starts each, in turns, with ${warm} events after each start. Lambda adds to this:
TLS, and the small share of a CPU that a function of little memory has. All of them start and answer through the same two servers, whose
own time is in every figure.

Machine: ${machine()}.

${sections.join('\n')}`);
  console.log('Written to docs/benchmarks.md.');
});
