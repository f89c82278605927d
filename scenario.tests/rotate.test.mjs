// Secrets that are rotated while people sign in: none of them fails.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  DescribeIdentityProviderCommand,
  DescribeUserPoolClientCommand,
  ListUserPoolClientSecretsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { fromIni } from '@aws-sdk/credential-providers';
import { inRoot } from '../tools/lib/run.mjs';
import { Run } from './lib/run.mjs';
import { World } from './lib/world.mjs';

const [email, password] = ['rotation@example.com', 'Correct-horse-7-battery'];
const secretName = 'cognitostack/local/clients/portal';
/** @type {World} */
let world;
/** @type {any} */
let pools;
/** @type {any} */
let ofPortal;

before(async () => {
  world = await World.start({ spoil: letServersSignIn });
  const { Region: region, UserPoolId, ClientIdPortal: ClientId } = world.outputs;
  pools = new CognitoIdentityProviderClient({ endpoint: world.endpoint, region, credentials: fromIni({ filepath: join(world.state, 'credentials') }) });
  ofPortal = { UserPoolId, ClientId };
  const user = { UserPoolId, Username: email };
  await pools.send(
    new AdminCreateUserCommand({
      ...user,
      MessageAction: 'SUPPRESS',
      UserAttributes: [
        { Name: 'email', Value: email },
        { Name: 'email_verified', Value: 'true' },
      ],
    }),
  );
  await pools.send(new AdminSetUserPasswordCommand({ ...user, Password: password, Permanent: true }));
  await pools.send(new AdminAddUserToGroupCommand({ ...user, GroupName: 'admins' }));
});

after(async () => {
  Run.killAll();
  await world?.end();
});

/** A sign-in that is one call, from a server that has the secret. */
function letServersSignIn({ Authentication: { Resources } }) {
  for (const { Type, Properties } of Object.values(Resources))
    if (Type === 'AWS::Cognito::UserPoolClient' && Properties.GenerateSecret) Properties.ExplicitAuthFlows?.push('ALLOW_ADMIN_USER_PASSWORD_AUTH');
}

const rotate = (...args) => new Run(process.execPath, [inRoot('tools/rotate.mjs'), ...args, '-e', 'local', '--json'], world.env);

async function passes(run) {
  const { code, said } = await run.ended;
  assert.equal(code, 0, said);
  return said;
}

/** The local Secrets Manager keeps its secrets in a file. */
const secretsFile = () => join(world.state, 'secrets.json');
const secrets = () => (existsSync(secretsFile()) ? JSON.parse(readFileSync(secretsFile(), 'utf8')) : {});
const fieldsOf = (name) => (typeof secrets()[name] === 'string' ? JSON.parse(secrets()[name]) : secrets()[name]);

function signIn(secret) {
  const SECRET_HASH = createHmac('sha256', secret).update(`${email}${ofPortal.ClientId}`).digest('base64');
  return pools.send(new AdminInitiateAuthCommand({ ...ofPortal, AuthFlow: 'ADMIN_USER_PASSWORD_AUTH', AuthParameters: { USERNAME: email, PASSWORD: password, SECRET_HASH } }));
}

const count = async () => (await pools.send(new ListUserPoolClientSecretsCommand(ofPortal))).ClientSecrets.length;

test("An app client's secret is rotated, with a kill in the midst, and no sign-in fails", async () => {
  const { UserPoolClient } = await pools.send(new DescribeUserPoolClientCommand(ofPortal));
  const first = UserPoolClient.ClientSecret;
  const failures = /** @type {string[]} */ ([]);
  let [isOver, signedIn] = [false, 0];
  // One app reads the secret at every sign-in; the other has read it before, and reads it anew before the rotation is finished.
  let remembered = first;
  const people = async (secretOf) => {
    while (!isOver) {
      const secret = secretOf();
      await signIn(secret).then(
        () => signedIn++,
        ({ name }) => failures.push(name),
      );
      await wait(10);
    }
  };
  const apps = [people(() => fieldsOf(secretName)?.clientSecret ?? first), people(() => remembered)];
  try {
    const killed = rotate('--client', 'portal');
    while (!fieldsOf(secretName) && killed.code === undefined) await wait(5);
    killed.signalGroup('SIGKILL');
    await killed.ended;
    await passes(rotate('--client', 'portal'));
    assert.equal(await count(), 2);
    assert.match(await passes(rotate('--client', 'portal')), /under way already/);
    remembered = fieldsOf(secretName).clientSecret;
    await wait(1000);
    await passes(rotate('--client', 'portal', '--finish', '--yes'));
    await wait(500);
  } finally {
    isOver = true;
    await Promise.all(apps);
  }
  assert.deepEqual(failures, []);
  assert.ok(signedIn > 5, String(signedIn));
  assert.equal(await count(), 1);
  assert.notEqual(remembered, first);
  await assert.rejects(signIn(first), { name: 'NotAuthorizedException' });
});

test("An identity provider's secret is rotated while the smoke test signs people in by it", async () => {
  const details = async () => (await pools.send(new DescribeIdentityProviderCommand({ UserPoolId: ofPortal.UserPoolId, ProviderName: 'Google' }))).IdentityProvider.ProviderDetails;
  const held = async () => (await details()).client_secret;
  const { client_id: clientId } = await details();
  /** What Google says to a code that was made up: it looks at the secret first. */
  const said = async (secret) => {
    const form = new URLSearchParams({ grant_type: 'authorization_code', code: 'made-up', client_id: clientId, client_secret: secret });
    return (await (await fetch(`${world.endpoint}/_local/providers/Google/token`, { method: 'POST', body: form })).json()).error;
  };
  const smoke = world.smoke();
  for (const clientSecret of ['second', 'third']) {
    writeFileSync(secretsFile(), JSON.stringify({ ...secrets(), 'local/google': { clientSecret } }));
    await passes(rotate('--provider', 'Google'));
    assert.equal(await held(), clientSecret);
    assert.equal(await said(clientSecret), 'invalid_grant');
  }
  const { said: all, failed } = await smoke;
  assert.deepEqual(failed, [], all);
  // A provider takes the secret before, for sign-ins that are under way, and none that is older.
  assert.deepEqual(await Promise.all(['third', 'second', 'never'].map(said)), ['invalid_grant', 'invalid_grant', 'invalid_client']);
});

test('What cannot be rotated is said, and nothing changes', async () => {
  for (const [args, message] of /** @type {[string[], RegExp][]} */ ([
    [['--client', 'web'], /web is a public client/],
    [['--client', 'shop'], /local has no app client shop. It has /],
    [['--provider', 'Corp'], /Corp has no secret: SAML providers have certificates/],
    [[], /Either --provider NAME or --client NAME/],
  ])) {
    const { code, said } = await rotate(...args).ended;
    assert.equal(code, 2, said);
    assert.match(said, message);
  }
});
