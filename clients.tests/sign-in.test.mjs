// Signing up, in, on and out with the AWS SDK for JavaScript.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import {
  AdminDisableUserCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  DescribeUserPoolClientCommand,
  ForgotPasswordCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  ResendConfirmationCodeCommand,
  RevokeTokenCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { clients, denyList, userPoolId } from './lib/environment.mjs';
import { codeFor, messagesTo } from './lib/mail.mjs';
import { addToGroup, administrator, claimsOf, confirmDevice, error, newAddress, newPerson, password, session, signIn, userPool } from './lib/people.mjs';

const signUp = (email, secret = password) =>
  userPool.send(new SignUpCommand({ ClientId: clients.web, Username: email, Password: secret, UserAttributes: [{ Name: 'email', Value: email }] }));

describe('signing up', () => {
  it('needs the code of the mail before anybody signs in', async () => {
    const email = newAddress('late');
    const { UserConfirmed, CodeDeliveryDetails } = await signUp(email);
    assert.equal(UserConfirmed, false);
    assert.equal(CodeDeliveryDetails?.DeliveryMedium, 'EMAIL');
    // The gate, which wants a verified address, comes before Cognito's own refusal.
    await assert.rejects(signIn({ email, password }), error('UserLambdaValidationException'));

    const confirm = (ConfirmationCode) => userPool.send(new ConfirmSignUpCommand({ ClientId: clients.web, Username: email, ConfirmationCode }));
    const code = await codeFor(email);
    await assert.rejects(confirm(code === '000000' ? '000001' : '000000'), error('CodeMismatchException'));
    await confirm(code);
    assert.equal(claimsOf((await signIn({ email, password })).IdToken).email, email);
  });

  it('sends another code to who asks for one', async () => {
    const email = newAddress('again');
    await signUp(email);
    await userPool.send(new ResendConfirmationCodeCommand({ ClientId: clients.web, Username: email }));
    assert.equal((await messagesTo(email)).length, 2);
    await userPool.send(new ConfirmSignUpCommand({ ClientId: clients.web, Username: email, ConfirmationCode: await codeFor(email) }));
  });

  it('is refused with a weak password, a second time, and from a denied domain', async () => {
    await assert.rejects(signUp(newAddress('weak'), 'short'), error('InvalidPasswordException'));
    const { email } = await newPerson('twice');
    await assert.rejects(signUp(email), error('UsernameExistsException'));
    await assert.rejects(signUp(newAddress('outsider', 'denied.example')), error('UserLambdaValidationException'));
  });
});

