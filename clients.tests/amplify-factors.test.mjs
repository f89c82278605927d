// Amplify's next steps for the factors that are not an authenticator app, and its remembered devices.
import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { Amplify } from 'aws-amplify';
import {
  autoSignIn,
  confirmSignIn,
  confirmSignUp,
  fetchDevices,
  fetchMFAPreference,
  forgetDevice,
  listWebAuthnCredentials,
  rememberDevice,
  signIn,
  signOut,
  signUp,
  updateMFAPreference,
} from 'aws-amplify/auth';
import { clients, endpoint, userPoolId } from './lib/environment.mjs';
import { codeFor } from './lib/mail.mjs';
import './lib/navigator.mjs';
import { newAddress, newPerson, password, setAttributes } from './lib/people.mjs';

Amplify.configure({ Auth: { Cognito: { userPoolId, userPoolClientId: clients.web, userPoolEndpoint: endpoint } } });

beforeEach(() => signOut());

const enter = ({ email, password: secret }) => signIn({ username: email, password: secret });
const newPhone = () => `+1555${Math.floor(10_000_000 + Math.random() * 89_999_999)}`;

describe('Amplify', () => {
  it('asks for a code by mail, refuses a wrong one, and signs in with the right one', async () => {
    const person = await newPerson('mailed');
    await enter(person);
    await updateMFAPreference({ email: 'PREFERRED' });
    assert.deepEqual(await fetchMFAPreference(), { enabled: ['EMAIL'], preferred: 'EMAIL' });
    await signOut();
    const { isSignedIn, nextStep } = await enter(person);
    assert.deepEqual([isSignedIn, nextStep.signInStep], [false, 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE']);
    assert.deepEqual(/** @type {any} */ (nextStep).codeDeliveryDetails, { deliveryMedium: 'EMAIL', destination: 'm***@e***' });
    await assert.rejects(confirmSignIn({ challengeResponse: '12345' }), { name: 'CodeMismatchException' });
    assert.equal((await confirmSignIn({ challengeResponse: await codeFor(person.email) })).isSignedIn, true);
  });

  it('lets a person choose between a text message and a mail', async () => {
    const person = await newPerson('chooser');
    const phone = newPhone();
    await setAttributes(person, { phone_number: phone, phone_number_verified: 'true' });
    await enter(person);
    await updateMFAPreference({ sms: 'ENABLED', email: 'ENABLED' });
    await signOut();
    const { nextStep } = await enter(person);
    assert.equal(nextStep.signInStep, 'CONTINUE_SIGN_IN_WITH_MFA_SELECTION');
    assert.deepEqual(/** @type {any} */ (nextStep).allowedMFATypes, ['SMS', 'EMAIL']);
    const sent = await confirmSignIn({ challengeResponse: 'SMS' });
    assert.equal(sent.nextStep.signInStep, 'CONFIRM_SIGN_IN_WITH_SMS_CODE');
    assert.equal((await confirmSignIn({ challengeResponse: await codeFor(phone) })).isSignedIn, true);
  });

  it('lets a person choose the first factor', async () => {
    const person = await newPerson('first');
    const { nextStep } = await signIn({ username: person.email, options: { authFlowType: 'USER_AUTH' } });
    assert.equal(nextStep.signInStep, 'CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION');
    assert.deepEqual(/** @type {any} */ (nextStep).availableChallenges, ['PASSWORD', 'PASSWORD_SRP']);
    const asked = await confirmSignIn({ challengeResponse: 'PASSWORD_SRP' });
    assert.equal(asked.nextStep.signInStep, 'CONFIRM_SIGN_IN_WITH_PASSWORD');
    assert.equal((await confirmSignIn({ challengeResponse: person.password })).isSignedIn, true);
    assert.deepEqual((await listWebAuthnCredentials()).credentials, []);
  });

  it('signs in whoever has just signed up', async () => {
    const email = newAddress('auto');
    await signUp({ username: email, password, options: { userAttributes: { email }, autoSignIn: { authFlowType: 'USER_AUTH' } } });
    const { nextStep } = await confirmSignUp({ username: email, confirmationCode: await codeFor(email) });
    assert.equal(nextStep.signUpStep, 'COMPLETE_AUTO_SIGN_IN');
    assert.equal((await autoSignIn()).isSignedIn, true);
  });

  it('remembers a device, which is asked for no second factor then, and forgets it', async () => {
    const person = await newPerson('device');
    await enter(person);
    await rememberDevice();
    assert.equal((await fetchDevices()).length, 1);
    await updateMFAPreference({ email: 'PREFERRED' });
    await signOut();
    assert.equal((await enter(person)).isSignedIn, true);
    await forgetDevice();
    assert.equal((await fetchDevices()).length, 0);
    await signOut();
    assert.equal((await enter(person)).nextStep.signInStep, 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE');
  });
});
