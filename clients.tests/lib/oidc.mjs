// A sign-in by openid-client: code with PKCE, state and nonce, through the login pages.
import * as client from 'openid-client';
import { signInAt } from './pages.mjs';

export const callback = 'http://localhost:3000/callback';

/** Signs somebody in, and gives the tokens as the library has verified them. */
export async function signInBy(config, person, changes = {}) {
  const [verifier, state, nonce] = [client.randomPKCECodeVerifier(), client.randomState(), client.randomNonce()];
  const address = client.buildAuthorizationUrl(config, {
    redirect_uri: callback,
    scope: 'openid email',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    ...changes,
  });
  const answer = await signInAt(address.href, person);
  return client.authorizationCodeGrant(config, answer, { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true });
}
