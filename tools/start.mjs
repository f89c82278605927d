// The front door: builds, synthesizes, deploys to an AWS of one process on this machine, signs users in, and shows who could do what.
import { once } from 'node:events';
import { copyFileSync, mkdirSync } from 'node:fs';
import { basename, relative, resolve } from 'node:path';
import { build } from './build.mjs';
import { checkApp, serveApp } from './lib/app.mjs';
import { Problem, dim, main, seconds, step, yellow } from './lib/console.mjs';
import { isManaged, publishesHere } from './lib/functions.mjs';
import { findHost, redeploy, requireFree, requireOwnState, startHost } from './lib/host.mjs';
import { commandLine } from './lib/options.mjs';
import { programPath } from './lib/programs.mjs';
import { root } from './lib/run.mjs';
import { handOver, untilToldToEnd } from './lib/signals.mjs';
import { refuseNonsense } from './lib/start-options.mjs';
import { forCdk, forYourApp, supportTable, toOpen } from './lib/start-notes.mjs';
import { fileOf, requireEnvironment, requireNoFindings, showWarnings, synthesize } from './lib/synthesize.mjs';

const port = /** @type {const} */ ([0, 65535]);
const command = commandLine({
  call: 'npm start --',
  about: `Runs an environment on this machine, without an AWS account: deploys its templates to a local AWS on 127.0.0.1,
signs users in, and checks who may touch what. From a terminal it stays up for your own app.

While it is up, \`npm start\` in another terminal deploys changed templates, or another environment, to it; users and data of each stay.
Ctrl-C ends it, or a signal to npm.`,
  options: {
    environment: { type: 'string', short: 'e', value: 'NAME', default: 'local', about: 'cdk/environments/NAME.json, or a path that ends in .json' },
    port: { type: 'number', range: port, default: 4566, about: 'Where the local AWS listens; 0 takes a free port' },
    'https-port': { type: 'number', range: port, about: 'Where it listens for TLS; 0 takes a free port\n[default: 4567, or a free port where --port is not 4566]' },
    issuer: {
      type: 'string',
      value: 'aws|local',
      about: `What tokens and discovery name as their issuer: AWS, or http://localhost:PORT/POOL_ID, for libraries that insist
that both agree with the address (openid-client, oidc-client-ts, ASP.NET Core) [default: aws]`,
    },
    state: { type: 'string', value: 'FOLDER', default: '.local', about: 'Users and data; a folder and a port of its own let a second one be up' },
    risk: {
      type: 'string',
      value: 'LEVEL',
      about: `The risk that every sign-in has, to see what threat protection does: none, low, medium or high.
Without it each is judged; the header x-local-risk says it for one request`,
    },
    secrets: {
      type: 'string',
      value: 'FILE',
      about: `Values of secrets that templates name, instead of secrets.json in the state folder; the table says
which are missing (those of identity providers may be: stand-ins have their own)`,
    },
    provider: {
      type: 'string',
      multiple: true,
      value: 'NAME=WHO',
      about: `Who answers for an identity provider, in the place of a stand-in: NAME=real with its secrets, NAME=ISSUER
(Okta=http://localhost:9000), NAME=METADATA of SAML as a file or an address (Corp=./metadata.xml)`,
    },
    once: { type: 'boolean', about: 'End after the checks, with their exit code; so it does without a terminal' },
    stay: { type: 'boolean', about: 'Stay up after the checks, terminal or not' },
    watch: { type: 'boolean', short: 'w', about: 'Stay up, deploy what is saved in the environment file or its brand, and say in a line what changed or what is wrong' },
    bare: { type: 'boolean', about: 'Deploy nothing and check nothing: for npx cdk deploy against it; what was deployed before is there' },
    'accept-ignored': { type: 'boolean', about: 'List types and properties that nothing here honours where npx cdk deploy brings them, and do not reject them' },
    fresh: { type: 'boolean', about: 'Forget users and data of earlier runs' },
    'no-checks': { type: 'boolean', about: 'Deploy only: no users are made and no access is checked' },
    'no-app': { type: 'boolean', about: 'Leave out the example app' },
    'app-port': { type: 'number', range: port, default: 3000, about: 'Where the example app is served' },
    'managed-functions': { type: 'boolean', about: 'Run the functions on managed .NET, as is done where native ones cannot be made for the machine' },
  },
  sections: {
    Examples: [
      ['npm start', 'the environment "local"'],
      ['npm start -- --environment dev', 'another one'],
      ['npm start -- --port 4600 --state .local2', 'beside one that is up'],
      ['npm start -- --watch', 'while you edit the environment file'],
      ['npm start -- --bare', 'for npx cdk bootstrap, npx cdk deploy and the like'],
    ],
    'Other commands': [
      ['npm run synth -- --environment prod', 'what an environment would deploy to AWS'],
      ['npm test', 'every test (npm test -- --filter Name: particular ones)'],
      ['npm run prove, npm run guard', 'what the templates allow; what a change would lose'],
      ['npm run snapshots', 'accept changed templates, and see what changed'],
    ],
  },
});

