// What the shipped environment does about risks: a sign-in that is safe passes, one that is not is asked for more or refused.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  AdminListUserAuthEventsCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminUpdateUserAttributesCommand,
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { fromIni } from '@aws-sdk/credential-providers';
import { findings, launch, needsBrowser, signIn, submit } from '../clients.tests/lib/browser.mjs';
import { World } from './lib/world.mjs';

const password = 'Correct-Horse-9-Battery';
const callback = 'http://localhost:3000/callback?';
const blocked = 'Unable to login because of security reasons.';

let world;
let pool;
let admin;
before(async () => {
  world = await World.start();
  const { endpoint, outputs, env } = world;
  pool = new CognitoIdentityProviderClient({ endpoint, region: outputs.Region, credentials: { accessKeyId: 'nobody', secretAccessKey: 'nothing' } });
  admin = new CognitoIdentityProviderClient({ endpoint, region: outputs.Region, credentials: fromIni({ filepath: env.AWS_SHARED_CREDENTIALS_FILE, profile: 'default' }) });
});
after(() => world.end());

const messagesTo = async (email) => (await fetch(`${world.endpoint}/_local/messages?recipient=${encodeURIComponent(email)}`)).json();
const codeFor = async (email) => (await messagesTo(email)).filter(({ code }) => code).at(-1).code;

async function newPerson(email) {
  const ClientId = world.outputs.ClientIdWeb;
  await pool.send(new SignUpCommand({ ClientId, Username: email, Password: password, UserAttributes: [{ Name: 'email', Value: email }] }));
  await pool.send(new ConfirmSignUpCommand({ ClientId, Username: email, ConfirmationCode: await codeFor(email) }));
  return email;
}

/** Signs in at a risk, which a header says. */
function signInAt(risk, email, secret = password) {
  const command = new InitiateAuthCommand({
    ClientId: world.outputs.ClientIdWeb,
    AuthFlow: 'USER_AUTH',
    AuthParameters: { USERNAME: email, PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD: secret },
  });
  command.middlewareStack.add(
    (next) => (args) => {
      /** @type {any} */ (args.request).headers['x-local-risk'] = risk;
      return next(args);
    },
    { step: 'build' },
  );
  return pool.send(command);
}

describe('threat protection of the shipped environment', () => {
  it('lets a sign-in of low risk pass and tells the user', async () => {
    const email = await newPerson('low@example.com');
    assert.ok((await signInAt('low', email)).AuthenticationResult?.AccessToken);
    const mail = (await messagesTo(email)).at(-1);
    assert.equal(mail.subject, 'New sign-in to your account');
    assert.match(mail.body, new RegExp(email));
  });

  it('asks for a second factor at medium risk, though the user has switched none on', async () => {
    const email = await newPerson('medium@example.com');
    const challenge = await signInAt('medium', email);
    assert.equal(challenge.ChallengeName, 'EMAIL_OTP');
    const code = await codeFor(email);
    const answer = await pool.send(
      new RespondToAuthChallengeCommand({
        ClientId: world.outputs.ClientIdWeb,
        ChallengeName: 'EMAIL_OTP',
        Session: challenge.Session,
        ChallengeResponses: { USERNAME: email, EMAIL_OTP_CODE: code },
      }),
    );
    assert.ok(answer.AuthenticationResult?.AccessToken);
    assert.ok((await messagesTo(email)).some(({ subject }) => subject === 'Unusual sign-in to your account'));
  });

  it('blocks a sign-in of high risk, keeps it in the history and tells the user', async () => {
    const email = await newPerson('high@example.com');
    await assert.rejects(signInAt('high', email), { name: 'NotAuthorizedException', message: blocked });
    const { AuthEvents } = await admin.send(new AdminListUserAuthEventsCommand({ UserPoolId: world.outputs.UserPoolId, Username: email }));
    assert.deepEqual(
      { ...AuthEvents?.[0].EventRisk, response: AuthEvents?.[0].EventResponse },
      { RiskDecision: 'Block', RiskLevel: 'High', CompromisedCredentialsDetected: false, response: 'Fail' },
    );
    assert.equal((await messagesTo(email)).at(-1).subject, 'Sign-in to your account was blocked');
  });

  it('asks whoever has a factor for it at every risk that is not blocked', async () => {
    const email = await newPerson('factor@example.com');
    await admin.send(new AdminSetUserMFAPreferenceCommand({ UserPoolId: world.outputs.UserPoolId, Username: email, EmailMfaSettings: { Enabled: true, PreferredMfa: true } }));
    for (const risk of ['none', 'low', 'medium']) assert.equal((await signInAt(risk, email)).ChallengeName, 'EMAIL_OTP', risk);
    await assert.rejects(signInAt('high', email), { message: blocked });
  });

  it('refuses a leaked password to whoever signs up', async () => {
    const leaked = new SignUpCommand({
      ClientId: world.outputs.ClientIdWeb,
      Username: 'leaked@example.com',
      Password: 'Password1234!',
      UserAttributes: [{ Name: 'email', Value: 'leaked@example.com' }],
    });
    await assert.rejects(pool.send(leaked), { name: 'InvalidPasswordException', message: 'Provided password cannot be used for security reasons.' });
  });
});

