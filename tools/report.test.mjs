// What the tools tell people: the summary of a synth, sums of tests, changes of snapshots.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { addresses } from './lib/addresses.mjs';
import { readFindings, readStacks, resourceTypes } from './lib/assembly.mjs';
import { readTap, readTrx, total, totalLine } from './lib/results.mjs';
import { compare, templateChange } from './lib/snapshot-diff.mjs';
import { summarize } from './lib/summary.mjs';

const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const put = (name, value) => writeFileSync(join(folder, name), JSON.stringify(value));
const stack = (name, ...dependencies) => ({
  type: 'aws:cloudformation:stack',
  environment: 'aws://1/eu-west-1',
  properties: { templateFile: `${name}.template.json` },
  dependencies: [`${name}.assets`, ...dependencies],
});
const assets = (name) => ({ type: 'cdk:asset-manifest', properties: { file: `${name}.assets.json` } });

// Storage comes first in the manifest, but needs the pool.
put('manifest.json', {
  artifacts: {
    'S-dev-Storage.assets': assets('S-dev-Storage'),
    'S-dev-Storage': stack('S-dev-Storage', 'S-dev-Pool'),
    'S-dev-Pool.assets': assets('S-dev-Pool'),
    'S-dev-Pool': stack('S-dev-Pool'),
    Tree: { type: 'cdk:tree' },
  },
});
put('S-dev-Pool.template.json', {
  Resources: { A: { Type: 'AWS::Cognito::UserPool' }, B: { Type: 'AWS::IAM::Role' }, C: { Type: 'AWS::IAM::Role' }, M: { Type: 'AWS::CDK::Metadata' } },
});
put('S-dev-Storage.template.json', {});
put('S-dev-Pool.assets.json', { files: { t: { source: { path: 'S-dev-Pool.template.json' } }, f: { source: { path: 'asset.1' } } }, dockerImages: {} });
put('S-dev-Storage.assets.json', { files: { t: { source: { path: 'S-dev-Storage.template.json' } } } });

describe('addresses of a synth', () => {
  const domain = (value) => ({ D: { Type: 'AWS::Cognito::UserPoolDomain', Properties: { Domain: value } }, UserPool6BA7E5F2: { Type: 'AWS::Cognito::UserPool' } });
  const url = { 'Fn::Join': ['', ['https://', { Ref: 'D' }, '.auth.', { Ref: 'AWS::Region' }, '.amazoncognito.com']] };
  const shown = (stack) =>
    stripVTControlCharacters(addresses([stack]).join(''))
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/ {2,}/));

  it('are whole where the file has chosen a domain and a Region', () =>
    assert.deepEqual(
      shown({
        environment: 'aws://1/eu-west-1',
        resources: domain('acme'),
        outputs: { LoginUrl: { Value: url }, SamlEntityId: { Value: { 'Fn::Join': ['', ['urn:amazon:cognito:sp:', { Ref: 'UserPool6BA7E5F2' }]] } } },
      }),
      [
        ['LoginUrl', 'https://acme.auth.eu-west-1.amazoncognito.com'],
        ['SamlEntityId', 'urn:amazon:cognito:sp:<user pool id>'],
      ],
    ));

  it('say what only the deployment knows', () =>
    assert.deepEqual(
      shown({
        environment: 'aws://unknown-account/unknown-region',
        resources: domain({ 'Fn::Join': ['', ['dev-', { 'Fn::Select': [0, []] }]] }),
        outputs: { LoginUrl: { Value: url }, Issuer: { Value: { 'Fn::Join': ['', ['https://', { 'Fn::GetAtt': ['UserPool6BA7E5F2', 'ProviderName'] }]] } } },
      }),
      [
        ['LoginUrl', 'https://dev-<8 digits>.auth.<region>.amazoncognito.com'],
        ['Issuer', 'https://cognito-idp.<region>.amazonaws.com/<user pool id>'],
      ],
    ));

  it('are nothing where no stack has any', () => assert.deepEqual(addresses([{ resources: {}, outputs: {} }]), []));
});

