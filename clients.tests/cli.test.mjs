// The AWS CLI, where there is one: unchanged but for AWS_ENDPOINT_URL.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { bucket, clients, identityPoolId, provider, region, table, userPoolId } from './lib/environment.mjs';
import { codeFor } from './lib/mail.mjs';
import { newAddress, password } from './lib/people.mjs';

const run = promisify(execFile);
const hasCli = await run('aws', ['--version']).then(
  () => true,
  () => false,
);

/** Runs the CLI; what it answers, or an error with what it complains of. */
async function aws(args, credentials = {}) {
  const { stdout } = await run('aws', [...args, '--output', 'json'], { env: { ...process.env, AWS_REGION: region, AWS_DEFAULT_REGION: region, AWS_PAGER: '', ...credentials } });
  try {
    return JSON.parse(stdout || 'null');
  } catch {
    return stdout;
  }
}

const denied = (code) => ({ stderr: new RegExp(`\\(${code}\\)|${code}`) });

describe('the AWS CLI', { skip: !hasCli && 'aws is not on the PATH' }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'cli-'));
  const email = newAddress('cli');
  let user;
  let identityId;
  let idToken;
  after(() => rmSync(folder, { recursive: true, force: true }));

  before(async () => {
    if (!hasCli) return;
    await aws(['cognito-idp', 'sign-up', '--client-id', clients.web, '--username', email, '--password', password, '--user-attributes', `Name=email,Value=${email}`]);
    await aws(['cognito-idp', 'confirm-sign-up', '--client-id', clients.web, '--username', email, '--confirmation-code', await codeFor(email)]);
    const { AuthenticationResult } = await aws([
      'cognito-idp',
      'initiate-auth',
      '--client-id',
      clients.web,
      '--auth-flow',
      'USER_AUTH',
      '--auth-parameters',
      `USERNAME=${email},PREFERRED_CHALLENGE=PASSWORD,PASSWORD=${password}`,
    ]);
    idToken = AuthenticationResult.IdToken;
    const logins = JSON.stringify({ [provider]: idToken });
    ({ IdentityId: identityId } = await aws(['cognito-identity', 'get-id', '--identity-pool-id', identityPoolId, '--logins', logins]));
    const { Credentials } = await aws(['cognito-identity', 'get-credentials-for-identity', '--identity-id', identityId, '--logins', logins]);
    user = { AWS_ACCESS_KEY_ID: Credentials.AccessKeyId, AWS_SECRET_ACCESS_KEY: Credentials.SecretKey, AWS_SESSION_TOKEN: Credentials.SessionToken };
  });

  it('knows who calls', async () => {
    assert.match((await aws(['sts', 'get-caller-identity'])).Arn, /:user\/administrator$/);
    assert.match((await aws(['sts', 'get-caller-identity'], user)).Arn, /:assumed-role\/[^/]*Member[^/]*\/CognitoIdentityCredentials$/);
  });

  it('is refused with a wrong password', () =>
    assert.rejects(
      aws([
        'cognito-idp',
        'initiate-auth',
        '--client-id',
        clients.web,
        '--auth-flow',
        'USER_AUTH',
        '--auth-parameters',
        `USERNAME=${email},PREFERRED_CHALLENGE=PASSWORD,PASSWORD=Wrong-Horse-9-Battery`,
      ]),
      denied('NotAuthorizedException'),
    ));

  it('reads what functions log', async () => {
    const { logGroups } = await aws(['logs', 'describe-log-groups']);
    const messages = [];
    for (const { logGroupName } of logGroups) {
      const { logStreams } = await aws(['logs', 'describe-log-streams', '--log-group-name', logGroupName, '--order-by', 'LastEventTime', '--descending']);
      if (!logStreams.length) continue;
      const { events } = await aws(['logs', 'get-log-events', '--log-group-name', logGroupName, '--log-stream-name', logStreams[0].logStreamName, '--limit', '5']);
      assert.ok(events.length > 0 && events.length <= 5);
      messages.push(
        ...(await aws(['logs', 'filter-log-events', '--log-group-name', logGroupName, '--filter-pattern', 'platform.report'])).events.map(({ message }) => JSON.parse(message)),
      );
    }
    assert.ok(messages.some(({ record }) => record.status === 'success' && record.metrics.durationMs > 0));
    await assert.rejects(aws(['logs', 'describe-log-groups'], user), denied('AccessDeniedException'));
  });

  it('reads what the user pool and functions measure', async () => {
    const [StartTime, EndTime] = [-600, 60].map((seconds) => new Date(Date.now() + seconds * 1000).toISOString());
    const times = ['--start-time', StartTime, '--end-time', EndTime];
    const dimensions = ['--dimensions', `Name=UserPool,Value=${userPoolId}`, `Name=UserPoolClient,Value=${clients.web}`];
    const { Datapoints } = await aws(
      ['cloudwatch', 'get-metric-statistics', '--namespace', 'AWS/Cognito', '--metric-name', 'SignInSuccesses', '--period', '3600', '--statistics', 'Sum', 'SampleCount'].concat(
        dimensions,
        times,
      ),
    );
    // The CLI shows times as seconds or as texts, by its version and settings.
    const isTime = (shown) => Number(shown) > 0 || Date.parse(shown) > 0;
    assert.ok(Datapoints.some(({ Sum }) => Sum >= 1));
    assert.ok(Datapoints.every(({ Sum, SampleCount, Timestamp }) => SampleCount >= Sum && isTime(Timestamp)));
    const { Metrics } = await aws(['cloudwatch', 'list-metrics', '--namespace', 'AWS/Lambda', '--metric-name', 'Invocations']);
    const [{ Dimensions }] = Metrics;
    const query = [{ Id: 'calls', MetricStat: { Metric: { Namespace: 'AWS/Lambda', MetricName: 'Invocations', Dimensions }, Period: 3600, Stat: 'Sum' } }];
    const { MetricDataResults } = await aws(['cloudwatch', 'get-metric-data', '--metric-data-queries', JSON.stringify(query), ...times]);
    assert.ok(MetricDataResults[0].Values[0] >= 1);
    // The functions count in lines of their logs.
    assert.ok((await aws(['cloudwatch', 'list-metrics', '--namespace', 'CognitoStack', '--metric-name', 'SignIns'])).Metrics.length > 0);
    await assert.rejects(aws(['cloudwatch', 'list-metrics'], user), denied('AccessDeniedException'));
  });

  it('copies own files, small and large, there and back', async () => {
    for (const size of [10, 9 * 1024 * 1024]) {
      const [from, to, body] = [join(folder, `from-${size}`), join(folder, `to-${size}`), randomBytes(size)];
      writeFileSync(from, body);
      await aws(['s3', 'cp', '--no-progress', from, `s3://${bucket}/users/${identityId}/${size}`], user);
      await aws(['s3', 'cp', '--no-progress', `s3://${bucket}/users/${identityId}/${size}`, to], user);
      assert.ok(readFileSync(to).equals(body));
    }
    assert.match(await aws(['s3', 'ls', `s3://${bucket}/users/${identityId}/`], user), /\b10\b/);
  });

  it("is refused what is not the user's", async () => {
    const from = join(folder, 'from');
    writeFileSync(from, 'no');
    await assert.rejects(aws(['s3', 'cp', '--no-progress', from, `s3://${bucket}/users/another/file`], user), denied('AccessDenied'));
    await assert.rejects(aws(['s3', 'ls', `s3://${bucket}/`], user), denied('AccessDenied'));
    await assert.rejects(aws(['s3', 'ls'], user), denied('AccessDenied'));
    await assert.rejects(aws(['dynamodb', 'scan', '--table-name', table], user), denied('AccessDeniedException'));
    await assert.rejects(aws(['cognito-idp', 'list-users', '--user-pool-id', userPoolId], user), denied('AccessDeniedException'));
    await assert.rejects(aws(['cognito-identity', 'list-identities', '--identity-pool-id', identityPoolId, '--max-results', '10'], user), denied('AccessDeniedException'));
  });

  it('writes and reads own items', async () => {
    const key = { owner: { S: identityId }, noteId: { S: 'cli' } };
    await aws(['dynamodb', 'put-item', '--table-name', table, '--item', JSON.stringify({ ...key, text: { S: 'mine' } })], user);
    const { Item } = await aws(['dynamodb', 'get-item', '--table-name', table, '--key', JSON.stringify(key)], user);
    assert.equal(Item.text.S, 'mine');
    await assert.rejects(aws(['dynamodb', 'get-item', '--table-name', table, '--key', JSON.stringify({ ...key, owner: { S: 'another' } })], user), denied('AccessDeniedException'));
  });

  it('signs an address that anybody reads from', async () => {
    const from = join(folder, 'shared');
    writeFileSync(from, 'shared');
    await aws(['s3', 'cp', '--no-progress', from, `s3://${bucket}/users/${identityId}/shared`], user);
    // The CLI's first version signs addresses as S3 did before 2014, unless it is told, which buckets of AWS do not take any more either.
    const AWS_CONFIG_FILE = join(folder, 'config');
    writeFileSync(AWS_CONFIG_FILE, '[default]\ns3 =\n  signature_version = s3v4\n');
    const url = (await aws(['s3', 'presign', `s3://${bucket}/users/${identityId}/shared`], { ...user, AWS_CONFIG_FILE })).trim();
    assert.equal(await (await fetch(url)).text(), 'shared');
  });

  it("administers the pools with the administrator's key", async () => {
    const { Users } = await aws(['cognito-idp', 'list-users', '--user-pool-id', userPoolId, '--filter', `email = "${email}"`]);
    assert.equal(Users[0].UserStatus, 'CONFIRMED');
    assert.deepEqual((await aws(['cognito-identity', 'describe-identity', '--identity-id', identityId])).Logins, [provider]);
    assert.equal((await aws(['cognito-identity', 'describe-identity-pool', '--identity-pool-id', identityPoolId])).AllowClassicFlow, false);
    assert.ok((await aws(['cognito-identity', 'get-identity-pool-roles', '--identity-pool-id', identityPoolId])).Roles.authenticated);
  });

  it("takes on no role with a user's token past the identity pool", () =>
    assert.rejects(
      aws(['sts', 'assume-role-with-web-identity', '--role-arn', 'arn:aws:iam::111122223333:role/Member', '--role-session-name', 'cli', '--web-identity-token', idToken]),
      denied('InvalidIdentityToken'),
    ));
});
