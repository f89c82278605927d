// `npm start -- --watch`: what is saved is what is deployed, and nothing that is wrong.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { CognitoIdentityProviderClient, DescribeUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider';
import { fromIni } from '@aws-sdk/credential-providers';
import { outputsOf } from '../tools/lib/host.mjs';
import { inRoot } from '../tools/lib/run.mjs';
import { synthesize } from '../tools/lib/synthesize.mjs';
import { changes } from '../tools/lib/watch.mjs';
import { Run } from './lib/run.mjs';

describe('npm start -- --watch', { concurrency: 1 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'cognitostack-watch-'));
  const state = join(folder, 'state');
  const file = join(folder, 'local.json');
  const original = readFileSync(inRoot('cdk/environments/local.json'), 'utf8');
  const callback = 'http://localhost:3001/callback';
  let run = /** @type {Run} */ (/** @type {unknown} */ (undefined));

  before(() => {
    writeFileSync(file, original);
    const options = ['--watch', '--environment', file, '--port', '0', '--state', state, '--no-checks', '--no-app'];
    run = new Run(process.execPath, [inRoot('tools/start.mjs'), ...options]);
    return run.hears(/Watching .*local\.json/);
  });

  after(async () => {
    run.signalGroup('SIGTERM');
    await run.ended;
    Run.killAll();
    rmSync(folder, { recursive: true, force: true });
  });

  async function callbacks() {
    const outputs = outputsOf(join(state, 'outputs.json'));
    const client = new CognitoIdentityProviderClient({
      endpoint: run.endpoint,
      region: outputs.Region,
      credentials: fromIni({ filepath: join(state, 'credentials'), profile: 'default' }),
    });
    const { UserPoolClient } = await client.send(new DescribeUserPoolClientCommand({ UserPoolId: outputs.UserPoolId, ClientId: outputs.ClientIdPortal }));
    return UserPoolClient?.CallbackURLs;
  }

  test('a saved change is deployed, and a line names the resource and the property', async () => {
    assert.deepEqual(await callbacks(), [callback]);
    writeFileSync(file, original.replace(callback, `${callback}/2`));
    await run.hears(/✓ local\.json deployed \S+ s {2}ClientPortal\w*: CallbackURLs/);
    assert.deepEqual(await callbacks(), [`${callback}/2`]);
  });

  test('the templates are those of the CLI alone', async () => {
    const alone = join(folder, 'alone');
    await synthesize(file, alone);
    const assembly = join(state, 'run/cdk.out');
    assert.deepEqual(readdirSync(assembly).sort(), readdirSync(alone).sort());
    for (const name of readdirSync(alone).filter((one) => one.endsWith('.json')))
      assert.equal(readFileSync(join(assembly, name), 'utf8'), readFileSync(join(alone, name), 'utf8'), name);
  });

  test('what is wrong is named by its place, and what is deployed stays', async () => {
    writeFileSync(file, original.replace(callback, 'http://portal.example.com/callback'));
    await run.hears(/error local\.json: \$\.clients\.portal\.callbackUrls\[0\]: .*https/);
    assert.deepEqual(await callbacks(), [`${callback}/2`]);
  });

  test('a file that is half written is an error, and the next save is deployed', async () => {
    writeFileSync(file, original.slice(0, 400));
    await run.hears(/error local\.json:\d+:\d+: This is not JSON/);
    writeFileSync(file, original);
    await run.hears(/✓ local\.json deployed \S+ s {2}ClientPortal\w*: CallbackURLs[^]*✓ local\.json deployed \S+ s {2}ClientPortal\w*: CallbackURLs/);
    assert.deepEqual(await callbacks(), [callback]);
  });
});

test('a line of changes names what is new, what is gone and which properties differ, and not more than six', () => {
  const queue = (DelaySeconds) => ({ Type: 'AWS::SQS::Queue', Properties: { DelaySeconds } });
  assert.equal(
    changes({ 'S/Old': queue(1), 'S/Same': queue(1), 'S/Kept': queue(1) }, { 'S/Same': queue(1), 'S/Kept': queue(2), 'S/New': queue(1) }),
    'without Old; new New; Kept: DelaySeconds',
  );
  assert.match(changes({}, Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`S/Q${i}`, queue(i)]))), /^(new Q\d; ){6}and 3 more$/);
  assert.equal(changes({ 'S/Same': queue(1) }, { 'S/Same': queue(1) }), 'no template changed');
});
