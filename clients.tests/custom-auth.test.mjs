// Amplify's custom sign-in, decided by a function that is planted in a local AWS of this file's own.
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, beforeEach, describe, it } from 'node:test';
import { World } from '../scenario.tests/lib/world.mjs';
import { redeploy } from '../tools/lib/host.mjs';

/** What runs as the function: asks for a number, after the password where the client begins with one, and gives up after two wrong ones. */
async function bootstrap() {
  const api = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/invocation/`;
  const triggers = {
    DefineAuthChallenge_Authentication: ({ session }) => ({
      challengeName: session.at(-1)?.challengeName === 'SRP_A' ? 'PASSWORD_VERIFIER' : 'CUSTOM_CHALLENGE',
      issueTokens: session.at(-1)?.challengeName === 'CUSTOM_CHALLENGE' && session.at(-1).challengeResult,
      failAuthentication: session.filter(({ challengeResult }) => !challengeResult).length === 2,
    }),
    CreateAuthChallenge_Authentication: ({ userAttributes }) => ({
      publicChallengeParameters: { sentTo: userAttributes.email ?? 'nobody' },
      privateChallengeParameters: { number: '4711' },
    }),
    VerifyAuthChallengeResponse_Authentication: ({ challengeAnswer, privateChallengeParameters }) => ({ answerCorrect: challengeAnswer === privateChallengeParameters.number }),
  };
  for (;;) {
    const next = await fetch(`${api}next`);
    const event = await next.json();
    event.response = triggers[event.triggerSource](event.request);
    await fetch(`${api}${next.headers.get('lambda-runtime-aws-request-id')}/response`, { method: 'POST', body: JSON.stringify(event) });
  }
}

const named = ({ Resources }, type) => Object.entries(Resources).filter(([, resource]) => resource.Type === type);

/** Adds the function to the assembly, makes it the three triggers of the user pool, and opens the flow to the clients. */
function plant(world) {
  const folder = join(world.assembly, 'asset.challenges');
  mkdirSync(folder);
  writeFileSync(join(folder, 'bootstrap'), `#!/usr/bin/env node\n(${bootstrap})();\n`);
  chmodSync(join(folder, 'bootstrap'), 0o755);
  const manifest = join(world.assembly, 'CognitoStack-local-Authentication.assets.json');
  const assets = JSON.parse(readFileSync(manifest, 'utf8'));
  const asset = structuredClone(Object.values(assets.files)[0]);
  asset.source.path = 'asset.challenges';
  for (const destination of Object.values(asset.destinations)) destination.objectKey = 'challenges.zip';
  assets.files.challenges = asset;
  writeFileSync(manifest, JSON.stringify(assets));

  world.change(({ Authentication: template }) => {
    const [[, gate]] = named(template, 'AWS::Lambda::Function');
    const [[, permission]] = named(template, 'AWS::Lambda::Permission');
    const arn = { 'Fn::GetAtt': ['Challenges', 'Arn'] };
    template.Resources.Challenges = { ...gate, Properties: { ...gate.Properties, Code: { ...gate.Properties.Code, S3Key: 'challenges.zip' }, Environment: { Variables: {} } } };
    template.Resources.ChallengesPermission = { ...permission, Properties: { ...permission.Properties, FunctionName: arn } };
    const [[, { Properties: pool }]] = named(template, 'AWS::Cognito::UserPool');
    for (const trigger of ['DefineAuthChallenge', 'CreateAuthChallenge', 'VerifyAuthChallengeResponse']) pool.LambdaConfig[trigger] = arn;
    for (const [, { Properties: client }] of named(template, 'AWS::Cognito::UserPoolClient')) client.ExplicitAuthFlows.push('ALLOW_CUSTOM_AUTH');
  });
}

// The function is a script, which Windows does not run.
describe('Amplify with challenges of a function', { skip: process.platform === 'win32' }, async () => {
  const world = await World.start();
  after(() => world.end());
  plant(world);
  await redeploy(world.host);
  Object.assign(process.env, world.env);
  const { clients, endpoint, userPoolId } = await import('./lib/environment.mjs');
  const { error, newAddress, newPerson, password } = await import('./lib/people.mjs');
  const { Amplify } = await import('aws-amplify');
  const { confirmSignIn, fetchAuthSession, signIn, signOut } = await import('aws-amplify/auth');
  Amplify.configure({ Auth: { Cognito: { userPoolId, userPoolClientId: clients.web, userPoolEndpoint: endpoint } } });
  beforeEach(() => signOut());

  const enter = (username, secret) => signIn({ username, password: secret, options: { authFlowType: secret ? 'CUSTOM_WITH_SRP' : 'CUSTOM_WITHOUT_SRP' } });
  const answer = (challengeResponse) => confirmSignIn({ challengeResponse });
  const refused = error('NotAuthorizedException', 'Incorrect username or password.');

  it('signs in without a password, at the second try', async () => {
    const { email } = await newPerson('custom');
    const { nextStep } = await enter(email);
    const info = 'additionalInfo' in nextStep ? (nextStep.additionalInfo ?? {}) : {};
    assert.deepEqual([nextStep.signInStep, info.sentTo, info.number], ['CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE', email, undefined]);
    assert.equal((await answer('0000')).nextStep.signInStep, 'CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE');
    assert.equal((await answer('4711')).isSignedIn, true);
    assert.equal((await fetchAuthSession()).tokens?.idToken?.payload.email, email);
  });

  it('is refused after the second wrong answer, and where there is no such user', async () => {
    await enter((await newPerson('custom')).email);
    await answer('0000');
    await assert.rejects(answer('1111'), refused);
    assert.equal((await enter(newAddress('nobody'))).nextStep.signInStep, 'CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE');
    await assert.rejects(answer('4711'), refused);
  });

  it("verifies the password first, and the function's challenge after it", async () => {
    const { email } = await newPerson('custom');
    await assert.rejects(enter(email, 'Wrong-Horse-9-Battery'), refused);
    assert.equal((await enter(email, password)).nextStep.signInStep, 'CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE');
    assert.equal((await answer('4711')).isSignedIn, true);
  });
});