describe('signing in', () => {
  let ann;
  before(async () => {
    ann = await newPerson('ann');
  });

  it('gives tokens of this user pool and client', async () => {
    const { IdToken, AccessToken, RefreshToken, ExpiresIn } = await signIn(ann);
    const claims = claimsOf(IdToken);
    assert.deepEqual([claims.aud, claims.email, claims.token_use, claimsOf(AccessToken).client_id], [clients.web, ann.email, 'id', clients.web]);
    assert.ok(claims.iss.endsWith(`/${userPoolId}`));
    assert.ok(RefreshToken && ExpiresIn === 3600);
    const { UserAttributes } = await userPool.send(new GetUserCommand({ AccessToken }));
    assert.equal(UserAttributes?.find(({ Name }) => Name === 'email')?.Value, ann.email);
  });

  it('is refused alike with a wrong password and for somebody who is not there', async () => {
    const refusal = error('NotAuthorizedException', 'Incorrect username or password.');
    await assert.rejects(signIn({ ...ann, password: 'Wrong-Horse-9-Battery' }), refusal);
    await assert.rejects(signIn({ email: newAddress('nobody'), password }), refusal);
  });

  it('is refused to a user who is disabled', async () => {
    const gone = await newPerson('gone');
    await administrator.userPool.send(new AdminDisableUserCommand({ UserPoolId: userPoolId, Username: gone.email }));
    await assert.rejects(signIn(gone), error('NotAuthorizedException', 'User is disabled.'));
  });

  it('is refused by the gate to who is on the deny list', async () => {
    const denied = await newPerson('denied');
    await administrator.dynamodb.send(new PutItemCommand({ TableName: denyList, Item: { subject: { S: `user#${denied.email}` } } }));
    await assert.rejects(signIn(denied), error('UserLambdaValidationException'));
  });

  it('is refused by the gate on a client that is for administrators, until one is', async () => {
    const { UserPoolClient } = await administrator.userPool.send(new DescribeUserPoolClientCommand({ UserPoolId: userPoolId, ClientId: clients.portal }));
    const options = { client: clients.portal, clientSecret: UserPoolClient?.ClientSecret };
    const bob = await newPerson('bob');
    await assert.rejects(signIn(bob, options), error('UserLambdaValidationException'));
    await addToGroup(bob, 'admins');
    assert.deepEqual(claimsOf((await signIn(bob, options)).IdToken)['cognito:groups'], ['admins']);
    await assert.rejects(signIn(bob, { client: clients.portal }), error('NotAuthorizedException'));
  });

  it('is possible again with a new password after the old one is forgotten', async () => {
    const eve = await newPerson('eve');
    await userPool.send(new ForgotPasswordCommand({ ClientId: clients.web, Username: eve.email }));
    await userPool.send(
      new ConfirmForgotPasswordCommand({ ClientId: clients.web, Username: eve.email, ConfirmationCode: await codeFor(eve.email), Password: 'Another-Horse-9-Battery' }),
    );
    await assert.rejects(signIn(eve), error('NotAuthorizedException'));
    assert.ok((await signIn({ ...eve, password: 'Another-Horse-9-Battery' })).IdToken);
  });
});

describe('staying signed in', () => {
  const refresh = (RefreshToken, DeviceKey) => userPool.send(new GetTokensFromRefreshTokenCommand({ ClientId: clients.web, RefreshToken, DeviceKey }));

  it('gives new tokens for a refresh token, and a new refresh token', async () => {
    const person = await newPerson('stay');
    const first = await signIn(person);
    await assert.rejects(refresh(first.RefreshToken), error('NotAuthorizedException', 'Invalid Refresh Token'));
    const device = await confirmDevice(first);
    const { AuthenticationResult: second } = await refresh(first.RefreshToken, device);
    assert.notEqual(second?.RefreshToken, first.RefreshToken);
    assert.equal(claimsOf(second?.IdToken).sub, claimsOf(first.IdToken).sub);
    assert.equal((await session(second?.IdToken)).identityId, (await session(first.IdToken)).identityId);
    assert.ok((await refresh(second?.RefreshToken, device)).AuthenticationResult?.AccessToken);
  });

  it('ends everywhere with a global sign-out: no refresh, no profile, no credentials', async () => {
    const person = await newPerson('leave');
    const tokens = await signIn(person);
    const device = await confirmDevice(tokens);
    await session(tokens.IdToken);
    await userPool.send(new GlobalSignOutCommand({ AccessToken: tokens.AccessToken }));
    await assert.rejects(refresh(tokens.RefreshToken, device), error('NotAuthorizedException'));
    await assert.rejects(userPool.send(new GetUserCommand({ AccessToken: tokens.AccessToken })), error('NotAuthorizedException', 'Access Token has been revoked'));
    await assert.rejects(session(tokens.IdToken), error('NotAuthorizedException'));
    assert.ok((await session((await signIn(person)).IdToken)).identityId);
  });

  it('ends with a refresh token that is revoked', async () => {
    const tokens = await signIn(await newPerson('revoke'));
    const device = await confirmDevice(tokens);
    await userPool.send(new RevokeTokenCommand({ ClientId: clients.web, Token: tokens.RefreshToken }));
    await assert.rejects(refresh(tokens.RefreshToken, device), error('NotAuthorizedException'));
  });
});
