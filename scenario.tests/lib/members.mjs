// What AWS's SDK says of an operation: the members of its input and its output, and what each is called on the way.

const deref = (schema) => (typeof schema === 'function' ? schema() : schema);
const [list, map, structure, union] = [1, 2, 3, 4];

/** A schema without the traits that the member in front of it adds. */
function bare(member) {
  const traits = {};
  let schema = deref(member);
  while (Array.isArray(schema) && schema.length === 2) {
    Object.assign(traits, typeof schema[1] === 'object' ? schema[1] : { bits: schema[1] });
    schema = deref(schema[0]);
  }
  return { schema, traits };
}

/** What a list or a map is made of, whatever number of them is around it; `element` is what XML calls one. */
function content(schema) {
  if (!Array.isArray(schema)) return { schema };
  if (schema[0] !== list && schema[0] !== map) return { schema };
  const inner = bare(schema.at(-1));
  const below = content(inner.schema);
  return { schema: below.schema, element: inner.traits.xmlName, isMap: schema[0] === map || below.isMap };
}

/**
 * Every member of a structure and of those within it; a structure within itself is not gone into again.
 * `key` is the structure's name and the member's; `path` is as the recorder of `local.tests` writes it.
 */
export function membersOf(reference, isXml = false, within = [], prefix = '', steps = []) {
  const { schema } = bare(reference);
  if (!Array.isArray(schema) || (schema[0] !== structure && schema[0] !== union) || within.includes(schema)) return [];
  return schema[4].flatMap((name, at) => {
    const { schema: own, traits } = bare(schema[5][at]);
    const { schema: inner, element, isMap } = content(own);
    const wire = isXml ? (traits.xmlName ?? name) : name;
    const path = prefix + wire;
    const below = traits.httpPayload && !prefix ? '' : isXml && element && !traits.xmlFlattened ? `${path}.${element}.` : isMap ? `${path}.*.` : `${path}.`;
    const to = [...steps, { name, schema: own }];
    return [{ key: `${schema[2]}.${name}`, shape: schema[2], name, path, traits, steps: to, isOwn: !within.length }, ...membersOf(inner, isXml, [...within, schema], below, to)];
  });
}

/** A value of the right kind for a member, and for what is around it. */
export function sample(steps) {
  const [{ name, schema }, ...rest] = steps;
  return { [name]: valueOf(schema, rest) };
}

/** Without them an item of a list is none. */
const names = ['ETag', 'Key', 'PartNumber'];

/** A structure with one member, or with its first. */
function structured([, , , , members, schemas], rest) {
  const named = names.filter((name) => members.includes(name) && !Array.isArray(bare(schemas[members.indexOf(name)]).schema));
  const first = rest.length || named.length || !members.length ? rest : [{ name: members[0], schema: bare(schemas[0]).schema }];
  return { ...Object.fromEntries(named.map((name) => [name, valueOf(bare(schemas[members.indexOf(name)]).schema, [])])), ...(first.length ? sample(first) : {}) };
}

function valueOf(schema, rest) {
  if (Array.isArray(schema)) {
    const kind = schema[0];
    const inner = kind === list || kind === map ? bare(schema.at(-1)).schema : undefined;
    if (kind === list) return [valueOf(inner, rest)];
    if (kind === map) return { x: valueOf(inner, rest) };
    if (kind === structure || kind === union) return structured(/** @type {any} */ (schema), rest);
    return valueOf(schema.at(-1), rest);
  }
  if (schema & 128) return { x: valueOf(schema & 63, rest) };
  if (schema & 64) return [valueOf(schema & 63, rest)];
  return (
    { 0: 'x', 1: 1, 2: true, 4: new Date(0), 5: new Date(0), 6: new Date(0), 7: new Date(0), 15: 'x', 17: 1, 19: 1, 21: new Uint8Array(1), 42: new Uint8Array(1) }[schema] ?? 'x'
  );
}
