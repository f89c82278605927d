// The reference of environment files, docs/environment-file.md: every key of the schema, with an example of each part.
// An example in a ```jsonc block is a part of a file that loads by itself (a .NET test loads it); an excerpt of a shipped environment is ```json5.
import { existsSync, readFileSync } from 'node:fs';
import { anchorOf } from './markdown.mjs';
import { inRoot } from './run.mjs';

export const referencePath = 'docs/environment-file.md';
const folder = 'cdk/environments';
const shipped = ['prod', 'local', 'staging', 'dev'];

const intro = `# The environment file

One JSON file describes one environment. \`-c environment=NAME\` reads \`${folder}/NAME.json\`. A value that ends in \`.json\` is a path of your own.
Comments and trailing commas are allowed. Every key but \`name\` can be left out.

This page is generated from [environment.schema.json](../${folder}/environment.schema.json): \`npm run snapshots\` writes it.
An editor that knows JSON Schema completes and explains the same keys; \`"$schema": "./environment.schema.json"\` at the top of the file says where it is.

The schema checks single values. The [rules](rules.md) check what only several values together can break.
The loader reports every mistake in one run, with its place and a way out, and writes nothing.
Where a key is marked "Not yet available", the loader rejects the file. It never leaves a part out in silence.

In the headings \`NAME\` is a name of your own, and \`[]\` is an item of a list.
`;

/** What the keys alone do not say. */
const notes = {
  identityProviders: 'The key is the provider\'s name in Cognito. Secrets are named, never given. [Federation](federation.md) says which addresses a provider asks for, how its secret is made, and when accounts are linked.',
  threatProtection: 'On the Plus plan, with `userPool.mfa.mode` at `"optional"`, the risk of a sign-in decides whether Cognito asks for a second factor. AWS advises two weeks of `"audit"` first.\n\n```jsonc\n"userPool": { "plan": "plus" },\n"threatProtection": {\n  "mode": "enforced",\n  "accountTakeover": { "low": "allow", "medium": "mfaIfConfigured", "high": "block" },\n  "compromisedCredentials": "block"\n}\n```',
  branding: 'A brand is a folder below `cdk/`: `settings.json`, logos, backgrounds and a favicon, found by their names. [cdk/branding](../cdk/branding/README.md) has two, and says how files are named. The loader checks a brand before anything is synthesized: formats, limits, safe SVG, settings that Cognito knows, and contrast by WCAG AA.\n\n```jsonc\n"branding": { "directory": "branding/acme", "clients": { "web": "branding/partner" } }\n```',
  domain: '```jsonc\n"domain": { "prefix": "acme" }\n```',
};

