// An identity provider that the project did not write: samlify. Reads what to do as JSON, and writes one line of JSON.
import { readFileSync } from 'node:fs';
import samlify from 'samlify';

const { Constants, IdentityProvider, SamlLib, ServiceProvider, setSchemaValidator } = samlify;
// The schemas are the user pool's to know, not this peer's.
setSchemaValidator({ validate: () => Promise.resolve('unchecked') });

const { entityId, key, certificate, pool, query, signs, encrypts, attributes, name, requestName, at } = JSON.parse(readFileSync(0, 'utf8'));
const idp = IdentityProvider({
  entityID: entityId,
  privateKey: key,
  signingCert: certificate,
  wantLogoutRequestSigned: true,
  wantLogoutResponseSigned: true,
  isAssertionEncrypted: encrypts !== null,
  dataEncryptionAlgorithm: encrypts ?? undefined,
  keyEncryptionAlgorithm: 'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p',
  wantAuthnRequestsSigned: true,
  requestSignatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  singleSignOnService: [{ Binding: Constants.namespace.binding.redirect, Location: 'https://idp.example.com/sso' }],
  singleLogoutService: [{ Binding: Constants.namespace.binding.redirect, Location: 'https://idp.example.com/slo' }],
});
const sp = ServiceProvider({
  entityID: pool.entityId,
  authnRequestsSigned: true,
  wantAssertionsSigned: signs.includes('assertion'),
  wantMessageSigned: signs.includes('response'),
  signingCert: pool.signing,
  encryptCert: pool.encryption,
  wantLogoutRequestSigned: true,
  wantLogoutResponseSigned: true,
  assertionConsumerService: [{ Binding: Constants.namespace.binding.post, Location: pool.consumer }],
  singleLogoutService: [{ Binding: Constants.namespace.binding.post, Location: pool.logout }],
});

/** The parameters of an address, as samlify wants them: decoded, and with the characters that were signed. */
function redirect(text) {
  const octetString = text
    .split('&')
    .filter((part) => !part.startsWith('Signature='))
    .join('&');
  return { query: Object.fromEntries(new URLSearchParams(text)), octetString };
}

async function signIn() {
  const request = query ? await idp.parseLoginRequest(sp, 'redirect', redirect(query)) : { extract: { request: { id: '' } } };
  const now = new Date(at);
  const later = new Date(now.getTime() + 300_000).toISOString();
  const escape = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
  const statement = Object.entries(attributes).map(
    ([n, values]) => `<saml:Attribute Name="${escape(n)}">${values.map((v) => `<saml:AttributeValue>${escape(v)}</saml:AttributeValue>`).join('')}</saml:Attribute>`,
  );
  const fill = (template) => ({
    context: SamlLib.replaceTagsByValue(template, {
      ID: `_${crypto.randomUUID()}`,
      AssertionID: `_${crypto.randomUUID()}`,
      Destination: pool.consumer,
      SubjectRecipient: pool.consumer,
      Audience: pool.entityId,
      Issuer: entityId,
      IssueInstant: now.toISOString(),
      ConditionsNotBefore: now.toISOString(),
      ConditionsNotOnOrAfter: later,
      SubjectConfirmationDataNotOnOrAfter: later,
      StatusCode: 'urn:oasis:names:tc:SAML:2.0:status:Success',
      NameIDFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
      NameID: name,
      InResponseTo: request.extract.request.id,
      AuthnStatement: '',
      AttributeStatement: '',
    })
      .replace('{AuthnStatement}', '')
      .replace('</saml:Conditions>', `</saml:Conditions><saml:AttributeStatement>${statement.join('')}</saml:AttributeStatement>`),
  });
  // What is signed is what is sent: encryption first.
  const { context } = await idp.createLoginResponse(sp, request, 'post', { email: name }, fill, true);
  return { response: context, request: request.extract };
}

async function signOut() {
  const request = await idp.parseLogoutRequest(sp, 'redirect', redirect(query));
  const { context } = idp.createLogoutResponse(sp, request, 'post', '');
  return { response: context, request: request.extract };
}

console.log(JSON.stringify(await (requestName === 'logout' ? signOut() : signIn())));