describe('the login pages', needsBrowser, () => {
  let browser;
  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());

  async function open(headers = {}) {
    const context = await browser.newContext({ extraHTTPHeaders: headers });
    const page = await context.newPage();
    await page.goto(world.outputs.SignInUrlWeb);
    return page;
  }

  /**
   * The address that the app is called back at; whether anybody answers there is no matter.
   * It returns when the browser has arrived, so that no later navigation meets this one.
   */
  async function called(page, act) {
    const [request] = await Promise.all([page.waitForRequest((asked) => asked.url().startsWith(callback)), act()]);
    while (!page.url().startsWith(callback) && !page.url().startsWith('chrome-error:')) await page.waitForTimeout(20);
    return new URL(request.url());
  }

  it('ask at medium risk and refuse at high risk', async () => {
    const email = await newPerson('pages@example.com');
    const asked = await open({ 'x-local-risk': 'medium' });
    await signIn(asked, { email, password });
    await asked.getByRole('heading', { name: 'Enter your code' }).waitFor();
    await asked.fill('[name=code]', await codeFor(email));
    await called(asked, () => submit(asked, 'code'));
    const refused = await open({ 'x-local-risk': 'high' });
    await signIn(refused, { email, password });
    await refused.getByText(blocked).waitFor();
  });

  it('take a code that was sent to a phone', async () => {
    const email = await newPerson('phone@example.com');
    const UserAttributes = [
      { Name: 'phone_number', Value: '+15555550199' },
      { Name: 'phone_number_verified', Value: 'true' },
    ];
    await admin.send(new AdminUpdateUserAttributesCommand({ UserPoolId: world.outputs.UserPoolId, Username: email, UserAttributes }));
    await admin.send(new AdminSetUserMFAPreferenceCommand({ UserPoolId: world.outputs.UserPoolId, Username: email, SMSMfaSettings: { Enabled: true, PreferredMfa: true } }));
    const page = await open();
    await signIn(page, { email, password });
    await page.getByText('We sent a code to +*******0199.').waitFor();
    assert.deepEqual(await findings(page), []);
    await page.fill('[name=code]', await codeFor('+15555550199'));
    await called(page, () => submit(page, 'code'));
  });

  it('make a passkey in the browser, and sign in with it', async () => {
    const email = await newPerson('passkey@example.com');
    const page = await open();
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true };
    await devtools.send('WebAuthn.addVirtualAuthenticator', { options });
    await called(page, () => signIn(page, { email, password }));

    await page.goto(world.outputs.SignInUrlWeb.replace('/login?', '/passkeys/add?'));
    await called(page, () => page.getByRole('button', { name: 'Add a passkey' }).click());

    await page.goto(`${world.outputs.SignInUrlWeb}&prompt=login`);
    await page.fill('[name=username]', email);
    await submit(page, 'username');
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.getByRole('heading', { name: 'Sign in with your passkey' }).waitFor();
    assert.deepEqual(await findings(page), []);
    const address = await called(page, () => page.getByRole('button', { name: 'Sign in with a passkey' }).click());
    assert.ok(address.searchParams.get('code'));
  });

  it('say so where the browser has no passkey', async () => {
    const email = await newPerson('nokey@example.com');
    const page = await open();
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    await page.fill('[name=username]', email);
    await submit(page, 'username');
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.getByRole('heading', { name: 'Sign in with your passkey' }).waitFor();
  });
});
