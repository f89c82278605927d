// What npm run outputs makes of templates and outputs that differ from those of the local AWS, and which local AWS it asks.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { amplifyOutputs } from './lib/amplify-outputs.mjs';
import { inRoot } from './lib/run.mjs';

/** A deployment whose pool offers passkeys. */
const deployment = (properties = {}, outputs = {}) => ({
  templates: new Map([
    [
      'Authentication',
      {
        Resources: {
          Pool: { Type: 'AWS::Cognito::UserPool', Properties: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN', 'EMAIL_OTP'] } }, ...properties } },
        },
      },
    ],
  ]),
  outputs: { Region: 'eu-west-1', UserPoolId: 'eu-west-1_1', ClientIdWeb: '1', ...outputs },
});
const passwordless = (...args) => amplifyOutputs(deployment(...args), 'Web', undefined).auth.passwordless;

test('passkeys are those of the relying party that the pool names', () =>
  assert.deepEqual(passwordless({ WebAuthnRelyingPartyID: 'example.com', WebAuthnUserVerification: 'required' }, { LoginUrl: 'https://a.auth.eu-west-1.amazoncognito.com' }), {
    email_otp_enabled: true,
    sms_otp_enabled: false,
    web_authn: { relying_party_id: 'example.com', user_verification: 'required' },
  }));

test('passkeys are those of the login pages where the pool names no relying party', () =>
  assert.equal(passwordless({}, { LoginUrl: 'https://a.auth.eu-west-1.amazoncognito.com' })?.web_authn?.relying_party_id, 'a.auth.eu-west-1.amazoncognito.com'));

test('without a relying party and without login pages there are no passkeys to speak of, and the rest is there', () => {
  assert.deepEqual(passwordless(), { email_otp_enabled: true, sms_otp_enabled: false });
  // A name that only the deployment knows.
  assert.deepEqual(passwordless({ WebAuthnRelyingPartyID: { Ref: 'Domain' } }), { email_otp_enabled: true, sms_otp_enabled: false });
});

test('commands look for the local AWS where --state and --port say, and name both where it is not', () => {
  for (const [script, ...args] of [['outputs'], ['users', 'export'], ['rotate', '--client', 'portal']]) {
    const { status, stderr } = spawnSync(process.execPath, [inRoot(`tools/${script}.mjs`), ...args, '-e', 'local', '--local', '--port', '9', '--state', 'artifacts/nowhere'], {
      encoding: 'utf8',
    });
    assert.equal(status, 1, stderr);
    assert.match(stderr, /No local AWS with the folder artifacts\/nowhere answers on port 9\./);
  }
});
