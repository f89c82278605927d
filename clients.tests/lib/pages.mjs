// Signing in on the login pages without a browser: what a browser sends, by HTTP.

/** Opens an address, signs in where it asks for it, and gives the address that the app is called back at. */
export async function signInAt(address, { email, password }) {
  const cookies = new Map();
  const send = async (url, options = {}) => {
    const answer = await fetch(url, { redirect: 'manual', ...options, headers: { ...options.headers, cookie: [...cookies].map((pair) => pair.join('=')).join('; ') } });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
    return answer;
  };
  let url = new URL(address);
  let answer = await send(url);
  for (let hops = 0; hops < 10; hops++) {
    const location = answer.headers.get('location');
    if (location) {
      const next = new URL(location, url);
      if (next.host !== url.host) return next;
      url = next;
      answer = await send(url);
      continue;
    }
    const html = await answer.text();
    const token = /name="_csrf" value="([^"]+)"/.exec(html)?.[1];
    const refusal = /role="alert">([^<]*)</.exec(html)?.[1];
    if (!token || refusal) throw new Error(refusal ?? `There is no form at ${url.pathname} (${answer.status}).`);
    answer = await send(url, { method: 'POST', body: new URLSearchParams({ _csrf: token, username: email, password }) });
  }
  throw new Error(`The browser is sent around in circles at ${url.pathname}.`);
}
