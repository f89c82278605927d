// An app that signs people in at the user pool by a provider, with openid-client: a library that verifies all it gets.
import * as client from 'openid-client';
import { forBrowsers } from '../../tools/lib/host.mjs';
import { walk } from './op.mjs';

/** Where the app is sent back to. */
export const callback = 'http://localhost:3000/callback';

/** What the pool says of itself; it must be its own issuer (`--issuer local`). */
export function discover(world) {
  const issuer = new URL(`${forBrowsers(world.endpoint)}/${world.outputs.UserPoolId}`);
  return client.discovery(issuer, world.outputs.ClientIdWeb, undefined, client.None(), { execute: [client.allowInsecureRequests] });
}

/** Signs in by a provider, and gives the claims as openid-client has verified them. */
export async function signInBy(config, provider, account, meanwhile = undefined) {
  const [verifier, state, nonce] = [client.randomPKCECodeVerifier(), client.randomState(), client.randomNonce()];
  const address = client.buildAuthorizationUrl(config, {
    redirect_uri: callback,
    scope: 'openid email profile',
    identity_provider: provider,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  });
  const answer = await walk(address.href, callback, account, meanwhile);
  const tokens = await client.authorizationCodeGrant(config, answer, { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true });
  return /** @type {any} */ (tokens.claims());
}
