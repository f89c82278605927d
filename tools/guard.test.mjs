// Which changes of templates lose users or data, and how the guard says so.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { adoptedUserPool, lossesOf } from './lib/losses.mjs';
import { inRoot, portOf, run } from './lib/run.mjs';

const pool = (properties = {}) => ({
  Type: 'AWS::Cognito::UserPool',
  Properties: {
    UsernameAttributes: ['email'],
    Schema: [
      { Name: 'email', Required: true, Mutable: true },
      { Name: 'tenant', AttributeDataType: 'String' },
    ],
    ...properties,
  },
});
const table = (key, more = {}) => ({
  Type: 'AWS::DynamoDB::Table',
  Properties: { KeySchema: [{ AttributeName: key, KeyType: 'HASH' }], AttributeDefinitions: [{ AttributeName: key, AttributeType: 'S' }] },
  ...more,
});
const client = (secret) => ({ Type: 'AWS::Cognito::UserPoolClient', Properties: { UserPoolId: 'p', GenerateSecret: secret } });
const template = (resources) => ({ Resources: resources });
const losses = async (before, now) => (await lossesOf(template(before), template(now))).map(({ id, verb, properties }) => [id, verb, properties.join()]);

describe('lost', () => {
  it('is a user pool whose sign-in changes', async () =>
    assert.deepEqual(await losses({ P: pool() }, { P: pool({ UsernameAttributes: ['phone_number'] }) }), [
      ['P', 'changes UsernameAttributes, which is fixed at its creation', 'UsernameAttributes'],
    ]));
  it('is a table with another key', async () => assert.deepEqual(await losses({ T: table('owner') }, { T: table('user') }), [['T', 'is replaced', 'KeySchema']]));
  it('is a client whose secret comes or goes', async () => assert.deepEqual(await losses({ C: client(false) }, { C: client(true) }), [['C', 'is replaced', 'GenerateSecret']]));
  it('is what is under another logical ID', async () => assert.deepEqual(await losses({ T: table('owner') }, { T2: table('owner') }), [['T', 'is deleted', '']]));
  it('is what is left behind', async () =>
    assert.deepEqual(await losses({ T: table('owner', { DeletionPolicy: 'Retain' }) }, {}), [['T', 'is left behind, no longer managed', '']]));
  it('is a resource of another type', async () => assert.equal((await losses({ T: table('owner') }, { T: { Type: 'AWS::S3::Bucket' } })).length, 1));
  for (const type of ['AWS::Cognito::IdentityPool', 'AWS::Cognito::UserPoolDomain', 'AWS::Cognito::UserPoolGroup', 'AWS::S3::Bucket', 'AWS::KMS::Key']) {
    it(`is a deleted ${type}`, async () => assert.deepEqual(await losses({ X: { Type: type } }, {}), [['X', 'is deleted', '']]));
  }
});

