// The default sign-in of Amplify (SRP), with nothing adapted but its own endpoint configuration.
import assert from 'node:assert/strict';
import { before, beforeEach, describe, it } from 'node:test';
import { Amplify } from 'aws-amplify';
import {
  confirmResetPassword,
  confirmSignIn,
  confirmSignUp,
  fetchAuthSession,
  fetchUserAttributes,
  getCurrentUser,
  resetPassword,
  setUpTOTP,
  signIn,
  signOut,
  signUp,
  updateMFAPreference,
  updatePassword,
  verifyTOTPSetup,
} from 'aws-amplify/auth';
import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { bucket, clients, endpoint, identityPoolId, table, userPoolId } from './lib/environment.mjs';
import { codeFor } from './lib/mail.mjs';
import './lib/navigator.mjs';
import { addToGroup, dynamodbDenied, newAddress, newPerson, password, s3Denied } from './lib/people.mjs';
import { totp } from './lib/totp.mjs';

Amplify.configure({
  Auth: { Cognito: { userPoolId, userPoolClientId: clients.web, userPoolEndpoint: endpoint, identityPoolId, identityPoolEndpoint: endpoint, allowGuestAccess: true } },
});

beforeEach(() => signOut());

const enter = ({ email, password: secret }) => signIn({ username: email, password: secret });
const storage = (/** @type {import('aws-amplify/auth').AuthSession} */ { credentials }) => new S3Client({ credentials });

describe('Amplify', () => {
  it("signs up, confirms, signs in, and has credentials for one's own", async () => {
    const email = newAddress('amplify');
    const { nextStep } = await signUp({ username: email, password, options: { userAttributes: { email } } });
    assert.equal(nextStep.signUpStep, 'CONFIRM_SIGN_UP');
    assert.equal((await confirmSignUp({ username: email, confirmationCode: await codeFor(email) })).isSignUpComplete, true);
    assert.equal((await enter({ email, password })).isSignedIn, true);
    assert.equal((await fetchUserAttributes()).email, email);

    const session = await fetchAuthSession();
    assert.equal(session.tokens?.idToken?.payload.email, email);
    const [s3, dynamodb] = [storage(session), new DynamoDBClient({ credentials: session.credentials })];
    const object = { Bucket: bucket, Key: `users/${session.identityId}/amplify.txt` };
    await s3.send(new PutObjectCommand({ ...object, Body: 'mine' }));
    assert.equal(await (await s3.send(new GetObjectCommand(object))).Body?.transformToString(), 'mine');
    await dynamodb.send(new PutItemCommand({ TableName: table, Item: { owner: { S: session.identityId ?? '' }, noteId: { S: 'amplify' } } }));
    await assert.rejects(s3.send(new GetObjectCommand({ Bucket: bucket, Key: `users/${identityPoolId}/amplify.txt` })), s3Denied);
    await assert.rejects(dynamodb.send(new ScanCommand({ TableName: table })), dynamodbDenied);
  });

  it("has a guest's credentials before anybody signs in", async () => {
    const { tokens, credentials, identityId } = await fetchAuthSession();
    assert.equal(tokens, undefined);
    await assert.rejects(storage({ credentials }).send(new PutObjectCommand({ Bucket: bucket, Key: `users/${identityId}/guest.txt`, Body: 'no' })), s3Denied);
  });

  it('is told alike of a wrong password and of a user who is not there', async () => {
    const { email } = await newPerson('amplify');
    const refusal = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' };
    await assert.rejects(enter({ email, password: 'Wrong-Horse-9-Battery' }), refusal);
    await assert.rejects(enter({ email: newAddress('nobody'), password }), refusal);
  });

  it('is told why the gate refuses', async () => {
    const email = newAddress('amplify');
    await signUp({ username: email, password, options: { userAttributes: { email } } });
    await assert.rejects(enter({ email, password }), {
      name: 'UserLambdaValidationException',
      message: 'PreAuthentication failed with error Sign-in is not allowed for this account. Contact your administrator.',
    });
  });

  it('has the same identity and other tokens after a refresh and a new sign-in', async () => {
    const person = await newPerson('amplify');
    await enter(person);
    const first = await fetchAuthSession();
    const second = await fetchAuthSession({ forceRefresh: true });
    assert.notEqual(second.tokens?.accessToken.payload.jti, first.tokens?.accessToken.payload.jti);
    assert.equal(second.identityId, first.identityId);
    await signOut();
    await enter(person);
    assert.equal((await fetchAuthSession()).identityId, first.identityId);
  });

  it('is given the role of the group from the next sign-in on', async () => {
    const boss = await newPerson('amplify');
    await addToGroup(boss, 'admins');
    await enter(boss);
    const session = await fetchAuthSession();
    assert.deepEqual(session.tokens?.idToken?.payload['cognito:groups'], ['admins']);
    await assert.rejects(storage(session).send(new PutObjectCommand({ Bucket: bucket, Key: `users/${session.identityId}/boss.txt`, Body: 'no' })), s3Denied);
  });

  it('signs out everywhere', async () => {
    const person = await newPerson('amplify');
    await enter(person);
    await signOut({ global: true });
    await assert.rejects(getCurrentUser(), { name: 'UserUnAuthenticatedException' });
    assert.equal((await enter(person)).isSignedIn, true);
  });

  it('changes a password, and sets another for one that is forgotten', async () => {
    const { email } = await newPerson('amplify');
    await enter({ email, password });
    await updatePassword({ oldPassword: password, newPassword: 'Second-Horse-9-Battery' });
    await signOut();
    await assert.rejects(enter({ email, password }), { name: 'NotAuthorizedException' });
    await resetPassword({ username: email });
    await confirmResetPassword({ username: email, confirmationCode: await codeFor(email), newPassword: 'Third-Horse-9-Battery' });
    assert.equal((await enter({ email, password: 'Third-Horse-9-Battery' })).isSignedIn, true);
  });
});

describe('Amplify with an authenticator app', () => {
  let person;
  let secret;
  before(async () => {
    await signOut();
    person = await newPerson('totp');
    await enter(person);
    ({ sharedSecret: secret } = await setUpTOTP());
    await assert.rejects(verifyTOTPSetup({ code: totp(secret, 0) }), { name: 'EnableSoftwareTokenMFAException' });
    await verifyTOTPSetup({ code: totp(secret) });
    await updateMFAPreference({ totp: 'PREFERRED' });
  });

  it('asks for a code, refuses a wrong one, and signs in with the right one', async () => {
    const asked = await enter(person);
    assert.deepEqual([asked.isSignedIn, asked.nextStep.signInStep], [false, 'CONFIRM_SIGN_IN_WITH_TOTP_CODE']);
    await assert.rejects(confirmSignIn({ challengeResponse: totp(secret, 0) }), { name: 'CodeMismatchException' });
    // The code of the set-up is used up; the next one is accepted as that of a clock that is ahead.
    assert.equal((await confirmSignIn({ challengeResponse: totp(secret, Date.now() + 30_000) })).isSignedIn, true);
    assert.ok((await fetchAuthSession()).credentials?.sessionToken);
  });
});
