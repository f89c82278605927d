// The update that lets an adopted user pool call functions, and loses nothing.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { inRoot } from './lib/run.mjs';
import { members, updateOf, wiringOf, withWiring } from './lib/wiring.mjs';

const gate = 'arn:aws:lambda:eu-west-1:111122223333:function:gate';
const tokens = 'arn:aws:lambda:eu-west-1:111122223333:function:tokens:live';

test('Every member of an update is told that there is', () => {
  const models = inRoot('node_modules/@aws-sdk/client-cognito-identity-provider/dist-types/models');
  const types = readdirSync(models).map((file) => readFileSync(`${models}/${file}`, 'utf8'));
  const [, request] = types.map((text) => /interface UpdateUserPoolRequest \{([^]*?)^\}/m.exec(text)).find(Boolean) ?? [];
  const there = [...request.matchAll(/^ {4}(\w+)\??:/gm)].map(([, name]) => name);
  assert.deepEqual([...members, 'PoolName', 'UserPoolId'].sort(), there.sort());
});

test('The outputs say what the pool should call', () =>
  assert.deepEqual(
    wiringOf({
      UserPoolId: 'eu-west-1_A',
      TriggerPreSignUp: gate,
      TriggerPreTokenGenerationConfig: `${tokens} V2_0`,
      TriggerCustomEmailSender: `${tokens} V1_0`,
      CustomSenderKeyArn: 'arn:key',
    }),
    {
      PreSignUp: gate,
      PreTokenGenerationConfig: { LambdaArn: tokens, LambdaVersion: 'V2_0' },
      CustomEmailSender: { LambdaArn: tokens, LambdaVersion: 'V1_0' },
      KMSKeyID: 'arn:key',
    },
  ));

test('Other triggers of the pool stay, and the same function is no change', () => {
  const { config, changes } = withWiring(
    { CustomMessage: 'theirs', PreSignUp: gate, PreTokenGeneration: 'old', PreTokenGenerationConfig: { LambdaArn: 'old', LambdaVersion: 'V1_0' } },
    { PreSignUp: gate, PreTokenGenerationConfig: { LambdaArn: tokens, LambdaVersion: 'V2_0' } },
  );
  assert.deepEqual(config, { CustomMessage: 'theirs', PreSignUp: gate, PreTokenGenerationConfig: { LambdaArn: tokens, LambdaVersion: 'V2_0' } });
  assert.deepEqual(changes, [{ property: 'PreTokenGenerationConfig', before: 'old V1_0', after: `${tokens} V2_0` }]);
  assert.deepEqual(withWiring(config, { PreSignUp: gate }).changes, []);
});

test('An update says all that the pool is, and nothing that it does not take', () => {
  const pool = {
    Id: 'eu-west-1_A',
    Name: 'old',
    Arn: 'arn',
    Status: 'Enabled',
    SchemaAttributes: [],
    Policies: { PasswordPolicy: { TemporaryPasswordValidityDays: 7 } },
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: true, UnusedAccountValidityDays: 7 },
    MfaConfiguration: 'OPTIONAL',
    UserPoolTags: { team: 'identity' },
  };
  assert.deepEqual(updateOf(pool, { PreSignUp: gate }), {
    UserPoolId: 'eu-west-1_A',
    PoolName: 'old',
    Policies: pool.Policies,
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    MfaConfiguration: 'OPTIONAL',
    UserPoolTags: { team: 'identity' },
    LambdaConfig: { PreSignUp: gate },
  });
});
