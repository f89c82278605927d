// When templates are synthesized again, and what a synthesis warns of.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { synthesisKey } from './lib/synthesis-key.mjs';
import { warningsOf } from './lib/synthesize.mjs';

const folder = mkdtempSync(join(tmpdir(), 'synthesis-'));
after(() => rmSync(folder, { recursive: true, force: true }));

describe('the key of templates', () => {
  const env = { HOME: folder };
  const own = join(folder, 'own.json');

  it('is the same for the same', () => assert.equal(synthesisKey('local', env), synthesisKey('local', env)));
  it('does not depend on what has nothing to do with it', () => assert.equal(synthesisKey('local', { ...env, EDITOR: 'vi' }), synthesisKey('local', env)));
  it('depends on the environment', () => assert.notEqual(synthesisKey('local', env), synthesisKey('dev', env)));
  for (const name of ['AWS_PROFILE', 'AWS_REGION', 'CDK_DEFAULT_ACCOUNT', 'COGNITOSTACK_FUNCTIONS'])
    it(`depends on ${name}`, () => assert.notEqual(synthesisKey('local', { ...env, [name]: 'x' }), synthesisKey('local', env)));

  it("depends on what a file of one's own says", () => {
    writeFileSync(own, '{ "name": "own" }');
    const before = synthesisKey(own, env);
    writeFileSync(own, '{ "name": "own", "region": "eu-west-1" }');
    assert.notEqual(synthesisKey(own, env), before);
  });

  it('depends on the settings of the AWS CLI', () => {
    const config = join(folder, 'config');
    const before = synthesisKey('local', { ...env, AWS_CONFIG_FILE: config });
    writeFileSync(config, '[default]\nregion = eu-west-1\n');
    assert.notEqual(synthesisKey('local', { ...env, AWS_CONFIG_FILE: config }), before);
  });
});

it('warnings of the app, the CDK and its CLI are heard, each once', () =>
  assert.deepEqual(
    warningsOf(`
dev.json: $.access: warning: not what one may think.
\u001b[33m[Warning at /CognitoStack-dev-Storage/Bucket] Mind it. [ack: x]\u001b[39m
[WARNING] aws-cdk-lib.X is deprecated.
[WARNING] aws-cdk-lib.X is deprecated.
Successfully synthesized to /tmp/out
`),
    ['dev.json: $.access: warning: not what one may think.', '[Warning at /CognitoStack-dev-Storage/Bucket] Mind it. [ack: x]', '[WARNING] aws-cdk-lib.X is deprecated.'],
  ));