describe('a pool that the file adopts from now on', () => {
  const adopting = { Resources: {}, Metadata: { [adoptedUserPool]: { Arn: 'arn:pool' } } };
  it('is told of by the key that the app writes', () =>
    assert.match(readFileSync(inRoot('configuration/Model/Naming.cs'), 'utf8'), new RegExp(`AdoptedUserPool = "${adoptedUserPool}"`)));
  it('is deleted where nothing retains it', async () => {
    const [{ verb, way }] = await lossesOf(template({ P: pool() }), adopting);
    assert.equal(verb, 'is deleted');
    assert.match(way, /^The file adopts arn:pool, and this stack's own pool goes\..*deploy with "production": true first/);
  });
  it('leaves its stack where it is retained', async () => {
    const [{ verb, way }] = await lossesOf(template({ P: { ...pool(), DeletionPolicy: 'Retain' } }), adopting);
    assert.equal(verb, 'is left behind, no longer managed');
    assert.match(way, /^The file adopts arn:pool\. Is that this pool, it stays/);
  });
});

describe('an attribute of a user pool', () => {
  const schema = (...list) => ({ P: pool({ Schema: list }) });
  const email = { Name: 'email', Required: true, Mutable: true };
  const tenant = { Name: 'tenant', AttributeDataType: 'String' };
  it('may be added', async () => assert.deepEqual(await losses(schema(email), schema(email, tenant)), []));
  it('may stand elsewhere, its keys too', async () => assert.deepEqual(await losses(schema(email, tenant), schema({ AttributeDataType: 'String', Name: 'tenant' }, email)), []));
  it('may not go', async () =>
    assert.deepEqual(
      (await losses(schema(email, tenant), schema(email))).map(([, verb]) => verb),
      ['loses its attribute tenant'],
    ));
  it('may not change', async () =>
    assert.deepEqual(
      (await losses(schema(email, tenant), schema(email, { ...tenant, AttributeDataType: 'Number' }))).map(([, verb]) => verb),
      ['changes its attribute tenant'],
    ));
  it('that is a standard one may not appear afterwards', async () =>
    assert.deepEqual(
      (await losses(schema(tenant), schema(tenant, email, { Name: 'given_name', StringAttributeConstraints: { MaxLength: '100' } }))).map(([, verb]) => verb),
      [
        'declares the standard attribute email, which the pool has had as Cognito makes it',
        'declares the standard attribute given_name, which the pool has had as Cognito makes it',
      ],
    ));
  it('that is a standard one may go: the pool keeps it', async () => assert.deepEqual(await losses(schema(email, tenant), schema(tenant)), []));
  it('that is a standard one may not change', async () =>
    assert.deepEqual(
      (await losses(schema(email), schema({ ...email, Mutable: false }))).map(([, verb]) => verb),
      ['changes its attribute email'],
    ));
});

describe('nothing is lost by', () => {
  it('no change', async () => assert.deepEqual(await losses({ P: pool() }, { P: pool() }), []));
  it('a new resource', async () => assert.deepEqual(await losses({}, { P: pool() }), []));
  it('a change in place', async () => assert.deepEqual(await losses({ P: pool() }, { P: pool({ MfaConfiguration: 'ON' }) }), []));
  it('a role that goes', async () => assert.deepEqual(await losses({ R: { Type: 'AWS::IAM::Role' } }, {}), []));
});

describe('npm run guard', () => {
  const folder = mkdtempSync(join(tmpdir(), 'guard-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const put = (release, resources) => {
    mkdirSync(join(folder, release), { recursive: true });
    writeFileSync(join(folder, release, 'CognitoStack-x-Storage.template.json'), JSON.stringify(template(resources)));
    return join(folder, release);
  };
  const [last, next] = [put('last', { T: table('owner') }), put('next', { T: table('user') })];
  const guard = (...args) => run(process.execPath, [inRoot('tools/guard.mjs'), '--environment', 'x', '--templates', next, ...args]);

  it('refuses, names what would be lost, and says how to go about it', async () => {
    const { code, output } = await guard('--against', last);
    assert.equal(code, 1);
    assert.match(output, /CognitoStack-x-Storage: T is replaced \(KeySchema\)\n {2}AWS::DynamoDB::Table\n {2}lost: every item\n/);
    assert.match(output, /--accept T/);
  });

  it('takes consent', async () => assert.equal((await guard('--against', last, '--accept', 'T')).code, 0));
  it('takes one template', async () => assert.equal((await guard('--against', join(last, 'CognitoStack-x-Storage.template.json'))).code, 1));
  it('refuses consent to what is not lost', async () => assert.match((await guard('--against', next, '--accept', 'T')).output, /nothing to accept/));
  it('lets pass what loses nothing', async () => assert.equal((await guard('--against', next)).code, 0));
  it('says what it cannot read', async () => assert.match((await guard('--against', 'no-such-release')).output, /is no file, no folder and no git revision/));

  describe('against what is deployed', () => {
    const answer = (action, result) => `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`;
    /** What a stack of a CloudFormation that has one answers. */
    const answers = {
      GetTemplate: () => `<TemplateBody>${JSON.stringify({ Resources: { T: table('owner') } }).replaceAll('"', '&quot;')}</TemplateBody>`,
      DetectStackDrift: () => '<StackDriftDetectionId>1</StackDriftDetectionId>',
      DescribeStackDriftDetectionStatus: () => `<DetectionStatus>${drift.detection}</DetectionStatus><DetectionStatusReason>${drift.reason}</DetectionStatusReason>`,
      DescribeStackResourceDrifts: () => `<StackResourceDrifts>${drift.resources}</StackResourceDrifts>`,
      DescribeStackEvents: () =>
        `<StackEvents>${drift.events.map(([type, status, reason]) => `<member><ResourceType>${type}</ResourceType><ResourceStatus>${status}</ResourceStatus><ResourceStatusReason>${reason}</ResourceStatusReason></member>`).join('')}</StackEvents>`,
    };
    const quiet = { detection: 'DETECTION_COMPLETE', reason: '', resources: '', events: /** @type {string[][]} */ ([]) };
    let drift = quiet;
    const cloudFormation = createServer((request, response) => {
      let body = '';
      request
        .on('data', (text) => {
          body += text;
        })
        .on('end', () => {
          const asked = new URLSearchParams(body);
          const [action, stack] = [/** @type {string} */ (asked.get('Action')), asked.get('StackName') ?? 'CognitoStack-x-Storage'];
          const has = stack === 'CognitoStack-x-Storage';
          response
            .writeHead(has ? 200 : 400, { 'Content-Type': 'text/xml' })
            .end(
              has
                ? answer(action, answers[action]())
                : `<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>Stack with id ${stack} does not exist</Message></Error></ErrorResponse>`,
            );
        });
    });
    let env;
    before(async () => {
      await once(cloudFormation.listen(0, '127.0.0.1'), 'listening');
      env = { AWS_ENDPOINT_URL: `http://127.0.0.1:${portOf(cloudFormation)}`, AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };
    });
    after(() => cloudFormation.close());
    const against = (environment) => run(process.execPath, [inRoot('tools/guard.mjs'), '--environment', environment, '--templates', next, '--against', 'deployed'], { env });

    it('refuses what would be lost there', async () => assert.match((await against('x')).output, /CognitoStack-x-Storage: T is replaced \(KeySchema\)/));
    it('says nothing of drift where there is none', async () => assert.doesNotMatch((await against('x')).output, /by hand \(|were changed|not known|AttributeDataType/));
    it('names what was changed by hand since, and what was deleted', async () => {
      const difference = '<member><PropertyPath>/BillingMode</PropertyPath><ExpectedValue>PAY_PER_REQUEST</ExpectedValue><ActualValue>PROVISIONED</ActualValue></member>';
      const resource = (id, status, more) =>
        `<member><LogicalResourceId>${id}</LogicalResourceId><ResourceType>AWS::DynamoDB::Table</ResourceType><StackResourceDriftStatus>${status}</StackResourceDriftStatus>${more}</member>`;
      drift = { ...quiet, resources: resource('T', 'MODIFIED', `<PropertyDifferences>${difference}</PropertyDifferences>`) + resource('U', 'DELETED', '') };
      const { output } = await against('x');
      assert.match(output, /T was changed by hand \(BillingMode\)\n {2}AWS::DynamoDB::Table\n {2}template: PAY_PER_REQUEST\n {2}now: PROVISIONED/);
      assert.match(output, /U was changed by hand \(the resource\)[^]*now: deleted/);
      assert.match(output, /2 properties were changed by hand/);
    });
    it('says where drift is not known, and goes on', async () => {
      drift = { ...quiet, detection: 'DETECTION_FAILED', reason: 'no rights' };
      const { output } = await against('x');
      assert.match(output, /CognitoStack-x-Storage: what was changed by hand is not known: no rights/);
      assert.match(output, /T is replaced/);
    });
    it('knows the error after which many delete a pool, of the last update alone', async () => {
      const failed = ['AWS::Cognito::UserPool', 'UPDATE_FAILED', 'Invalid AttributeDataType input, consider using the provided AttributeDataType enum.'];
      const begun = ['AWS::CloudFormation::Stack', 'UPDATE_IN_PROGRESS', 'User Initiated'];
      drift = { ...quiet, events: [failed, begun] };
      assert.match((await against('x')).output, /Never delete the pool for it: docs\/runbooks\/invalid-attribute-data-type\.md/);
      drift = { ...quiet, events: [begun, failed, begun] };
      assert.doesNotMatch((await against('x')).output, /AttributeDataType/);
    });
    it('says where nothing is deployed', async () => assert.match((await against('y')).output, /Nothing of the environment y is deployed there/));
  });
});
