// The reference of environment files says what their schema says.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { environmentReference, referencePath } from './lib/environment-reference.mjs';
import { inRoot } from './lib/run.mjs';

const schema = JSON.parse(readFileSync(inRoot('cdk/environments/environment.schema.json'), 'utf8'));
const object = (properties, more) => ({ type: 'object', properties, additionalProperties: false, ...more });
const of = (properties, more) => environmentReference(object(properties, more));

/** Every key of a schema with its description, however deep. */
function* keys(node) {
  for (const [key, value] of Object.entries(node.properties ?? {})) {
    if (value.const === undefined) yield [key, value];
    yield* keys(value);
  }
  for (const below of [node.additionalProperties, node.items, ...(node.anyOf ?? [])]) if (typeof below === 'object') yield* keys(below);
}

test('the committed reference is the generated one', () => {
  assert.equal(
    readFileSync(inRoot(referencePath), 'utf8').replaceAll('\r\n', '\n'),
    environmentReference(),
    `${referencePath} is not what the schema says. Run "npm run snapshots" to update it, and commit it.`,
  );
});

test('every key of the schema has a row with its description', () => {
  const plain = environmentReference()
    .replace(/\\([|<*])/g, '$1')
    .replaceAll('`', '');
  for (const [key] of keys(schema)) assert.match(plain, new RegExp(`\\| ${key.replace('$', '\\$')} \\| .* \\| `), key);
  for (const [key, { description }] of keys(schema)) assert.ok(plain.includes(description), `${key}: ${description}`);
});

test('every word to choose from is named', () => {
  const text = environmentReference();
  const words = [...JSON.stringify(schema).matchAll(/"enum":(\[[^\]]*\])/g)].flatMap(([, list]) => JSON.parse(list)).filter((word) => word !== null);
  assert.ok(words.length > 100);
  for (const word of words) assert.ok(text.includes(`\`${JSON.stringify(word)}\``), String(word));
});

for (const [what, node, row] of /** @type {[string, object, string][]} */ ([
  ['a default', { type: 'boolean', default: false, description: 'D.' }, '| `k` | boolean | `false` |  | D. |'],
  ['words to choose from', { enum: ['a', 'b', null], default: 'b', description: 'D.' }, '| `k` | string | `"b"` | `"a"`, `"b"` | D. |'],
  ['numbers to choose from', { type: 'integer', enum: [1, 3], description: 'D.' }, '| `k` | integer |  | `1`, `3` | D. |'],
  ['a least and a greatest number', { type: ['integer', 'null'], minimum: 8, maximum: 99, description: 'D.' }, '| `k` | integer |  | 8 to 99 | D. |'],
  ['a least number alone', { type: 'integer', minimum: 0, description: 'D.' }, '| `k` | integer |  | 0 or more | D. |'],
  ['a length', { type: 'string', maxLength: 9, description: 'D.' }, '| `k` | string |  | up to 9 characters | D. |'],
  ['a pattern, in words', { type: 'string', pattern: '^x$', patternErrorMessage: 'must be an x', description: 'D.' }, '| `k` | string |  | an x | D. |'],
  [
    'a time',
    { type: 'string', minDuration: 'PT5M', maxDuration: 'P1D', pattern: 'P', patternErrorMessage: 'must be long', description: 'D.' },
    '| `k` | string |  | `PT5M` to `P1D` | D. |',
  ],
  ['a list', { type: 'array', items: { enum: ['a'] }, minItems: 1, maxItems: 5, description: 'D.' }, '| `k` | list of string |  | 1 to 5 items; each `"a"` | D. |'],
  [
    'a map',
    { type: 'object', additionalProperties: { type: 'string' }, propertyNames: { patternErrorMessage: 'must be short' }, description: 'D.' },
    '| `k` | map of string |  | names: short | D. |',
  ],
  [
    'a map of certain names',
    { type: 'object', additionalProperties: { type: 'string' }, propertyNames: { enum: ['a', 'b'] }, description: 'D.' },
    '| `k` | map of string |  | names: `"a"`, `"b"` | D. |',
  ],
  ['a bar', { type: 'string', description: 'a|b' }, '| `k` | string |  |  | a\\|b |'],
]))
  test(`a row says ${what}`, () => assert.ok(of({ k: node }).split('\n').includes(row), of({ k: node })));

test('a key that must be there is marked', () => assert.match(of({ k: { type: 'string', description: 'D.' } }, { required: ['k'] }), /\| `k` \| string \| \*\*required\*\* \|/));

test('a shape that stands at two places has one table, to which both lead', () => {
  const shape = object({ deep: { type: 'string', description: 'Deep.' } }, { description: 'D.' });
  const text = of({ one: shape, two: shape });
  assert.equal(text.split('Deep.').length, 2);
  assert.equal(text.split('[object](#one)').length, 3);
});

test('a kind of provider has a table of its own', () => {
  const kind = (name) => object({ type: { const: name }, [`${name}Id`]: { type: 'string', description: 'Its id.' } });
  const text = of({ providers: { type: 'object', description: 'D.', additionalProperties: { anyOf: [kind('red'), kind('blue')] } } });
  assert.match(text, /### `providers\.NAME \(red\)`[^#]*redId/);
  assert.match(text, /map of \[red\]\(#providersname-red\), \[blue\]\(#providersname-blue\)/);
});
