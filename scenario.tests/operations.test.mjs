// The Operations stack at work: what the firewall stops, and which alarm wakes whom.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { CloudWatchClient, DescribeAlarmHistoryCommand, DescribeAlarmsCommand, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, DescribeLogGroupsCommand, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { fromIni } from '@aws-sdk/credential-providers';
import { inRoot } from '../tools/lib/run.mjs';
import { requireNoFindings, synthesize } from '../tools/lib/synthesize.mjs';
import { hasAwsCli, runBlock, runbooks } from './lib/runbooks.mjs';
import { World } from './lib/world.mjs';

const password = 'Correct-Horse-9-Battery';
const folderOfRunbooks = 'https://git.example.com/runbooks/';
const oncall = 'oncall@example.com';
const [germany, australia, blocked, friend] = ['198.51.100.7', '203.0.113.7', '198.51.100.66', '203.0.113.130'];
const operations = {
  logRetentionDays: 1,
  alarmEmails: [oncall],
  runbooksUrl: folderOfRunbooks,
  waf: { mode: 'block', rateLimitPer5Minutes: 300, allowCidrs: ['203.0.113.128/25'], blockCidrs: [`${blocked}/32`], countries: ['DE', 'US'] },
  logDelivery: { userAuthEvents: 'cloudWatch' },
};

let world;
let clients;
function useClients() {
  const settings = { endpoint: world.endpoint, region: world.outputs.Region, credentials: fromIni({ filepath: world.env.AWS_SHARED_CREDENTIALS_FILE, profile: 'default' }) };
  clients = {
    pool: new CognitoIdentityProviderClient(settings),
    metrics: new CloudWatchClient(settings),
    logs: new CloudWatchLogsClient(settings),
  };
}
before(async () => {
  const folder = inRoot('artifacts/scenario/operations');
  mkdirSync(folder, { recursive: true });
  const file = `${folder}/local.json`;
  const local = readFileSync(inRoot('cdk/environments/local.json'), 'utf8');
  const changed = local.replace(/"operations": \{[^}]*\}/, `"operations": ${JSON.stringify(operations)}`);
  assert.notEqual(changed, local);
  writeFileSync(file, changed);
  requireNoFindings('local', (await synthesize(file, `${folder}/cdk.out`)).code);
  world = await World.start({ from: `${folder}/cdk.out` });
  useClients();
});
after(() => world?.end());

const mailsTo = async (recipient) => (await fetch(`${world.endpoint}/_local/messages?recipient=${encodeURIComponent(recipient)}`)).json();
const page = (target, headers = {}) =>
  fetch(`${world.endpoint.replace('127.0.0.1', 'localhost')}${target}`, { redirect: 'manual', headers: { 'user-agent': 'tests', ...headers } });
const login = (state = 'a-state') =>
  `/login?client_id=${world.outputs.ClientIdWeb}&response_type=code&scope=openid&redirect_uri=${encodeURIComponent('http://localhost:3000/callback')}&state=${encodeURIComponent(state)}`;

/** Sends a command as if it came from an address. How risky that is, is not what these tests are about. */
function from(address, command) {
  command.middlewareStack.add(
    (next) => (args) => {
      Object.assign(/** @type {any} */ (args.request).headers, { 'x-forwarded-for': address, 'x-local-risk': 'none' });
      return next(args);
    },
    { step: 'build' },
  );
  return clients.pool.send(command);
}

const signIn = (email) =>
  new InitiateAuthCommand({
    ClientId: world.outputs.ClientIdWeb,
    AuthFlow: 'USER_AUTH',
    AuthParameters: { USERNAME: email, PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD: password },
  });

async function newPerson(email) {
  const ClientId = world.outputs.ClientIdWeb;
  await clients.pool.send(new SignUpCommand({ ClientId, Username: email, Password: password, UserAttributes: [{ Name: 'email', Value: email }] }));
  const { code } = (await mailsTo(email)).findLast((mail) => mail.code);
  await clients.pool.send(new ConfirmSignUpCommand({ ClientId, Username: email, ConfirmationCode: code }));
  return email;
}

async function alarms() {
  const { MetricAlarms } = await clients.metrics.send(new DescribeAlarmsCommand({ StateValue: 'ALARM' }));
  return MetricAlarms.map((a) => a.AlarmName.replace('CognitoStack-local-', ''));
}