/** What of a state folder is the tool's, not the local AWS's own: templates, log and report. */
const filesOf = (state) => ({ folder: `${state}/run`, assembly: `${state}/run/cdk.out`, log: `${state}/run/host.log`, report: `${state}/run/smoke.xml` });
const shown = (path) => (relative(root, path).startsWith('..') ? path : relative(root, path));

const managedNote = (isForced) => `run on managed .NET: ${isForced ? '--managed-functions asks for it' : 'native ones for Linux x64 do not run on this machine'}`;

/** The smoke test's exit code is the answer. */
function check(environment, endpoint, state, outputs, end) {
  // Managed functions compile what a call needs while Cognito waits for them: the fewer at once, the sooner each is done.
  const pace = isManaged() ? ['--parallel', '2'] : [];
  const args = ['--environment', environment, '--endpoint', endpoint, '--outputs', outputs, '--junit', filesOf(state).report, ...pace];
  return handOver('dotnet', [programPath('Smoke'), ...args], { cwd: root, env: { ...process.env, AWS_SHARED_CREDENTIALS_FILE: `${state}/credentials` } }, end);
}

/** @param {ReturnType<typeof command.parse>['values']} values */
async function start(values) {
  refuseNonsense(values, command.hint);
  requireEnvironment(values.environment);
  const stays = values.stay || values.watch || (process.stdout.isTTY && !values.once);
  const begin = performance.now();
  // Told to whatever builds and synthesizes from here on, the CLI's own processes among it.
  const isForced = values['managed-functions'];
  if (isForced || !publishesHere()) process.env.COGNITOSTACK_FUNCTIONS = 'managed';
  const note = isManaged() && managedNote(isForced);
  await build('Local', 'Smoke');
  const state = resolve(root, values.state);
  const { folder, assembly, log } = filesOf(state);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const running = await findHost(values.port, state);
  const readAtStart = values.secrets ? '--secrets' : values.provider.length > 0 ? '--provider' : values.risk ? '--risk' : undefined;
  if (running && (values.fresh || readAtStart))
    throw new Problem(
      `A local AWS is up on port ${values.port}: ${values.fresh ? '--fresh would take users and data from under it' : `it reads ${readAtStart} when it starts`}.`,
      'End it first: Ctrl-C in its terminal.',
    );
  if (running && values.issuer && values.issuer !== running.issuer)
    throw new Problem(`A local AWS is up on port ${values.port} whose issuer is ${running.issuer}: it reads that when it starts.`, 'End it first: Ctrl-C in its terminal.');
  const httpsPort = values['https-port'] ?? (values.port === 4566 ? 4567 : 0);
  if (!running) {
    await requireOwnState(state, values.port, shown(state));
    await requireFree(values.port);
    await requireFree(httpsPort, '--https-port');
  }
  if (values.bare && running) throw new Problem(`A local AWS is up on port ${values.port}: deploy to that one.`, 'Or end it first: Ctrl-C in its terminal.');
  const warnings = values.bare ? [] : await synthesizeFor(values.environment, assembly);

  let [app, watching] = [/** @type {any} */ (undefined), /** @type {{ end(): Promise<void> } | undefined} */ (undefined)];
  const where = running ? 'the local AWS that is up' : 'the local AWS';
  const args = [
    '--https-port',
    String(httpsPort),
    '--issuer',
    values.issuer ?? 'aws',
    ...(values.secrets ? ['--secrets', values.secrets] : []),
    ...values.provider.flatMap((provider) => ['--provider', provider]),
    ...(values.risk ? ['--risk', values.risk] : []),
    ...(values.bare ? ['--bare'] : []),
    ...(values['accept-ignored'] ? ['--accept-ignored'] : []),
    ...(values.fresh ? ['--fresh'] : []),
  ];
  const host = await step(
    `deploying to ${where}`,
    `deployed to ${where}`,
    () => (running ? redeploy(running, shown(log)) : startHost({ assembly, state, port: values.port, log, args })),
    ({ endpoint }) => endpoint,
  );
  if (values.bare) return stayBare(host, state);
  // outputs.json has what was deployed last; each environment's own stay beside it.
  const outputs = `${state}/outputs.${basename(values.environment, '.json')}.json`;
  copyFileSync(`${state}/outputs.json`, outputs);
  const end = untilToldToEnd({ withNpm: true });
  try {
    console.log(`\n${await supportTable(host.endpoint, note)}\n`);
    app = values['no-app'] || running ? undefined : await serveApp(host.endpoint, `${state}/outputs.json`, values['app-port']);
    let code = values['no-checks'] ? 0 : await check(values.environment, host.endpoint, state, outputs, end);
    if (app && !values['no-checks'] && !end.aborted) code = (await checkApp(app, host.endpoint, state)) || code;
    if (!end.aborted) console.log(dim(`\n${code ? 'Failed' : 'Ready'} after ${seconds(begin)}. What the local AWS did: ${shown(log)}`));
    if (running) sayThatItStays(running, outputs);
    if (values.watch && !end.aborted) watching = await watchFile(values.environment, assembly, host, log, warnings);
    if (running && watching) await once(end, 'abort');
    else if (!running && stays && !end.aborted) await stayUp(host, app, state, outputs, end);
    return code;
  } finally {
    await watching?.end();
    await app?.close();
    await host.stop();
  }
}

