// A new environment file: what differs from its model, what stays, and what is rejected before anything is written.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { after, describe, test } from 'node:test';
import { derive, questionsOf, sharedOf } from './lib/new-environment.mjs';
import { inRoot } from './lib/run.mjs';

const model = `// What it is for.
// More of it.
{
  "$schema": "./environment.schema.json",
  "name": "stage", // the name
  /* "callbackUrls": ["https://comment.example.com"] */
  "tags": { "stage": "stage", "note": "backstage" },
  "userPool": { "email": { "sesIdentityArn": "arn:aws:ses:eu-west-1:111122223333:identity/stage.example.com", "from": "a@example.com" } },
  "clients": {
    "web": { "callbackUrls": ["https://app.example.com/callback?a=b", "http://localhost:3000/callback"], "logoutUrls": ["https://app.example.com/"] },
    "mobile": { "callbackUrls": ["acme://callback"] },
    "portal": { "callbackUrls": ["https://portal.stage.example.com:8443/callback"] },
  },
  "identityProviders": { "Corp": { "metadataUrl": "https://idp.example.com/stage", "clientSecret": { "secret": "stage/corp" } } },
}
`;

describe('of a model', () => {
  test('addresses of apps are asked for, each once and with a proposal', () => {
    assert.deepEqual(
      [...questionsOf(model, 'stage', 'qa')],
      [
        ['https://app.example.com', 'https://app.qa.example.com'],
        ['acme://', 'acme-qa://'],
        ['https://portal.stage.example.com:8443', 'https://portal.qa.example.com:8443'],
      ],
    );
  });

  test('comments, this machine and the addresses of others stay, and its name goes', () => {
    const made = derive(model, 'stage', 'qa', new Map([['https://app.example.com', 'https://qa.example.org']]));
    assert.ok(made.startsWith('// Made from stage.json. Say here what it is for.\n{\n'), made);
    for (const kept of [
      '"$schema": "./environment.schema.json"',
      '"name": "qa", // the name',
      '/* "callbackUrls": ["https://comment.example.com"] */',
      '"stage": "qa", "note": "backstage"',
      '"arn:aws:ses:eu-west-1:111122223333:identity/stage.example.com"',
      '["https://qa.example.org/callback?a=b", "http://localhost:3000/callback"]',
      '"logoutUrls": ["https://qa.example.org/"]',
      '"metadataUrl": "https://idp.example.com/stage"',
      '"secret": "qa/corp"',
    ])
      assert.ok(made.includes(kept), `${kept} is not in\n${made}`);
  });

  test('what two environments may share is named', () => {
    assert.deepEqual(
      sharedOf(model).map(({ key }) => key),
      ['sesIdentityArn', 'from', 'metadataUrl'],
    );
  });
});

describe('the command', () => {
  mkdirSync(inRoot('artifacts'), { recursive: true });
  const folder = mkdtempSync(inRoot('artifacts/new-environment-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const to = relative(inRoot(), folder);
  const run = (...args) => spawnSync(process.execPath, [inRoot('tools/new-environment.mjs'), ...args, '--to', to], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

  for (const [args, message] of /** @type {[string[], RegExp][]} */ ([
    [[], /The name of the new environment is needed/],
    [['QA'], /The name must be 1 to 20 lower-case letters, digits and hyphens, a letter first, not "QA"/],
    [['qa', 'qb'], /There is one name, not also "qb"/],
    [['qa', '--from', 'nowhere', '--yes'], /There is no cdk\/environments\/nowhere\.json/],
    [['qa', '--set', 'https://no.example.com=x', '--yes'], /--set names https:\/\/no\.example\.com, which the model has not[^]*https:\/\/app\.staging\.example\.com/],
    [['qa', '--set', 'x', '--yes'], /--set takes OLD=NEW, not "x"/],
    [['qa'], /There is no terminal to ask at[^]*--yes/],
  ]))
    test(`rejects ${args.join(' ') || 'nothing'} and writes nothing`, () => {
      const { status, stderr, stdout } = run(...args);
      assert.equal(status, 1);
      assert.match(stderr, message);
      assert.doesNotMatch(stderr, /^\s+at /m);
      assert.equal(stdout, '');
      assert.deepEqual(readdirSync(folder), []);
    });

  test('never writes over a file', () => {
    writeFileSync(join(folder, 'mine.json'), 'mine');
    const { status, stderr } = run('mine', '--yes');
    assert.equal(status, 1);
    assert.match(stderr, /mine\.json is there already/);
    assert.equal(readFileSync(join(folder, 'mine.json'), 'utf8'), 'mine');
  });

  test('writes a file that synthesizes, shows what differs, and says what comes next', () => {
    const { status, stdout, stderr } = run('trial', '--from', 'dev', '--yes');
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^- {3}"name": "dev",\n\+ {3}"name": "trial",$/m);
    assert.match(stdout, /✓ trial synthesized/);
    assert.match(stdout, /npx cdk deploy --all -c environment=\S+trial\.json {2}deploys it/);
    assert.ok(existsSync(inRoot('artifacts/new-environment/CognitoStack-trial-Authentication.template.json')));
  });
});