const total = async (Namespace, MetricName, dimensions) => {
  const { MetricDataResults } = await clients.metrics.send(
    new GetMetricDataCommand({
      StartTime: new Date(Date.now() - 3_600_000),
      EndTime: new Date(Date.now() + 60_000),
      MetricDataQueries: [
        {
          Id: 'm',
          ReturnData: false,
          MetricStat: { Metric: { Namespace, MetricName, Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })) }, Period: 60, Stat: 'Sum' },
        },
        { Id: 'sum', Expression: 'SUM(m)' },
      ],
    }),
  );
  return MetricDataResults[0].Values[0] ?? 0;
};

describe('the firewall', () => {
  it('lets sign-ins pass on the pages and by the API', async () => {
    const email = await newPerson('ada@example.com');
    assert.ok((await from(germany, signIn(email))).AuthenticationResult?.AccessToken);
    assert.equal((await page(login())).status, 200);
  });

  it('stops addresses and countries, unless an address is allowed first', async () => {
    for (const address of [blocked, australia]) {
      await assert.rejects(from(address, signIn('ada@example.com')), { name: 'ForbiddenException', message: 'Request not allowed due to WAF block.' });
      assert.equal((await page(login(), { 'x-forwarded-for': address })).status, 403);
    }
    assert.ok((await from(friend, signIn('ada@example.com'))).AuthenticationResult?.AccessToken);
    assert.equal((await page(login(), { 'x-forwarded-for': friend })).status, 200);
  });

  it('stops what the common rules and those of known bad inputs look for, and not a callback on localhost', async () => {
    for (const state of ['<script>', '../../etc/passwd', '${jndi:ldap://x}']) assert.equal((await page(login(state))).status, 403);
    assert.equal((await page(login(), { 'user-agent': 'Nessus' })).status, 403);
  });

  it('stops whoever asks too often, and nobody else', async () => {
    const address = '198.51.100.99';
    for (let i = 0; i < 300; i++) assert.equal((await page('/error?error=x', { 'x-forwarded-for': address })).status, 200);
    assert.equal((await page('/error?error=x', { 'x-forwarded-for': address })).status, 403);
    await assert.rejects(from(address, signIn('ada@example.com')), { name: 'ForbiddenException' });
    assert.equal((await page('/error?error=x', { 'x-forwarded-for': germany })).status, 200);
  });

  it('lets calls with AWS credentials pass', async () => {
    const { UserStatus } = await from(blocked, new AdminGetUserCommand({ UserPoolId: world.outputs.UserPoolId, Username: 'ada@example.com' }));
    assert.equal(UserStatus, 'CONFIRMED');
  });

  it('counts and logs, without the query', async () => {
    const of = (Rule) => ({ Region: world.outputs.Region, Rule, WebACL: 'CognitoStack-local' });
    assert.equal(await total('AWS/WAFV2', 'BlockedRequests', of('Rate')), 2);
    assert.equal(await total('AWS/WAFV2', 'BlockedRequests', of('OtherCountries')), 2);
    assert.equal(await total('AWS/WAFV2', 'BlockedRequests', of('BlockedAddresses')), 2);
    assert.equal(await total('AWS/WAFV2', 'AllowedRequests', of('AllowedAddresses')), 2);
    const { logGroups } = await clients.logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: 'aws-waf-logs-' }));
    const { events } = await clients.logs.send(new FilterLogEventsCommand({ logGroupName: logGroups[0].logGroupName, filterPattern: 'BLOCK CommonRules' }));
    const lines = events.map(({ message }) => JSON.parse(message));
    assert.deepEqual([...new Set(lines.map((line) => line.httpRequest.args))], ['REDACTED']);
    assert.deepEqual(
      lines.filter((line) => line.terminatingRuleId === 'CommonRules').map((line) => line.ruleGroupList[0].terminatingRule.ruleId),
      ['CrossSiteScripting_QUERYARGUMENTS', 'GenericLFI_QUERYARGUMENTS', 'UserAgent_BadBots_HEADER'],
    );
  });
});

