// Users of the user pool, and their sessions, by AWS SDK for JavaScript v3.
import { createHmac, randomBytes } from 'node:crypto';
import {
  AdminAddUserToGroupCommand,
  AdminUpdateUserAttributesCommand,
  CognitoIdentityProviderClient,
  ConfirmDeviceCommand,
  ConfirmSignUpCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { fromCognitoIdentityPool } from '@aws-sdk/credential-providers';
import identity from 'amazon-cognito-identity-js';
import { clients, identityPoolId, provider, userPoolId } from './environment.mjs';
import { codeFor } from './mail.mjs';

/** Calls that need no signature; the administrator's are signed with the profile of the shared credentials file. */
export const userPool = new CognitoIdentityProviderClient({});
export const administrator = { userPool, s3: new S3Client({}), dynamodb: new DynamoDBClient({}) };

export const password = 'Correct-Horse-9-Battery';

export const newAddress = (name, domain = 'example.com') => `${name}-${randomBytes(6).toString('hex')}@${domain}`;

/** Signs up and confirms with the code of the mail. */
export async function newPerson(name, { client = clients.web } = {}) {
  const email = newAddress(name);
  await userPool.send(new SignUpCommand({ ClientId: client, Username: email, Password: password, UserAttributes: [{ Name: 'email', Value: email }] }));
  await userPool.send(new ConfirmSignUpCommand({ ClientId: client, Username: email, ConfirmationCode: await codeFor(email) }));
  return { email, password };
}

/**
 * Signs in with a password; the tokens.
 * @param {{ email: string, password: string }} person
 * @param {{ client?: string, clientSecret?: string }} [how]
 * @returns {Promise<Required<import('@aws-sdk/client-cognito-identity-provider').AuthenticationResultType>>}
 */
export async function signIn({ email, password: secret }, { client = clients.web, clientSecret } = {}) {
  const hash = clientSecret && {
    SECRET_HASH: createHmac('sha256', clientSecret)
      .update(email + client)
      .digest('base64'),
  };
  const first = await userPool.send(
    new InitiateAuthCommand({
      ClientId: client,
      AuthFlow: 'USER_AUTH',
      AuthParameters: { USERNAME: email, PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD: secret, ...hash },
    }),
  );
  if (first.AuthenticationResult) return /** @type {any} */ (first.AuthenticationResult);
  const { AuthenticationResult } = await userPool.send(
    new RespondToAuthChallengeCommand({
      ClientId: client,
      ChallengeName: first.ChallengeName,
      Session: first.Session,
      ChallengeResponses: { USERNAME: email, PASSWORD: secret, ...hash },
    }),
  );
  return /** @type {any} */ (AuthenticationResult);
}

/**
 * Confirms the device that a sign-in has handed a key to, as an app does that keeps its users signed in: refresh tokens are good on such a device alone.
 * @param {any} tokens
 */
export async function confirmDevice({ AccessToken, NewDeviceMetadata: { DeviceKey, DeviceGroupKey } }) {
  const helper = new /** @type {any} */ (identity).AuthenticationHelper('');
  await new Promise((done, failed) => helper.generateHashDevice(DeviceGroupKey, DeviceKey, (error) => (error ? failed(error) : done(undefined))));
  const base64 = (hex) => Buffer.from(hex, 'hex').toString('base64');
  const DeviceSecretVerifierConfig = { Salt: base64(helper.getSaltDevices()), PasswordVerifier: base64(helper.getVerifierDevices()) };
  await userPool.send(new ConfirmDeviceCommand({ AccessToken, DeviceKey, DeviceSecretVerifierConfig }));
  return DeviceKey;
}

/** A session with credentials of the identity pool: of a user with an ID token, of a guest without. */
export async function session(idToken) {
  const credentials = fromCognitoIdentityPool({ identityPoolId, logins: idToken && { [provider]: idToken } });
  const { identityId } = await credentials();
  return { identityId, credentials, s3: new S3Client({ credentials }), dynamodb: new DynamoDBClient({ credentials }) };
}

/** Signs in and exchanges the token. */
export const sessionOf = async (person, options) => session((await signIn(person, options)).IdToken);

export const addToGroup = ({ email }, group) => administrator.userPool.send(new AdminAddUserToGroupCommand({ UserPoolId: userPoolId, Username: email, GroupName: group }));

export const setAttributes = ({ email }, attributes) =>
  administrator.userPool.send(
    new AdminUpdateUserAttributesCommand({
      UserPoolId: userPoolId,
      Username: email,
      UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    }),
  );

/** The payload of a token. */
export const claimsOf = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());

/** For assert.rejects: an error of a service by its name, and perhaps its message. */
export const error = (name, message) => (message === undefined ? { name } : { name, message });

/** S3's and DynamoDB's refusals. */
export const s3Denied = { name: 'AccessDenied' };
export const dynamodbDenied = { name: 'AccessDeniedException' };
