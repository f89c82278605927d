// What npm run outputs writes of a deployment, read by those whom it is for.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { Amplify } from 'aws-amplify';
import { fetchAuthSession, signIn, signOut } from 'aws-amplify/auth';
import { inRoot } from '../tools/lib/run.mjs';
import { bucket, clients, endpoint, identityPoolId, region, table, userPoolId } from './lib/environment.mjs';
import { newPerson } from './lib/people.mjs';

const folder = mkdtempSync(join(tmpdir(), 'outputs-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const run = (...args) => spawnSync(process.execPath, [inRoot('tools/outputs.mjs'), ...args], { encoding: 'utf8' });
function outputs(...args) {
  const { status, stdout, stderr } = run('--environment', 'local', ...args);
  assert.equal(status, 0, stderr);
  return stdout;
}

describe('amplify_outputs.json', () => {
  const file = join(folder, 'amplify_outputs.json');
  outputs('--format', 'amplify', '--out', file);
  const config = JSON.parse(readFileSync(file, 'utf8'));

  it('has the settings of the user pool and of the app client', () => {
    const { auth } = config;
    assert.deepEqual([auth.aws_region, auth.user_pool_id, auth.user_pool_client_id, auth.identity_pool_id], [region, userPoolId, clients.web, identityPoolId]);
    assert.deepEqual([auth.password_policy.min_length, auth.password_policy.require_symbols], [12, true]);
    assert.deepEqual([auth.username_attributes, auth.mfa_configuration, auth.mfa_methods], [['email'], 'OPTIONAL', ['TOTP', 'SMS', 'EMAIL']]);
    assert.deepEqual([auth.oauth.identity_providers, auth.oauth.response_type, auth.oauth.redirect_sign_in_uri[0]], [['GOOGLE'], 'code', 'http://localhost:3000/callback']);
    assert.match(auth.oauth.domain, /^local-\w+\.auth\.us-east-1\.amazoncognito\.com$/);
    assert.deepEqual([auth.groups, auth.unauthenticated_identities_enabled], [[{ admins: { precedence: 1 } }], true]);
  });

  it('says who reaches which paths of which bucket', () => {
    const [{ paths, ...files }] = config.storage.buckets;
    assert.deepEqual(files, { name: 'files', bucket_name: bucket, aws_region: region });
    assert.deepEqual(Object.fromEntries(Object.entries(paths).map(([path, who]) => [path, Object.keys(who)])), {
      'public/*': ['guest', 'authenticated'],
      'users/${cognito-identity.amazonaws.com:sub}/*': ['entityidentity'],
      '*': ['groupsadmins'],
    });
    assert.deepEqual(paths['users/${cognito-identity.amazonaws.com:sub}/*'].entityidentity.toSorted(), ['delete', 'get', 'list', 'write']);
    assert.deepEqual(paths['*'].groupsadmins.toSorted(), ['get', 'list']);
    assert.deepEqual(config.custom.tables, { notes: table });
  });

  it('signs in with Amplify as it is', async () => {
    Amplify.configure(config);
    const made = Amplify.getConfig();
    assert.deepEqual(made.Storage?.S3?.buckets?.files.bucketName, bucket);
    assert.deepEqual(made.Auth?.Cognito.loginWith?.oauth?.redirectSignIn[0], 'http://localhost:3000/callback');
    // Amplify's file has no place for addresses of pools: they are all that this machine needs beside it.
    const pools = /** @type {any} */ ({ ...made.Auth?.Cognito, userPoolEndpoint: config.custom.endpoint, identityPoolEndpoint: config.custom.endpoint });
    Amplify.configure({ ...made, Auth: { Cognito: pools } });
    const { email, password } = await newPerson('outputs');
    await signOut();
    assert.equal((await signIn({ username: email, password })).isSignedIn, true);
    const { tokens, identityId, credentials } = await fetchAuthSession();
    assert.equal(tokens?.idToken?.payload.email, email);
    assert.ok(identityId?.startsWith(`${region}:`) && credentials?.sessionToken);
    await signOut();
  });
});

describe('other forms', () => {
  it('are variables, which a shell reads', () => {
    const { stdout } = spawnSync('sh', ['-c', `${outputs('--format', 'env')}\nprintf '%s\\n' "$USER_POOL_ID" "$CLIENT_ID_WEB" "$AWS_REGION" "$SIGN_IN_URL"`], { encoding: 'utf8' });
    const [pool, client, where, url] = stdout.split('\n');
    assert.deepEqual([pool, client, where, new URL(url).searchParams.get('response_type')], [userPoolId, clients.web, region, 'code']);
  });

  it('are settings of ASP.NET Core, with the keys of this machine', async () => {
    const { AWS, Authentication, CognitoStack } = JSON.parse(outputs('--format', 'dotnet', '--client', 'portal'));
    assert.deepEqual(AWS, { Region: region, UserPoolId: userPoolId, UserPoolClientId: clients.portal, IdentityPoolId: identityPoolId });
    assert.equal(CognitoStack.BucketNameFiles, bucket);
    const { ValidIssuer, MetadataAddress } = Authentication.Schemes.Bearer;
    assert.ok(MetadataAddress.startsWith(endpoint));
    assert.equal((await (await fetch(MetadataAddress)).json()).issuer, ValidIssuer);
  });

  it('are plain JSON', () => assert.equal(JSON.parse(outputs()).TableNameNotes, table));
});

describe('rejected is', () => {
  for (const [args, message] of /** @type {[string[], RegExp][]} */ ([
    [[], /--environment is needed/],
    [['-e', 'local', '--format', 'xml'], /--format must be one of json, env, amplify, dotnet, not "xml"/],
    [['-e', 'local', '--client', 'nobody'], /local has no app client nobody[^]*web/],
    [['-e', 'nowhere'], /Nothing of the environment nowhere is deployed there/],
    [['-e', 'local', '--local', '--port', '1'], /No local AWS with the folder \.local answers on port 1/],
  ]))
    it(args.join(' ') || 'nothing', () => {
      const { status, stderr, stdout } = run(...args);
      assert.equal(status, 1);
      assert.match(stderr, message);
      assert.doesNotMatch(stderr, /^\s+at /m);
      assert.equal(stdout, '');
    });
});
