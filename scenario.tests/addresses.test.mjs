// The local AWS at its addresses: both loopback addresses, TLS, names of login domains, and the issuer that tokens name.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { fromIni } from '@aws-sdk/credential-providers';
import { User } from '../bench/lib/crowd.mjs';
import { redeploy, startHost } from '../tools/lib/host.mjs';
import { World, assembly } from './lib/world.mjs';

const folder = mkdtempSync(join(tmpdir(), 'cognitostack-addresses-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Every name is looked up as a browser does it: whatever ends in localhost is this machine. */
const lookup = (name, options, done) => (options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4));

async function get(address, options = {}) {
  const { protocol, hostname, port, pathname, search } = new URL(address);
  const send = protocol === 'https:' ? httpsRequest : httpRequest;
  const asked = send({ host: hostname.replace(/^\[|\]$/g, ''), port, path: pathname + search, agent: false, ...(hostname.startsWith('[') ? {} : { lookup }), ...options });
  asked.end();
  const [answer] = await once(asked, 'response');
  let body = '';
  for await (const part of answer.setEncoding('utf8')) body += part;
  return { status: answer.statusCode, body };
}

describe('the addresses of a local AWS', { concurrency: 1 }, () => {
  let world;
  let port;
  let tls;
  let ca;
  let discovery;

  before(async () => {
    world = await World.start({ args: ['--issuer', 'local'] });
    ({ port } = new URL(world.endpoint));
    tls = JSON.parse((await get(`${world.endpoint}/_local/health`)).body).httpsPort;
    ca = readFileSync(join(world.state, 'tls/authority.pem'));
    discovery = `/${world.outputs.UserPoolId}/.well-known/openid-configuration`;
  });
  after(() => world?.end());

  test('both loopback addresses answer, with and without TLS', async () => {
    for (const address of [`http://127.0.0.1:${port}`, `http://[::1]:${port}`, `https://127.0.0.1:${tls}`, `https://[::1]:${tls}`, `https://localhost:${tls}`])
      assert.equal((await get(address + discovery, { ca })).status, 200, address);
  });

  test('who does not trust its authority is told so', async () => {
    await assert.rejects(get(`https://localhost:${tls}${discovery}`), { code: /UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT_LOCALLY/ });
  });

  test('only its owner reads the authority and its key', () => {
    assert.equal(statSync(join(world.state, 'tls')).mode & 0o777, 0o700);
    for (const file of ['authority.pem', 'authority.key']) assert.equal(statSync(join(world.state, 'tls', file)).mode & 0o777, 0o600, file);
  });

  test('the login domain of the pool answers by its name; a name of elsewhere is refused on every port', async () => {
    const [prefix] = new URL(world.outputs.LoginUrl).host.split('.');
    const page = new URL(world.outputs.SignInUrlWeb);
    for (const base of [`http://${prefix}.auth.localhost:${port}`, `https://${prefix}.auth.localhost:${tls}`]) {
      const { status, body } = await get(base + page.pathname + page.search, { ca });
      assert.equal(status, 200, base);
      assert.match(body, /<h1/);
      for (const host of ['evil.example', 'localhost.evil.example', 'auth.example.com', '127.0.0.1.evil.example'])
        assert.equal((await get(base + page.pathname, { ca, servername: new URL(base).hostname, headers: { host } })).status, 403, host);
    }
    assert.doesNotMatch((await get(`http://other.auth.localhost:${port}${page.pathname}${page.search}`)).body, /<h1/);
  });

  test('a custom domain is met below localhost, and is in the certificate once it is deployed', async () => {
    const page = new URL(world.outputs.SignInUrlWeb);
    const address = `https://login.example.org.localhost:${tls}${page.pathname}${page.search}`;
    await assert.rejects(get(address, { ca }), { code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    world.change(({ Authentication: { Resources } }) => {
      const domain = Object.values(Resources).find(({ Type }) => Type === 'AWS::Cognito::UserPoolDomain');
      Resources.Custom = {
        Type: domain.Type,
        Properties: { ...domain.Properties, Domain: 'login.example.org', CustomDomainConfig: { CertificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/one' } },
      };
    });
    await redeploy(world.host, 'host.log');
    const { status, body } = await get(address, { ca });
    assert.equal(status, 200);
    assert.match(body, /<h1/);
    await assert.rejects(get(address.replace('login.', 'other.'), { ca }), { code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  });

  test('discovery names the local issuer, and endpoints of the protocol that it was asked by', async () => {
    for (const base of [`http://localhost:${port}`, `https://localhost:${tls}`]) {
      const told = JSON.parse((await get(base + discovery, { ca })).body);
      assert.equal(told.issuer, `http://localhost:${port}/${world.outputs.UserPoolId}`);
      assert.deepEqual(
        [told.authorization_endpoint, told.token_endpoint, told.userinfo_endpoint, told.revocation_endpoint, told.end_session_endpoint, told.jwks_uri],
        ['/oauth2/authorize', '/oauth2/token', '/oauth2/userInfo', '/oauth2/revoke', '/logout', `/${world.outputs.UserPoolId}/.well-known/jwks.json`].map((path) => base + path),
      );
      assert.equal(JSON.parse((await get(told.jwks_uri, { ca })).body).keys.length, 1);
    }
  });

  test('tokens name it, too, and identity pool, S3 and DynamoDB take them as AWS would its own', async () => {
    const { endpoint, outputs } = world;
    const user = new User({ outputs, endpoint, region: outputs.Region });
    await user.create(
      new CognitoIdentityProviderClient({ endpoint, region: outputs.Region, credentials: fromIni({ filepath: join(world.state, 'credentials'), profile: 'default' }) }),
    );
    await user.signIn([]);
    assert.equal(JSON.parse(Buffer.from(user.token.split('.')[1], 'base64url').toString()).iss, `http://localhost:${port}/${outputs.UserPoolId}`);
    await user.exchange();
    assert.match(user.identity, /^us-east-1:/);
  });

  test('a sign-in address opens the page of its client', async () => {
    const clients = Object.entries(world.outputs).filter(([name]) => name.startsWith('SignInUrl') && name !== 'SignInUrl');
    assert.ok(clients.length > 0);
    for (const [name, address] of clients) {
      const { origin, pathname, searchParams } = new URL(address);
      assert.deepEqual([origin, pathname, searchParams.get('response_type')], [`http://localhost:${port}`, '/login', 'code'], name);
      assert.equal(searchParams.get('client_id'), world.outputs[name.replace('SignInUrl', 'ClientId')]);
      const { status, body } = await get(address);
      assert.equal(status, 200, name);
      assert.match(body, /<h1/);
    }
  });

  test('a port for TLS that another has is told in one line with the option that names it', async () => {
    await assert.rejects(startHost({ assembly, state: join(folder, 'second'), port: 0, log: join(folder, 'second.log'), args: ['--https-port', String(tls)] }), {
      message: `Port ${tls} on 127.0.0.1 is taken, perhaps by another local AWS. End that, or take a free one: npm start -- --https-port 0`,
    });
  });

  test('the authority outlives --fresh, so that who trusts it need not be told again', async () => {
    await world.host.stop();
    world.args = ['--fresh'];
    await world.up();
    assert.deepEqual(readFileSync(join(world.state, 'tls/authority.pem')), ca);
  });
});
