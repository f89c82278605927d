// An OpenID provider that this project did not write: oidc-provider, certified by the OpenID Foundation. It stands for a company's Okta.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { Provider } from 'oidc-provider';

/** What it keeps, apart from the instance that signs: sessions and codes outlive a change of keys. */
const storeOf = (/** @type {Map<string, any>} */ kept) =>
  class {
    constructor(kind) {
      this.key = (id) => `${kind}:${id}`;
    }
    async upsert(id, payload) {
      kept.set(this.key(id), payload);
    }
    async find(id) {
      return kept.get(this.key(id));
    }
    async findByUid(uid) {
      return [...kept].find(([key, payload]) => key.startsWith(this.key('')) && payload.uid === uid)?.[1];
    }
    async consume(id) {
      kept.get(this.key(id)).consumed = true;
    }
    async destroy(id) {
      kept.delete(this.key(id));
    }
    async revokeByGrantId(grantId) {
      for (const [key, payload] of kept) if (payload.grantId === grantId) kept.delete(key);
    }
    async findByUserCode() {
      return undefined;
    }
  };

export class Op {
  /** @type {{ redirectUri: string, clientId: string, clientSecret: string }} */
  client;
  /** @type {import('node:http').Server} */
  server;
  /** @type {import('node:http').RequestListener} */
  handler;
  issuer = '';

  adapter = storeOf(new Map());

  /** @param {{ redirectUri: string, clientId: string, clientSecret: string }} client */
  static async start(client) {
    const op = new Op();
    op.client = client;
    op.server = createServer((request, response) => op.handler(request, response)).listen(0, 'localhost');
    await once(op.server, 'listening');
    const { port } = /** @type {import('node:net').AddressInfo} */ (op.server.address());
    op.issuer = `http://localhost:${port}`;
    op.rotate();
    return op;
  }

  /** Signs with another key from now on, and shows the old one no more; sessions and codes stay. */
  rotate() {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const key = { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), use: 'sig', alg: 'RS256' };
    const provider = new Provider(this.issuer, {
      clients: [
        {
          client_id: this.client.clientId,
          client_secret: this.client.clientSecret,
          redirect_uris: [this.client.redirectUri],
          grant_types: ['authorization_code'],
          response_types: ['code'],
        },
      ],
      adapter: this.adapter,
      jwks: { keys: [key] },
      cookies: { keys: ['for tests'] },
      claims: { email: ['email', 'email_verified'], profile: ['name'] },
      pkce: { required: () => true },
      findAccount: (_, accountId) => ({
        accountId,
        claims: () => ({ sub: accountId, email: `${accountId}@example.com`, email_verified: !accountId.startsWith('unverified'), name: accountId }),
      }),
    });
    this.handler = provider.callback();
  }

  async stop() {
    this.server.close();
    this.server.closeAllConnections();
  }
}

/** What the group of an expression finds. */
const group = (expression, text) => expression.exec(text)?.[1] ?? '';

/** The browser is shown a page that leads nowhere. */
export class Stranded extends Error {}

/** A browser without a window: keeps cookies by host, follows redirects until one leads to an address that starts with `end`, and fills in the provider's forms. */
export async function walk(start, end, account, before = async (/** @type {URL} */ _) => {}) {
  const jars = new Map();
  const send = async (url, options = {}) => {
    const jar = jars.get(url.host) ?? jars.set(url.host, new Map()).get(url.host);
    const answer = await fetch(url, { redirect: 'manual', ...options, headers: { cookie: [...jar].map((pair) => pair.join('=')).join('; ') } });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value) jar.set(name, value);
      else jar.delete(name);
    }
    return answer;
  };
  let url = new URL(start);
  let answer = await send(url);
  for (let hops = 0; hops < 25; hops++) {
    const location = answer.headers.get('location');
    if (location) {
      const next = new URL(location, url);
      if (next.href.startsWith(end)) return next;
      await before(next);
      url = next;
      answer = await send(url);
      continue;
    }
    const html = await answer.text();
    const message = /name="SAMLResponse" value="([^"]+)"/.exec(html)?.[1];
    if (message) {
      // A SAML provider's form, which goes on by itself.
      url = new URL(group(/action="([^"]+)"/, html), url);
      await before(url);
      answer = await send(url, { method: 'POST', body: new URLSearchParams({ SAMLResponse: message, RelayState: group(/name="RelayState" value="([^"]+)"/, html) }) });
      continue;
    }
    const prompt = /name="prompt" value="(login|consent)"/.exec(html)?.[1];
    if (!prompt) throw new Stranded(`There is no form of the provider at ${url} (${answer.status}): ${html.slice(0, 2000)}`);
    url = new URL(group(/action="([^"]+)"/, html), url);
    answer = await send(url, { method: 'POST', body: new URLSearchParams(prompt === 'login' ? { prompt, login: account, password: 'any' } : { prompt }) });
  }
  throw new Error(`The browser is sent around in circles at ${url}.`);
}
