// What an entry of the deny list looks like: its key is found in its exact spelling only, so there is one.
import { domainToASCII } from 'node:url';
import { Problem } from './console.mjs';

const addressOf = (value) => {
  const at = value.lastIndexOf('@');
  const [local, domain] = [value.slice(0, at).toLowerCase(), domainOf(value.slice(at + 1))];
  return at > 0 && domain ? { local, domain } : null;
};

/** As mail carries it: ASCII, lower case, without the root's dot. */
function domainOf(value) {
  const ascii = domainToASCII(value.replace(/\.$/, ''));
  return /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(ascii) ? ascii : '';
}

/** What each kind of entry refuses, and how its value is written; null where it is none of the kind. */
export const kinds = {
  user: {
    refuses: 'a user: by name, sub or e-mail address',
    write: (value) => {
      const address = addressOf(value);
      return address ? `${address.local}@${address.domain}` : value.includes('@') ? null : value.toLowerCase();
    },
  },
  mailbox: {
    refuses: 'every variant of an address: dots, and what stands after a plus, make no difference',
    write: (value) => {
      const address = addressOf(value);
      return address && `${address.local.replace(/(?<=.)\+.*/, '').replaceAll('.', '')}@${address.domain}`;
    },
  },
  domain: { refuses: 'the addresses of a domain and of those below it', write: (value) => domainOf(value) || null },
  client: { refuses: 'every sign-in to an app client, by its id', write: (value) => (/^\w+$/.test(value) ? value.toLowerCase() : null) },
};

/** The key of an entry as the gate looks it up, from however somebody wrote it. */
export function subjectOf(text) {
  const [, kind = '', value = ''] = /^\s*([^#\s]+)\s*#\s*(.*?)\s*$/s.exec(text) ?? [];
  const written = value && Object.hasOwn(kinds, kind.toLowerCase()) ? kinds[kind.toLowerCase()].write(value) : null;
  if (!written)
    throw new Problem(
      `"${text}" is no entry of a deny list.`,
      `An entry is one of ${Object.keys(kinds)
        .map((name) => `${name}#…`)
        .join(', ')}, such as user#jane@example.com or domain#example.com.`,
    );
  return `${kind.toLowerCase()}#${written}`;
}

/** Entries that the gate never finds, with what they were meant to be, or null where nobody can tell. */
export const strays = (subjects) =>
  subjects.flatMap((subject) => {
    let meant = null;
    try {
      meant = subjectOf(subject);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
    return meant === subject ? [] : [{ subject, meant }];
  });
