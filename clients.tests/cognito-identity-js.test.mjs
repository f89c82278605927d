// amazon-cognito-identity-js, which Amplify has replaced and many apps still have.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { AuthenticationDetails, CognitoUser, CognitoUserAttribute, CognitoUserPool } from 'amazon-cognito-identity-js';
import { clients, endpoint, userPoolId } from './lib/environment.mjs';
import { codeFor } from './lib/mail.mjs';
import { newAddress, password, setAttributes } from './lib/people.mjs';

class Memory {
  #items = new Map();
  getItem(key) {
    return this.#items.get(key) ?? null;
  }
  setItem(key, value) {
    this.#items.set(key, value);
  }
  removeItem(key) {
    this.#items.delete(key);
  }
  clear() {
    this.#items.clear();
  }
}

const Storage = new Memory();
const Pool = new CognitoUserPool({ UserPoolId: userPoolId, ClientId: clients.web, endpoint, Storage });
const userOf = (Username) => new CognitoUser({ Username, Pool, Storage });
const authenticate = (user, Username, Password) =>
  new Promise((onSuccess, onFailure) => {
    user.authenticateUser(new AuthenticationDetails({ Username, Password }), { onSuccess, onFailure });
  });

describe('amazon-cognito-identity-js', () => {
  const email = newAddress('older');
  let user;
  before(() => {
    user = userOf(email);
  });

  it('signs up and confirms', async () => {
    const signUp = promisify(Pool.signUp.bind(Pool));
    const result = await signUp(email, password, [new CognitoUserAttribute({ Name: 'email', Value: email })], []);
    assert.equal(result?.userConfirmed, false);
    assert.equal(await promisify(user.confirmRegistration.bind(user))(await codeFor(email), false), 'SUCCESS');
  });

  it('signs in by SRP and is refused a wrong password', async () => {
    await assert.rejects(authenticate(userOf(email), email, `${password}x`), { code: 'NotAuthorizedException' });
    const session = await authenticate(user, email, password);
    assert.equal(session.getIdToken().payload.email, email);
  });

  it('finds its session again, refreshes it and reads attributes', async () => {
    const found = Pool.getCurrentUser();
    assert.ok(found);
    const session = await promisify(found.getSession.bind(found))();
    assert.ok(session?.isValid());
    const attributes = await promisify(found.getUserAttributes.bind(found))();
    assert.equal(attributes?.find((a) => a.getName() === 'email')?.getValue(), email);
  });

  it('has its device remembered, which is asked for no second factor then, and forgets it', async () => {
    const device = (name, /** @type {unknown[]} */ ...args) => new Promise((onSuccess, onFailure) => user[name](...args, { onSuccess, onFailure }));
    assert.equal(await device('setDeviceStatusRemembered'), 'SUCCESS');
    assert.equal((await device('listDevices', 10, null)).Devices.length, 1);
    await setAttributes({ email }, { phone_number: '+15555550100', phone_number_verified: 'true' });
    const prefer = (Enabled) => promisify(user.setUserMfaPreference.bind(user))({ PreferredMfa: Enabled, Enabled }, null);
    assert.equal(await prefer(true), 'SUCCESS');
    await authenticate(user, email, password);
    assert.equal(await device('forgetDevice'), 'SUCCESS');
    assert.equal((await device('listDevices', 10, null)).Devices.length, 0);
    assert.equal(await prefer(false), 'SUCCESS');
  });

  it('changes the password and signs out everywhere', async () => {
    assert.equal(await promisify(user.changePassword.bind(user))(password, `${password}!`), 'SUCCESS');
    await authenticate(user, email, `${password}!`);
    const message = await new Promise((onSuccess, onFailure) => {
      user.globalSignOut({ onSuccess, onFailure });
    });
    assert.equal(message, 'SUCCESS');
    assert.equal(Pool.getCurrentUser(), null);
  });
});
