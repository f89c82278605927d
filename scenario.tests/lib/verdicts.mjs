// What becomes of each member of an operation, and of each property of a type: the same as on AWS, different, refused by its name, or untested.
import { membersOf } from './members.mjs';

const counted = (count, thing) => `${count} ${thing}${count === 1 ? '' : 's'}`;
const named = (names) => names.map((name) => `\`${name}\``).join(', ');

/** What tests have noted (`local.tests/Recording`), by service, operation and direction. */
export class Notes {
  #paths = /** @type {Map<string, string[]>} */ (new Map());

  /** @param {Iterable<string>} lines such as `cognito-idp SignUp reads UserAttributes.Name` */
  constructor(lines) {
    for (const line of lines) {
      const at = line.lastIndexOf(' ');
      const key = line.slice(0, at);
      this.#paths.set(key, [...(this.#paths.get(key) ?? []), line.slice(at + 1)]);
    }
  }

  /** The note of a member; undefined where no test has any. The names in a map are whatever a test has. */
  of(key, path) {
    const pattern = new RegExp(
      `^${path
        .split('*')
        .map((part) => part.replace(/[.$^()[\]{}+?|\\-]/g, '\\$&'))
        .join('[^.]+')}$`,
    );
    return this.#paths.get(key)?.find((noted) => pattern.test(noted));
  }
}

/** The words of a service of XML for an operation: method, what it is on, what of it, and what tells it from its like. */
function exchangeOf([
  ,
  ,
  ,
  {
    http: [method, uri],
  },
  input,
]) {
  const members = membersOf(input, true).filter(({ isOwn }) => isOwn);
  const literal = [...new URLSearchParams(uri.split('?')[1] ?? '')].filter(([name]) => name !== 'x-id');
  const query = members.map(({ traits }) => traits.httpQuery);
  const on = uri.includes('{Key+}') ? 'object' : members.some(({ name }) => name === 'Bucket') ? 'bucket' : 'service';
  const subresource = query.includes('uploadId') ? 'uploadId' : (literal.find(([name]) => name !== 'list-type')?.[0] ?? '');
  return `${method}:${on}:${subresource}:${members.some(({ name }) => name === 'CopySource') ? 'copy' : (literal.find(([name]) => name === 'list-type')?.[1] ?? '')}`;
}

/** Each member of an operation, going in or coming out, with the note of a test where there is one. */
export function judged(service, schema, notes) {
  const isXml = service === 's3';
  const operation = isXml ? exchangeOf(schema) : schema[2];
  const all = (reference, what) =>
    membersOf(reference, isXml || service === 'sts').map((member) => {
      const { httpHeader, httpQuery, httpPrefixHeaders, bits } = member.traits;
      const path = httpHeader?.toLowerCase() ?? httpQuery ?? (httpPrefixHeaders ? `${httpPrefixHeaders}*` : member.path);
      const key = `${service} ${operation} ${what}`;
      // Names of buckets and keys are in the address, and what an object is made of is the whole body.
      const isWhole = isXml && (bits & 17 || member.traits.httpPayload);
      const sought = `${service} ${operation} seeks`;
      const found = isWhole ? { noted: key, note: '' } : [key, sought].map((noted) => ({ noted, note: notes.of(noted, path) })).find(({ note }) => note !== undefined);
      return { ...member, wire: path, what, proof: found?.note === undefined ? undefined : found.noted === sought ? 'seeks' : what, ...found };
    });
  return { takes: all(schema[4], 'reads'), answers: all(schema[5], 'answers') };
}

/** One cell of a table: how many members are the same, and which are not. */
export function cell(members) {
  const of = (verdict) => members.filter((member) => member.verdict === verdict).map(({ name }) => name);
  const same = of('same').length;
  return (
    [
      same === members.length && same ? 'all the same' : same ? `${same} the same` : '',
      ...['differs', 'refused', 'untested'].filter((verdict) => of(verdict).length).map((verdict) => `${verdict}: ${named(of(verdict))}`),
    ]
      .filter(Boolean)
      .join('; ') || '–'
  );
}

/** The section of a service: its operations, the structures that they share, and the reasons. */
export function section(operations) {
  const structures = new Map();
  for (const { takes, answers } of operations)
    for (const member of [...takes, ...answers].filter(({ isOwn }) => !isOwn)) {
      const one = structures.get(member.shape) ?? { reads: new Map(), answers: new Map() };
      one[member.what].set(member.name, member);
      structures.set(member.shape, one);
    }
  const own = (members) => members.filter(({ isOwn }) => isOwn);
  const isSame = (...lists) => lists.flat().every(({ verdict }) => verdict === 'same');
  const rows = operations.map(({ name, takes, answers }) => ({ name, left: own(takes), right: own(answers) }));
  const shared = [...structures].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, { reads, answers }]) => ({ name, left: [...reads.values()], right: [...answers.values()] }));
  const reasons = new Map();
  for (const { verdict, because, name } of operations.flatMap(({ takes, answers }) => [...takes, ...answers]))
    if (verdict === 'differs') reasons.set(because, new Set([...(reasons.get(because) ?? []), name]));
  return [
    table('operation', rows, isSame),
    shared.length ? table('structure', shared, isSame) : '',
    reasons.size
      ? `How they differ:\n\n${[...reasons]
          .map(([because, names]) => `- ${named([...names].sort())}: ${because}`)
          .sort()
          .join('\n')}\n`
      : '',
  ]
    .filter(Boolean)
    .join('\n');
}

function table(kind, rows, isSame) {
  const same = rows.filter(({ left, right }) => isSame(left, right));
  const others = rows.filter((row) => !same.includes(row));
  const count = same.flatMap(({ left, right }) => [...left, ...right]).length;
  return [
    same.length ? `The same in every member (${counted(same.length, kind)}, ${counted(count, 'member')}): ${named(same.map(({ name }) => name))}.\n` : '',
    others.length ? `| ${kind} | takes | answers |\n|---|---|---|\n${others.map(({ name, left, right }) => `| \`${name}\` | ${cell(left)} | ${cell(right)} |`).join('\n')}\n` : '',
  ]
    .filter(Boolean)
    .join('\n');
}
