// A new environment file from the text of another: comments stay, and what two environments may not share is replaced.

/** Keys whose addresses belong to one environment: where its apps are, and what its domain and its APIs are called. */
const ownKeys = new Set(['callbackUrls', 'logoutUrls', 'defaultRedirectUrl', 'cors', 'identifier', 'name', 'prefix']);
const localHost = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** Every string that is a value, with where it begins and the key that it stands under. */
function* valuesOf(text) {
  let key = '';
  for (const match of text.matchAll(/\/\/[^\n]*|\/\*[^]*?\*\/|"((?:[^"\\]|\\.)*)"(\s*:)?/g)) {
    const [, string, colon] = match;
    if (string === undefined) continue;
    if (colon) key = string;
    else yield { value: string, at: match.index + 1, key };
  }
}

/** The address of an app or an API without its path; null where it is none, or this machine's. */
function addressOf(value) {
  const [, scheme, host] = /^([a-z][a-z0-9+.-]*:\/\/)([^/]*)/i.exec(value) ?? [];
  if (!scheme) return null;
  return /^https?:/i.test(scheme) ? (localHost.test(host) ? null : scheme + host) : scheme;
}

const word = (name) => new RegExp(`(?<![A-Za-z0-9])${name}(?![A-Za-z0-9])`, 'g');

/** What an address is called in another environment: with its name in place of the model's, or before what is common to both. */
function proposal(address, model, name) {
  if (word(model).test(address)) return address.replace(word(model), name);
  const [, scheme, host] = /** @type {RegExpExecArray} */ (/^([^:]+:\/\/)(.*)$/.exec(address));
  if (!host) return `${scheme.slice(0, -3)}-${name}://`;
  const labels = host.split('.');
  return labels.length < 2 ? `${scheme}${name}-${host}` : `${scheme}${[...labels.slice(0, -2), name, ...labels.slice(-2)].join('.')}`;
}

/** What must differ, each with a proposal: addresses that apps and APIs of one environment have. */
export function questionsOf(text, model, name) {
  /** @type {Map<string, string>} */
  const questions = new Map();
  for (const { value, key } of valuesOf(text)) {
    const address = ownKeys.has(key) && addressOf(value);
    if (address && !questions.has(address)) questions.set(address, proposal(address, model, name));
  }
  return questions;
}

/** What stays as the model has it, and is worth a look: resources of an account, and addresses of others. */
export function sharedOf(text) {
  const shared = [...valuesOf(text)].filter(({ value, key }) => value.startsWith('arn:') || (!ownKeys.has(key) && !key.startsWith('$') && /@[\w.-]+\.|^https:/.test(value)));
  return [...new Map(shared.map(({ value, key }) => [value, key]))].map(([value, key]) => ({ key, value }));
}

/** The text of the new file. `answers` say what each address becomes. */
export function derive(text, model, name, answers) {
  let [made, from] = ['', 0];
  for (const { value, at, key } of valuesOf(text)) {
    const address = ownKeys.has(key) && addressOf(value);
    const answer = address && answers.get(address);
    const replaced = answer ? answer + value.slice(address.length) : value.startsWith('arn:') || addressOf(value) ? value : value.replace(word(model), name);
    made += text.slice(from, at) + replaced;
    from = at + value.length;
  }
  // What the model says of itself is not true of another.
  const body = (made + text.slice(from)).replace(/^(\s*\/\/[^\n]*\n)+/, '');
  return `// Made from ${model}.json. Say here what it is for.\n${body}`;
}