describe('summary of a synth', () => {
  it('has stacks in the order of deployment, their own assets and resources', () => {
    const stacks = readStacks(folder);
    assert.deepEqual(
      stacks.map(({ name, assets: count, dependsOn }) => [name, count, dependsOn]),
      [
        ['S-dev-Pool', 1, []],
        ['S-dev-Storage', 0, ['S-dev-Pool']],
      ],
    );
    assert.deepEqual(resourceTypes(stacks[0]), [
      ['AWS::Cognito::UserPool', 1],
      ['AWS::IAM::Role', 2],
    ]);
  });

  it('says so when nothing was found', async () => {
    const { text, fatal } = await summarize(folder, { width: 60 });
    assert.match(stripVTControlCharacters(text), /S-dev-Pool +3 +1 +–\n/);
    assert.match(text, /no findings/);
    assert.equal(fatal, false);
  });

  it('shows what the synthesis warned of', async () => {
    const { text } = await summarize(folder, { width: 60, warnings: ['x.json: $.access: warning: not what one may think.'] });
    assert.match(stripVTControlCharacters(text), /✓ no findings, 1 warning\n\n! x\.json: \$\.access: warning: not what one may think\.$/);
  });

  it('fits a narrow terminal', async () => {
    const { text } = await summarize(folder, { width: 50 });
    assert.ok(
      stripVTControlCharacters(text)
        .split('\n')
        .every((line) => line.length <= 50),
    );
  });

  it('lists findings, errors first, and knows which would stop a deployment', async () => {
    const violation = (ruleName, severity) => ({ ruleName, severity, description: 'Mend it.', violatingConstructs: [{ constructPath: 'S-dev-Pool/Pool' }] });
    put('validation-report.json', { pluginReports: [{ pluginName: 'Rules', violations: [violation('R1', 'warning')] }] });
    assert.equal((await summarize(folder)).fatal, false);
    put('validation-report.json', { pluginReports: [{ pluginName: 'Rules', violations: [violation('R1', 'warning'), violation('R2', 'error')] }] });
    const { text, fatal } = await summarize(folder);
    assert.equal(fatal, true);
    assert.deepEqual(
      readFindings(folder).map(({ rule }) => rule),
      ['R2', 'R1'],
    );
    assert.match(stripVTControlCharacters(text), /2 findings\n {2}error R2 \(Rules\)\n {4}S-dev-Pool\/Pool\n {4}Mend it\./);
  });
});

describe('test results', () => {
  const trx = `<TestRun><Results>
    <UnitTestResult testId="1" testName="A(x: &quot;&lt;&quot;)" duration="00:00:01.5000000" outcome="Passed" />
    <UnitTestResult testId="2" testName="B" duration="00:01:00.0000000" outcome="Failed"><Output><ErrorInfo><Message>a &amp; b&#xD;
c</Message><StackTrace>at X in /src/X.cs:line 3</StackTrace></ErrorInfo></Output></UnitTestResult>
    <UnitTestResult testId="3" testName="C" duration="00:00:00.0010000" outcome="NotExecuted"><Output></Output></UnitTestResult>
  </Results><TestDefinitions>
    <UnitTest name="A" storage="x" id="1"><TestMethod codeBase="/bin/One.Tests.dll" /></UnitTest>
    <UnitTest name="B" storage="x" id="2"><TestMethod codeBase="C:\\bin\\Two.Tests.dll" /></UnitTest>
    <UnitTest name="C" storage="x" id="3"><TestMethod codeBase="/bin/One.Tests.dll" /></UnitTest>
  </TestDefinitions></TestRun>`;

  it('are read per project, with what a failure said', () => {
    const [one, two] = readTrx(trx);
    assert.deepEqual([one.project, one.passed, one.failed, one.skipped, one.seconds], ['One.Tests', 1, 0, 1, 1.501]);
    assert.deepEqual([two.project, two.passed, two.failed, two.seconds], ['Two.Tests', 0, 1, 60]);
    assert.deepEqual(two.failures, [{ name: 'B', message: 'a & b\r\nc', stack: 'at X in /src/X.cs:line 3' }]);
  });

  it('are summed over .NET and Node', () => {
    const tap = 'TAP version 13\n# tests 4\n# pass 2\n# fail 1\n# cancelled 1\n# skipped 0\n# todo 0\n# duration_ms 250.5\n';
    assert.equal(totalLine(total([...readTrx(trx), readTap(tap, 'tools')])), '3 passed, 3 failed, 1 skipped');
  });

  it('do not speak of skipped tests when there are none', () => {
    assert.equal(totalLine({ passed: 2, failed: 0, skipped: 0 }), '2 passed, 0 failed');
  });
});

describe('changes of snapshots', () => {
  const template = (resources) => JSON.stringify({ Resources: resources });
  const bucket = { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'a' } };

  it('are new, gone and changed ones, whatever the line ends and byte order mark', () => {
    const before = new Map([
      ['a', '\uFEFFx\r\n'],
      ['b', 'x'],
      ['c', 'x'],
    ]);
    const now = new Map([
      ['a', 'x\n'],
      ['c', 'y'],
      ['d', 'z'],
    ]);
    assert.deepEqual(
      compare(before, now).map(({ name, kind }) => `${name} ${kind}`),
      ['b removed', 'c changed', 'd added'],
    );
  });

  it('name what would be lost', async () => {
    const renamed = { ...bucket, Properties: { BucketName: 'b' } };
    const change = (before, now) => templateChange({ before: template(before), after: template(now) }).then((it) => it?.losses);
    assert.deepEqual(await change({ B: bucket }, {}), ['AWS::S3::Bucket B is deleted']);
    assert.deepEqual(await change({ B: { ...bucket, DeletionPolicy: 'Retain' } }, { C: bucket }), ['AWS::S3::Bucket B is left behind, no longer managed']);
    assert.deepEqual(await change({ B: bucket }, { B: renamed }), ['AWS::S3::Bucket B is replaced']);
    assert.deepEqual(await change({ T: { Type: 'AWS::SNS::Topic' } }, {}), []);
  });

  it('are told only of templates', async () => {
    assert.equal(await templateChange({ before: 'text', after: 'other' }), undefined);
  });
});
