// Browsers at the login pages, without the browser: what they send, by HTTP.
import { createHash, randomBytes } from 'node:crypto';
import { forBrowsers } from '../../tools/lib/host.mjs';
import { signInAt } from '../../clients.tests/lib/pages.mjs';

const callback = 'http://localhost:3000/callback';

/** The pages of the client that the scenario's people sign in to. */
export class Pages {
  #at;
  #client;

  constructor({ outputs, endpoint }) {
    this.#at = forBrowsers(endpoint);
    this.#client = outputs.ClientIdWeb;
  }

  #address = (path, extra = {}) =>
    `${this.#at}${path}?${new URLSearchParams({ client_id: this.#client, response_type: 'code', scope: 'openid email', redirect_uri: callback, ...extra })}`;

  /** Opens the sign-in page; a problem in words, or nothing. */
  async open(times) {
    const begin = performance.now();
    const html = await (await fetch(this.#address('/login'))).text();
    times.push(performance.now() - begin);
    return html.includes('name="username"') ? undefined : 'the sign-in page asks for no name';
  }

  /** Signs somebody in on the page, and gets the tokens for the code. */
  async signIn(person, times) {
    const verifier = randomBytes(32).toString('base64url');
    const begin = performance.now();
    const answer = await signInAt(
      this.#address('/oauth2/authorize', { code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256' }),
      person,
    );
    const tokens = await (
      await fetch(`${this.#at}/oauth2/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          client_id: this.#client,
          code: answer.searchParams.get('code') ?? '',
          redirect_uri: callback,
          code_verifier: verifier,
        }),
      })
    ).json();
    times.push(performance.now() - begin);
    return tokens.id_token ? undefined : `no tokens: ${JSON.stringify(tokens)}`;
  }
}
