// A browser that Amplify remembers: the person is asked for no second factor there, and elsewhere is.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openAmplify, serveAmplify } from './lib/amplify-page.mjs';
import { launch, needsBrowser } from './lib/browser.mjs';
import { codeFor } from './lib/mail.mjs';
import { newPerson } from './lib/people.mjs';

describe('a browser that is remembered', needsBrowser, () => {
  let browser;
  let served;
  let home;
  let person;

  /** Another person's browser, as far as the user pool can see. */
  async function open() {
    const page = await (await browser.newContext()).newPage();
    await openAmplify(page, served.origin);
    return page;
  }
  const enter = (page) => page.evaluate(({ email, password }) => globalThis.auth.signIn({ username: email, password }), person);
  const leave = (page) => page.evaluate(() => globalThis.auth.signOut());

  before(async () => {
    served = await serveAmplify();
    person = await newPerson('remembered');
    browser = await launch();
    home = await open();
    assert.equal((await enter(home)).isSignedIn, true);
    await home.evaluate(async () => {
      await globalThis.auth.rememberDevice();
      await globalThis.auth.updateMFAPreference({ email: 'PREFERRED' });
    });
    await leave(home);
  });
  after(async () => {
    await browser?.close();
    served?.server.close();
  });

  it('asks for no second factor, also after the page was closed', async () => {
    assert.equal((await enter(home)).isSignedIn, true);
    await leave(home);
    const later = await home.context().newPage();
    await openAmplify(later, served.origin);
    assert.equal((await enter(later)).isSignedIn, true);
    await leave(later);
  });

  it('is one of its kind: another browser asks, and is not remembered by signing in', async () => {
    const away = await open();
    assert.equal((await enter(away)).nextStep.signInStep, 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE');
    const confirmed = await away.evaluate((code) => globalThis.auth.confirmSignIn({ challengeResponse: code }), await codeFor(person.email));
    assert.equal(confirmed.isSignedIn, true);
    await leave(away);
    assert.equal((await enter(away)).nextStep.signInStep, 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE');
  });

  it('asks again once it is forgotten, from whatever browser', async () => {
    const away = await open();
    await enter(away);
    await away.evaluate((code) => globalThis.auth.confirmSignIn({ challengeResponse: code }), await codeFor(person.email));
    await away.evaluate(async () => {
      for (const { id } of await globalThis.auth.fetchDevices()) await globalThis.auth.forgetDevice({ device: { id } });
    });
    assert.equal((await enter(home)).nextStep.signInStep, 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE');
  });
});
