// The scenario can fail: faults planted in the templates, each of which named checks must find.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { replaceIn } from './lib/templates.mjs';
import { World } from './lib/world.mjs';

const resources = ({ Resources }, type) => Object.values(Resources).filter((resource) => resource.Type === type);
const roles = (templates) => resources(templates.Authorization, 'AWS::IAM::Role');
const statements = (templates) =>
  roles(templates)
    .flatMap(({ Properties }) => Properties.Policies ?? [])
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
const userPool = (templates) => resources(templates.Authentication, 'AWS::Cognito::UserPool')[0].Properties;

const faults = {
  'a widened S3 ARN': {
    plant: (templates) => {
      const own = statements(templates).filter((statement) => JSON.stringify(statement.Resource).includes('users/${cognito-identity.amazonaws.com:sub}/*'));
      assert.ok(own.length);
      for (const statement of own) replaceIn(statement, 'users/${cognito-identity.amazonaws.com:sub}/*', 'users/*');
    },
    finds: [/^ada cannot .* in ben's users\/ of files$/, /^dora .* cannot .* in ada's users\/ of files$/],
  },
  'a removed leading-keys condition': {
    plant: (templates) => {
      const keyed = statements(templates).filter(({ Condition }) => JSON.stringify(Condition ?? {}).includes('dynamodb:LeadingKeys'));
      assert.ok(keyed.length);
      for (const statement of keyed) delete statement.Condition;
    },
    finds: [/^ada cannot .* in ben's items of notes$/, /into one request with hers$/],
  },
  'a wrong aud in the trust policies': {
    plant: (templates) => {
      for (const { Properties } of roles(templates))
        Properties.AssumeRolePolicyDocument.Statement[0].Condition.StringEquals['cognito-identity.amazonaws.com:aud'] = 'us-east-1:00000000-0000-4000-8000-000000000000';
    },
    finds: [/gets the role member$/, /^a guest gets the role guest$/],
  },
  'a gate that lets all in': {
    plant: (templates) => {
      const { LambdaConfig } = userPool(templates);
      delete LambdaConfig.PreAuthentication;
      delete LambdaConfig.PreSignUp;
    },
    finds: [/denied domain/, /not verified/, /deny list/],
  },
  'a gate that may not read its deny list': {
    plant: (templates) => {
      const reading = (statement) => statement.Action === 'dynamodb:BatchGetItem';
      const documents = resources(templates.Authentication, 'AWS::IAM::Policy')
        .map(({ Properties }) => Properties.PolicyDocument)
        .filter(({ Statement }) => Statement.some(reading));
      assert.equal(documents.length, 1);
      documents[0].Statement = documents[0].Statement.filter((statement) => !reading(statement));
    },
    finds: [/^ada signs up/, /^portal is open to a member of admins$/],
  },
};

// Every one has a local AWS of its own, and waits more than it works: two at a time.
describe('planted faults', { concurrency: 2 }, () => {
  for (const [name, { plant, finds }] of Object.entries(faults)) {
    test(`${name} makes the checks fail that it concerns`, async () => {
      const world = await World.start({ spoil: plant });
      try {
        const { code, said, failed } = await world.smoke();
        assert.equal(code, 1, said);
        for (const check of finds)
          assert.ok(
            failed.some((one) => check.test(one)),
            `no failed check is about ${check}; these failed: ${failed.join(', ') || 'none'}`,
          );
      } finally {
        await world.end();
      }
    });
  }
});