describe('the runbooks', () => {
  const { books, unused } = runbooks();

  it('have no command that is wrongly said to run elsewhere', () => assert.deepEqual(unused, []));

  for (const { file, blocks } of books)
    it(`${file}: its commands run`, { skip: !hasAwsCli && 'there is no AWS CLI' }, async () => {
      const jane = 'jane@example.com';
      const env = { ...world.env, AWS_DEFAULT_REGION: world.outputs.Region };
      if (!(await mailsTo(jane)).length) {
        await newPerson(jane);
        await from(germany, signIn(jane));
        await runBlock("aws secretsmanager create-secret --name local/google --secret-string '{}'", env);
      }
      for (const block of blocks) {
        const here = block.replaceAll('outputs.prod.json', world.env.LOCAL_OUTPUTS).replaceAll(/\bprod\b/g, 'local');
        const { code, said } = await runBlock(here, env);
        assert.equal(code, 0, `${here}\n${said}`);
      }
    });
});

describe('the alarms', () => {
  it('are quiet while nothing is wrong', async () => {
    await newPerson('ben@example.com');
    assert.ok((await from(germany, signIn('ben@example.com'))).AuthenticationResult?.AccessToken);
    assert.deepEqual(await alarms(), []);
  });

  it('say that the gate rejects many, and lead to the runbook', async () => {
    await newPerson('eve@example.com');
    await clients.pool.send(
      new AdminUpdateUserAttributesCommand({ UserPoolId: world.outputs.UserPoolId, Username: 'eve@example.com', UserAttributes: [{ Name: 'email_verified', Value: 'false' }] }),
    );
    for (let i = 0; i < 50; i++) await assert.rejects(from(`198.51.100.${100 + i}`, signIn('eve@example.com')), { name: 'UserLambdaValidationException' });
    assert.deepEqual(await alarms(), ['SignInsRefused']);
    const mail = (await mailsTo(oncall)).at(-1);
    assert.match(mail.subject, /^ALARM: "CognitoStack-local-SignInsRefused" in /);
    assert.match(mail.body, new RegExp(`Runbook: ${folderOfRunbooks}a-user-cannot-sign-in\\.md`));
  });

  for (const [right, alarm] of [
    ['dynamodb:UpdateItem', 'AuditFailures'],
    ['dynamodb:BatchGetItem', 'GateFailures'],
  ])
    it(`say that a function has lost the right ${right}`, async () => {
      const before = await alarms();
      world.change(({ Authentication: { Resources } }) => {
        for (const { Type, Properties } of Object.values(Resources))
          if (Type === 'AWS::IAM::Policy') for (const statement of Properties.PolicyDocument.Statement) if (statement.Action === right) statement.Action = 'dynamodb:DescribeTable';
      });
      assert.equal((await fetch(`${world.endpoint}/_local/deploy`, { method: 'POST' })).status, 204);
      await from(germany, signIn('ben@example.com')).catch(() => {});
      assert.deepEqual(
        (await alarms()).filter((raised) => !before.includes(raised)),
        [alarm],
      );
      const mail = (await mailsTo(oncall)).at(-1);
      assert.match(mail.subject, new RegExp(`^ALARM: "CognitoStack-local-${alarm}" in `));
      assert.match(mail.body, new RegExp(`Runbook: ${folderOfRunbooks}a-function-fails\\.md`));
    });

  it('tell what they have been', async () => {
    const { AlarmHistoryItems } = await clients.metrics.send(new DescribeAlarmHistoryCommand({ AlarmName: 'CognitoStack-local-SignInsRefused', HistoryItemType: 'StateUpdate' }));
    assert.deepEqual(
      AlarmHistoryItems.map((i) => i.HistorySummary),
      ['Alarm updated from OK to ALARM', 'Alarm updated from INSUFFICIENT_DATA to OK'],
    );
  });

  it('are over an hour later, and say so once', async () => {
    const raised = await alarms();
    assert.deepEqual(raised, ['AuditFailures', 'GateFailures', 'SignInsRefused']);
    await world.host.stop();
    world.args = ['--clock-ahead', '01:00:00'];
    await world.up();
    useClients();
    assert.deepEqual(await alarms(), []);
    const subjects = (await mailsTo(oncall)).map((mail) => mail.subject);
    for (const name of raised)
      assert.deepEqual(
        subjects.filter((subject) => subject.includes(`-${name}"`)).map((subject) => subject.split(':')[0]),
        ['OK', 'ALARM', 'OK'],
      );
  });
});
