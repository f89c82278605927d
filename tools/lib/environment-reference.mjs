// The reference of environment files, docs/environment-file.md: every key of the schema, with an example of each part.
import { existsSync, readFileSync } from 'node:fs';
import { intro, notes } from './environment-notes.mjs';
import { anchorOf } from './markdown.mjs';
import { inRoot } from './run.mjs';

export const referencePath = 'docs/environment-file.md';
const folder = 'cdk/environments';
/** Where examples are taken from: the first that has the key. */
const shipped = ['prod', 'local', 'staging', 'dev'];

/** One table for each object of the schema, in the order of the schema. */
export function environmentReference(schema = JSON.parse(readFileSync(inRoot(folder, 'environment.schema.json'), 'utf8'))) {
  const sections = [];
  // Where one shape stands at several places, the first has the table, and the others lead to it.
  const places = new Map();
  visit('', schema);
  return `${intro}\n${sections.join('\n')}`;

  function visit(path, node) {
    const under = (key) => (path ? `${path}.${key}` : key);
    const properties = Object.entries(node.properties);
    const rows = properties.map(([key, value]) => row(key, value, under(key), node.required?.includes(key)));
    add(path, node, ['| key | type | default | allowed | what it is |', '| --- | --- | --- | --- | --- |', ...rows].join('\n'));
    for (const [key, value] of properties) below(under(key), value);
  }

  function add(path, node, ...parts) {
    const isTop = /^[^.[ ]+$/.test(path);
    const heading = path ? `${isTop ? '##' : '###'} \`${path}\`` : '## The whole file';
    const text = [heading, node.description && cell(node.description), isTop && notes[path], ...parts, isTop && example(path)];
    sections.push(`${text.filter(Boolean).join('\n\n')}\n`);
  }

  /** The objects below a key: itself, the values of a map, the items of a list, the kinds of a provider. */
  function below(path, node) {
    if (node.anyOf) for (const kind of node.anyOf) open(pathOf(path, kind), kind);
    else if (node.properties) open(path, node);
    else if (isMap(node)) {
      if (!path.includes('.')) add(path, node, names(node) && `Names: ${names(node)}.`);
      below(`${path}.NAME`, node.additionalProperties);
    } else if (node.items) below(`${path}[]`, node.items);
  }

  function open(path, node) {
    if (places.get(shape(node)) === path) visit(path, node);
  }

  function row(key, node, path, isRequired) {
    const usual = node.default === undefined ? '' : code(node.default);
    return `| \`${key}\` | ${type(node, path)} | ${isRequired ? '**required**' : usual} | ${allowed(node)} | ${cell(node.description ?? "The provider's kind.")} |`;
  }

  function type(node, path) {
    if (node.const !== undefined) return 'string';
    if (isMap(node)) return `map of ${type(node.additionalProperties, `${path}.NAME`)}`;
    if (node.items) return `list of ${type(node.items, `${path}[]`)}`;
    if (node.anyOf) return node.anyOf.map((kind) => linkTo(pathOf(path, kind), kind, kind.properties.type.const)).join(', ');
    if (node.properties) return linkTo(path, node, 'object');
    return [node.type ?? [...new Set(node.enum.map((value) => (value === null ? 'null' : typeof value)))]]
      .flat()
      .filter((kind) => kind !== 'null')
      .join(' or ');
  }

  function linkTo(path, node, words) {
    if (!places.has(shape(node))) places.set(shape(node), path);
    return `[${words}](#${anchorOf(places.get(shape(node)))})`;
  }
}

const pathOf = (path, kind) => `${path} (${kind.properties.type.const})`;
const shape = ({ properties, required }) => JSON.stringify({ properties, required });
const isMap = (node) => typeof node.additionalProperties === 'object';
const code = (value) => `\`${JSON.stringify(value)}\``;
const cell = (text) => text.replace(/[|<*]/g, '\\$&');

/** What a value may be, beyond its type. */
function allowed(node) {
  if (node.const !== undefined) return code(node.const);
  if (node.anyOf || node.properties) return '';
  if (node.items) return [count(node), allowed(node.items) && `each ${allowed(node.items)}`].filter(Boolean).join('; ');
  if (node.enum)
    return node.enum
      .filter((value) => value !== null)
      .map(code)
      .join(', ');
  if (isMap(node)) {
    const value = allowed(node.additionalProperties);
    return [names(node) && `names: ${names(node)}`, value && `values: ${value}`].filter(Boolean).join('; ');
  }
  if (node.minDuration) return `\`${node.minDuration}\` to \`${node.maxDuration}\``;
  if (node.patternErrorMessage) return cell(demand(node.patternErrorMessage));
  if (node.minimum !== undefined || node.maximum !== undefined) return range(node.minimum, node.maximum);
  return node.minLength !== undefined || node.maxLength !== undefined ? `${range(node.minLength, node.maxLength)} characters` : '';
}

/** What the keys of a map may be. */
const names = ({ propertyNames }) => (propertyNames ? allowed(propertyNames) : '');

/** An error's words as a demand: what must be, without the "must". */
const demand = (message) => message.replace(/^(must|may) be /, '').replace(/^is neither (.*) nor /, '$1, or ');

const count = ({ minItems, maxItems }) => (minItems === undefined && maxItems === undefined ? '' : `${range(minItems, maxItems)} items`);

function range(least, most) {
  if (most === undefined) return `${least} or more`;
  return least === undefined ? `up to ${most}` : `${least} to ${most}`;
}

/** The part of the first shipped environment that has the key, as it stands there; not ```jsonc, as it needs other parts of the file. */
function example(key) {
  for (const name of shipped) {
    const path = inRoot(folder, `${name}.json`);
    const part = existsSync(path) && partOf(readFileSync(path, 'utf8').replaceAll('\r\n', '\n').split('\n'), key);
    if (part) return `In [${name}.json](../${folder}/${name}.json):\n\n\`\`\`json5\n${part}\n\`\`\``;
  }
  return '';
}

/** From the key's line to the next key, comment or end of the file's own level. */
function partOf(lines, key) {
  const first = lines.findIndex((line) => line.startsWith(`  "${key}": `));
  if (first < 0) return '';
  const next = lines.findIndex((line, i) => i > first && /^( {2}["/]|\})/.test(line));
  return lines
    .slice(first, next)
    .map((line) => line.slice(2))
    .join('\n')
    .replace(/,$/, '');
}