/** One table for each object of the schema, in the order of the schema. */
export function environmentReference(schema = JSON.parse(readFileSync(inRoot(folder, 'environment.schema.json'), 'utf8'))) {
  const sections = [];
  const known = new Map();
  visit('', schema, '##');
  return `${intro}\n${sections.join('\n')}`;

  function visit(path, node, level) {
    const title = path ? `\`${path}\`` : 'The whole file';
    const at = sections.push('') - 1;
    const rows = Object.entries(node.properties).map(([key, value]) => row(node, key, value, path ? `${path}.${key}` : key));
    const isTop = path !== '' && !/[.[ ]/.test(path);
    sections[at] = [`${level} ${title}`, ...(isTop && notes[path] ? [notes[path]] : []), ['| key | type | default | allowed | what it is |', '| --- | --- | --- | --- | --- |', ...rows].join('\n'), ...(isTop ? example(path) : [])].join('\n\n') + '\n';
    for (const [key, value] of Object.entries(node.properties)) children(path ? `${path}.${key}` : key, value);
  }

  /** The objects below a key: itself, the values of a map, the items of a list, the variants of a provider. */
  function children(path, node) {
    const named = path.includes('.') ? '###' : '##';
    if (node.anyOf) for (const variant of node.anyOf) open(`${path} (${variant.properties.type.const})`, variant, '###');
    else if (node.properties) open(path, node, named);
    else if (typeof node.additionalProperties === 'object') {
      if (!path.includes('.')) sections.push([`## \`${path}\``, ...(notes[path] ? [notes[path]] : []), cell(node.description), ...example(path)].join('\n\n') + '\n');
      children(`${path}.NAME`, node.additionalProperties);
    } else if (node.items) children(`${path}[]`, node.items);
  }

  function open(path, node, level) {
    if (known.get(shape(node)) === path) visit(path, node, level);
  }

  function row(parent, key, node, path) {
    const required = parent.required?.includes(key) ? '**required**' : node.default === undefined ? '' : code(node.default);
    return `| \`${key}\` | ${type(node, path)} | ${required} | ${allowed(node)} | ${cell(node.description ?? `The provider's kind.`)} |`;
  }

  /** Where one shape stands at several places, the first has the table and the others lead to it. */
  function type(node, path) {
    if (node.const !== undefined) return 'string';
    if (typeof node.additionalProperties === 'object') return `map of ${type(node.additionalProperties, `${path}.NAME`)}`;
    if (node.items) return `list of ${type(node.items, `${path}[]`)}`;
    if (node.anyOf) {
      const links = node.anyOf.map((variant) => {
        const at = `${path} (${variant.properties.type.const})`;
        if (!known.has(shape(variant))) known.set(shape(variant), at);
        return `[${variant.properties.type.const}](#${anchorOf(at)})`;
      });
      return links.join(', ');
    }
    if (node.properties) {
      if (!known.has(shape(node))) known.set(shape(node), path);
      return `[object](#${anchorOf(known.get(shape(node)))})`;
    }
    const kinds = [node.type ?? [...new Set(node.enum.map((value) => (value === null ? 'null' : typeof value)))]].flat();
    return kinds.filter((kind) => kind !== 'null').join(' or ');
  }
}

const shape = ({ properties, required }) => JSON.stringify({ properties, required });

const code = (value) => `\`${JSON.stringify(value)}\``;
const cell = (text) => text.replace(/[|<*]/g, '\\$&');

function allowed(node) {
  if (node.const !== undefined) return code(node.const);
  if (node.items) return [count(node), node.items.properties || node.items.anyOf ? '' : allowed(node.items) && `each ${allowed(node.items)}`].filter(Boolean).join('; ');
  if (node.enum) return node.enum.filter((value) => value !== null).map(code).join(', ');
  if (typeof node.additionalProperties === 'object') {
    const value = node.additionalProperties.properties || node.additionalProperties.anyOf ? '' : allowed(node.additionalProperties);
    return [node.propertyNames?.patternErrorMessage && `names: ${demand(node.propertyNames.patternErrorMessage)}`, value && `values: ${value}`].filter(Boolean).map(cell).join('; ');
  }
  if (node.minDuration) return `\`${node.minDuration}\` to \`${node.maxDuration}\``;
  if (node.patternErrorMessage) return cell(demand(node.patternErrorMessage));
  if (node.minimum !== undefined || node.maximum !== undefined) return range(node.minimum, node.maximum);
  if (node.minLength !== undefined || node.maxLength !== undefined) return `${range(node.minLength, node.maxLength)} characters`;
  return '';
}

/** An error's words as a demand: what must be, without the "must". */
const demand = (message) => message.replace(/^(must|may) be /, '').replace(/^is neither (.*) nor /, '$1, or ');

const count = ({ minItems, maxItems }) => (minItems === undefined && maxItems === undefined ? '' : `${range(minItems, maxItems)} items`);

function range(least, most) {
  if (most === undefined) return `${least} or more`;
  return least === undefined ? `up to ${most}` : `${least} to ${most}`;
}

/** The part of the first shipped environment that has the key, as it is written there. */
function example(key) {
  for (const name of shipped) {
    const path = inRoot(folder, `${name}.json`);
    const part = existsSync(path) && partOf(readFileSync(path, 'utf8').replaceAll('\r\n', '\n'), key);
    if (part) return [`In [${name}.json](../${folder}/${name}.json):`, `\`\`\`json5\n${part}\n\`\`\``];
  }
  return [];
}

function partOf(text, key) {
  const lines = text.split('\n');
  const first = lines.findIndex((line) => line.startsWith(`  "${key}": `) && !line.startsWith(`  "${key}": "`));
  if (first < 0) return '';
  const next = lines.findIndex((line, i) => i > first && /^( {2}["/]|\})/.test(line));
  return lines.slice(first, next).map((line) => line.slice(2)).join('\n').replace(/,$/, '');
}
