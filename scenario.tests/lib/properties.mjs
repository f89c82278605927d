// What the local AWS makes of the properties of CloudFormation's types.

const named = (names) => names.map((name) => `\`${name}\``).join(', ');

/** Whether a path is a name of a list, or below one. */
const within = (path, names) => names.find((name) => path === name || path.startsWith(`${name}.`));

/**
 * For each type a text, and the notes of tests that it rests on.
 * @param {{ type: string, honours: string[], ignores: Record<string, string>, ignored: string | null }[]} types as the host tells them
 * @param {Record<string, string[]>} known the properties that CloudFormation knows
 */
export function typeRows(types, known, notes) {
  return types
    .sort((a, b) => (a.type < b.type ? -1 : 1))
    .map(({ type, honours, ignores, ignored }) => {
      if (ignored) return { type, of: () => undefined, refused: [], rests: [], text: `### ${type}\n\nWithout effect, all ${known[type].length} properties: ${ignored}.\n` };
      const leaves = known[type].filter((path) => !known[type].some((other) => other.startsWith(`${path}.`)));
      const key = `cloudformation ${type} reads`;
      const soughtBy = `cloudformation ${type} seeks`;
      const verdictOf = (path) => {
        // Of a list of words some may be honoured: they are named below it.
        const honoured = within(path, honours) ?? honours.find((name) => name.startsWith(`${path}.`));
        const because = within(path, Object.keys(ignores));
        if (because && (!honoured || because.length > honoured.length)) return 'differs';
        return !honoured ? 'refused' : notes.of(key, path) !== undefined ? 'same' : 'untested';
      };
      const seen = leaves.filter((path) => verdictOf(path) === 'same');
      const sought = leaves.filter((path) => verdictOf(path) === 'untested' && notes.of(soughtBy, path) !== undefined);
      const rest = leaves.filter((path) => verdictOf(path) === 'untested' && !sought.includes(path));
      const refused = topmost(known[type], (path) => leaves.filter((leaf) => within(leaf, [path])).every((leaf) => verdictOf(leaf) === 'refused'));
      const reasons = new Map();
      for (const path of Object.keys(ignores).sort()) reasons.set(ignores[path], [...(reasons.get(ignores[path]) ?? []), path]);
      const lines = [
        seen.length ? `Honoured, as tests see: ${named(seen)}.` : '',
        sought.length ? `Looked for, and set by no test: ${named(sought)}.` : '',
        rest.length ? `Honoured, as the host says: ${named(rest)}.` : '',
        ...[...reasons].map(([because, paths]) => `Without effect, since ${because}: ${named(paths)}.`),
        refused.length ? `Refused by name: ${named(refused)}.` : '',
      ];
      /** What becomes of a property that is no structure, or of one that has no effect; undefined of one that is refused. */
      const of = (path) => {
        const verdict = verdictOf(path);
        return verdict === 'refused' ? undefined : { verdict, because: verdict === 'differs' ? ignores[within(path, Object.keys(ignores))] : undefined };
      };
      const restsOn = (by, paths) => (paths.length ? [[by, paths.map((path) => notes.of(by, path)).join(' ')]] : []);
      // Structures, too: operations that change what a template has made take them as members.
      const rests = [
        ...restsOn(
          key,
          known[type].filter((path) => verdictOf(path) === 'same'),
        ),
        ...restsOn(soughtBy, sought),
      ];
      return { type, of, refused, rests, text: `### ${type}\n\n${lines.filter(Boolean).join('\n\n')}\n` };
    });
}

/** A resource that sets properties, whatever their kinds are: each is judged by its name. */
export function setting(type, paths) {
  const Properties = {};
  for (const path of paths) {
    const names = path.split('.');
    const last = names.pop();
    let at = Properties;
    for (const name of names) at = at[name] ??= {};
    at[last] = 'x';
  }
  return { Type: type, Properties };
}

/** The paths of which it is true, without those below one of them. */
function topmost(paths, isTrue) {
  const all = paths.filter(isTrue);
  return all.filter((path) => !all.some((other) => path.startsWith(`${other}.`)));
}