/** Takes the templates that are there where nothing that they depend on has changed. */
async function synthesizeFor(environment, assembly) {
  const { code, warnings } = await step(
    `synthesizing the templates of ${environment}`,
    `templates of ${environment} synthesized`,
    () => synthesize(environment, assembly, { reuse: true }),
    ({ isReused }) => (isReused ? 'unchanged since the last time' : ''),
  );
  requireNoFindings(environment, code);
  if (warnings.length) console.log(showWarnings(warnings));
  return warnings;
}

async function watchFile(environment, assembly, host, log, warned) {
  const { watch } = await import('./lib/watch.mjs');
  const watching = await watch({ environment, assembly, host, log: shown(log), warned });
  console.log(dim(`\nWatching ${fileOf(environment)}, and the brands and metadata of cdk: what is saved is deployed.`));
  return watching;
}

function sayThatItStays({ isOutdated }, outputs) {
  if (isOutdated) console.log(yellow('It is of an earlier build: to try what was changed in it since, end it in its terminal and start it again.'));
  console.log(dim(`It is up in another terminal, and stays so until that one ends it. The ids of this environment: ${shown(outputs)}`));
}

/** Nothing is deployed yet, or what was is: somebody else deploys. */
async function stayBare(host, state) {
  const end = untilToldToEnd({ withNpm: true });
  try {
    console.log(`\n${forCdk(host.endpoint, state)}\n`);
    host.follow();
    await Promise.race([host.ended, once(end, 'abort')]);
    return 0;
  } finally {
    await host.stop();
  }
}

async function stayUp(host, app, state, outputs, end) {
  console.log(`\n${await forYourApp(host.endpoint, state, outputs)}\n${toOpen(host.endpoint, app)}\n`);
  host.follow();
  await Promise.race([host.ended, once(end, 'abort')]);
  if (!end.aborted) throw new Problem('The local AWS has ended by itself.', `Its log may say why: ${shown(filesOf(state).log)}`);
  await host.stop();
  console.log(dim(`\nEnded; users and data are in ${shown(state)}.`));
}

await main(command, start);
