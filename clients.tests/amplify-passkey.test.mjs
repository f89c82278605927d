// Amplify's passkeys in a browser: registered by somebody who is signed in, and signed in with afterwards.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openAmplify, serveAmplify } from './lib/amplify-page.mjs';
import { launch, needsBrowser } from './lib/browser.mjs';
import { newPerson } from './lib/people.mjs';

describe('Amplify with passkeys', needsBrowser, () => {
  let browser;
  let page;
  let devtools;
  let authenticatorId;
  let server;
  let person;
  const passkey = () =>
    page.evaluate((username) => globalThis.told(globalThis.auth.signIn({ username, options: { authFlowType: 'USER_AUTH', preferredChallenge: 'WEB_AUTHN' } })), person.email);

  before(async () => {
    const { origin, ...served } = await serveAmplify();
    ({ server } = served);
    person = await newPerson('passkey');
    browser = await launch();
    page = await browser.newPage();
    devtools = await page.context().newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    const options = /** @type {const} */ ({
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    });
    ({ authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', { options }));
    await openAmplify(page, origin);
  });
  after(async () => {
    await browser?.close();
    server?.close();
  });

  it('registers one for somebody who is signed in', async () => {
    const { isSignedIn } = await page.evaluate(({ email, password }) => globalThis.auth.signIn({ username: email, password }), person);
    assert.equal(isSignedIn, true);
    assert.equal(await page.evaluate(() => globalThis.told(globalThis.auth.associateWebAuthnCredential())), 'OK');
    const { credentials } = await page.evaluate(() => globalThis.auth.listWebAuthnCredentials());
    assert.deepEqual([credentials.length, credentials[0].relyingPartyId], [1, 'localhost']);
    assert.equal((await devtools.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length, 1);
  });

  it('signs in with it, without a password', async () => {
    await page.evaluate(() => globalThis.auth.signOut());
    const { isSignedIn, nextStep } = await passkey();
    assert.deepEqual([isSignedIn, nextStep.signInStep], [true, 'DONE']);
    const email = await page.evaluate(async () => (await globalThis.auth.fetchAuthSession()).tokens.idToken.payload.email);
    assert.equal(email, person.email);
  });

  it('offers it among the first factors', async () => {
    await page.evaluate(() => globalThis.auth.signOut());
    const { nextStep } = await page.evaluate((username) => globalThis.auth.signIn({ username, options: { authFlowType: 'USER_AUTH' } }), person.email);
    assert.equal(nextStep.signInStep, 'CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION');
    assert.ok(nextStep.availableChallenges.includes('WEB_AUTHN'), `${nextStep.availableChallenges}`);
    const { isSignedIn } = await page.evaluate(() => globalThis.auth.confirmSignIn({ challengeResponse: 'WEB_AUTHN' }));
    assert.equal(isSignedIn, true);
  });

  it('signs nobody in whom the device does not know, or whose passkey was deleted', async () => {
    const [{ credentialId }] = (await page.evaluate(() => globalThis.auth.listWebAuthnCredentials())).credentials;
    await page.evaluate(() => globalThis.auth.signOut());
    await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
    assert.match(await passkey(), /^(NotAllowedError|PasskeyAuthenticationCanceled|PasskeyRetrievalFailed|NotAuthorizedException)$/);
    await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true });
    assert.equal((await passkey()).isSignedIn, true);
    await page.evaluate((id) => globalThis.auth.deleteWebAuthnCredential({ credentialId: id }), credentialId);
    assert.deepEqual((await page.evaluate(() => globalThis.auth.listWebAuthnCredentials())).credentials, []);
    await page.evaluate(() => globalThis.auth.signOut());
    // Without a passkey the person is asked for another factor.
    assert.notEqual((await passkey()).isSignedIn, true);
  });
});
