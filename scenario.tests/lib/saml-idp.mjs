// A SAML identity provider that this project did not write: samlify, behind a few addresses. It stands for a company's.
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { signIn, signOut } from '../../local.tests/Providers/Saml/samlify.mjs';

const redirect = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect';

/** ASN.1 as DER writes it. */
function der(tag, ...parts) {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const length = body.length < 128 ? [body.length] : body.length < 256 ? [0x81, body.length] : [0x82, body.length >> 8, body.length & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

/** A key, and a certificate of it that it has signed itself. */
function newKey() {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const algorithm = der(0x30, der(0x06, Buffer.from('2a864886f70d01010b', 'hex')), der(0x05));
  const name = der(0x30, der(0x31, der(0x30, der(0x06, [0x55, 4, 3]), der(0x0c, Buffer.from('idp')))));
  const day = (n) => der(0x17, Buffer.from(`${new Date(Date.now() + n * 86_400_000).toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`));
  const body = der(0x30, der(0x02, [1], randomBytes(8)), algorithm, name, der(0x30, day(-1), day(30)), name, publicKey.export({ type: 'spki', format: 'der' }));
  return {
    key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    certificate: der(0x30, body, algorithm, der(0x03, [0], sign('sha256', body, privateKey))).toString('base64'),
  };
}

export class SamlIdp {
  /** @type {import('node:http').Server} */
  server;
  /** Who is at the browser. */
  person = { name: '', attributes: /** @type {Record<string, string[]>} */ ({}) };
  pool = /** @type {Record<string, string>} */ ({});
  published = newKey();
  address = '';
  metadata = '';
  signing = this.published;

  static async start() {
    const idp = new SamlIdp();
    idp.server = createServer((request, response) => idp.answer(request, response)).listen(0, 'localhost');
    await once(idp.server, 'listening');
    const { port } = /** @type {import('node:net').AddressInfo} */ (idp.server.address());
    idp.address = `http://localhost:${port}`;
    idp.metadata = `${idp.address}/metadata`;
    return idp;
  }

  /** Signs with another key from now on, and shows the old one no more. */
  rotate() {
    this.signing = this.published = newKey();
  }

  /** Signs with a key that it does not show: as whoever forges its messages. */
  forge() {
    this.signing = newKey();
  }

  /** What it would send to an app that has asked for nothing. */
  async unasked() {
    const { response } = await signIn({ entityId: this.metadata, ...this.signing, pool: this.pool, signs: 'assertion', encrypts: null, at: Date.now(), query: '', ...this.person });
    return response;
  }

  async answer(request, response) {
    try {
      const { pathname, search } = new URL(request.url, this.address);
      const what = { entityId: this.metadata, ...this.signing, pool: this.pool, signs: 'assertion', encrypts: null, at: Date.now(), query: search.slice(1), ...this.person };
      if (pathname === '/metadata') return response.end(this.document());
      const { response: message } = await (pathname === '/slo' ? signOut : signIn)(what);
      const action = pathname === '/slo' ? this.pool.logout : this.pool.consumer;
      const relayState = new URLSearchParams(search).get('RelayState');
      response.setHeader('content-type', 'text/html');
      response.end(`<form method="post" action="${action}"><input name="SAMLResponse" value="${message}"><input name="RelayState" value="${relayState}"></form>`);
    } catch (e) {
      response.writeHead(500).end(String(e.stack ?? e));
    }
  }

  document() {
    return `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${this.metadata}"><IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>${this.published.certificate}</X509Certificate></X509Data></KeyInfo></KeyDescriptor><SingleLogoutService Binding="${redirect}" Location="${this.address}/slo"/><SingleSignOnService Binding="${redirect}" Location="${this.address}/sso"/></IDPSSODescriptor></EntityDescriptor>`;
  }

  async stop() {
    this.server.close();
    this.server.closeAllConnections();
  }
}
