// An identity provider that the project did not write: samlify.
import samlify from 'samlify';

// Its types know fewer settings than it does.
const { Constants, IdentityProvider, SamlLib, ServiceProvider, setSchemaValidator } = /** @type {any} */ (samlify);
// The schemas are the user pool's to know, not this peer's.
setSchemaValidator({ validate: () => Promise.resolve('unchecked') });

const { post, redirect } = Constants.namespace.binding;
const persistent = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent';

/**
 * The two sides, as samlify knows them.
 * @param {{ entityId: string, key: string, certificate: string, pool: Record<string, string>, signs: string, encrypts: string | null }} what
 */
function sides({ entityId, key, certificate, pool, signs, encrypts }) {
  const idp = IdentityProvider({
    entityID: entityId,
    privateKey: key,
    signingCert: certificate,
    wantLogoutRequestSigned: true,
    isAssertionEncrypted: encrypts !== null,
    dataEncryptionAlgorithm: encrypts ?? undefined,
    keyEncryptionAlgorithm: 'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p',
    wantAuthnRequestsSigned: Boolean(pool.signing),
    requestSignatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    singleSignOnService: [{ Binding: redirect, Location: 'https://idp.example.com/sso' }],
    singleLogoutService: [{ Binding: redirect, Location: 'https://idp.example.com/slo' }],
  });
  const sp = ServiceProvider({
    entityID: pool.entityId,
    authnRequestsSigned: Boolean(pool.signing),
    wantAssertionsSigned: signs.includes('assertion'),
    wantMessageSigned: signs.includes('response'),
    signingCert: pool.signing,
    encryptCert: pool.encryption,
    wantLogoutRequestSigned: true,
    wantLogoutResponseSigned: true,
    assertionConsumerService: [{ Binding: post, Location: pool.consumer }],
    singleLogoutService: [{ Binding: post, Location: pool.logout }],
  });
  return { idp, sp };
}

/** The parameters of an address, as samlify wants them: decoded, and with the characters that were signed. */
function parameters(query) {
  const octetString = query
    .split('&')
    .filter((part) => !part.startsWith('Signature='))
    .join('&');
  return { query: Object.fromEntries(new URLSearchParams(query)), octetString };
}

/** Reads a request to sign in, verifies it where the pool signs, and answers; without a request, the provider begins. */
export async function signIn(what) {
  const { entityId, pool, query, attributes, name, at } = what;
  const { idp, sp } = sides(what);
  const request = query ? await idp.parseLoginRequest(sp, 'redirect', parameters(query)) : { extract: { request: { id: '' } } };
  const now = new Date(at);
  const later = new Date(at + 300_000).toISOString();
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
      NameIDFormat: persistent,
      NameID: name,
      InResponseTo: request.extract.request.id,
      AuthnStatement: '',
      AttributeStatement: '',
    }).replace('</saml:Conditions>', `</saml:Conditions><saml:AttributeStatement>${statement.join('')}</saml:AttributeStatement>`),
  });
  // What is signed is what is sent: encryption first.
  const { context } = await idp.createLoginResponse(sp, request, 'post', { email: name }, fill, true);
  return { response: context, request: request.extract };
}

/** Reads a request to sign out, verifies it, and answers. */
export async function signOut(what) {
  const { idp, sp } = sides(what);
  const request = await idp.parseLogoutRequest(sp, 'redirect', parameters(what.query));
  const { context } = idp.createLogoutResponse(sp, request, 'post', '');
  return { response: context, request: request.extract };
}
