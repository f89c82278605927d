// What CloudFormation's schemas say of the types that the local AWS knows, from the data that comes with the CDK's CLI.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { inRoot } from './run.mjs';

export const schemasFile = inRoot('local/Deployment/Stacks/schemas.json');

/** @returns {Record<string, { replaces: string[], id: string[], tags?: string, tagsAre?: string }>} of the types that the file has, as the installed CDK knows them. */
export function schemas() {
  const known = resources(database());
  return Object.fromEntries(
    Object.keys(JSON.parse(readFileSync(schemasFile, 'utf8')))
      .sort()
      .map((type) => [type, of(known.find(({ cloudFormationType }) => cloudFormationType === type))]),
  );
}

/** The properties of types, and all below them with dots between: `Policies.PasswordPolicy.MinimumLength`. What a list is made of has its name; `*` is any name in a map. */
export function properties(types) {
  const all = database();
  const structures = new Map(Object.values(all.typeDefinition.entities ?? all.typeDefinition).map((one) => [one.$id, one]));
  const structureOf = (type) => (type.type === 'ref' ? structures.get(type.reference.$ref) : type.element ? structureOf(type.element) : undefined);
  const below = (members, within, prefix) =>
    Object.entries(members).flatMap(([name, { type }]) => {
      const inner = structureOf(type);
      const step = type.type === 'map' ? `${name}.*.` : `${name}.`;
      return [prefix + name, ...(inner && !within.includes(inner.$id) ? below(inner.properties, [...within, inner.$id], prefix + step) : [])];
    });
  const known = new Map(resources(all).map((resource) => [resource.cloudFormationType, resource]));
  return Object.fromEntries(types.map((type) => [type, below(known.get(type)?.properties ?? {}, [], '').sort()]));
}

const database = () => JSON.parse(gunzipSync(readFileSync(inRoot('node_modules/aws-cdk/db.json.gz'))).toString()).schema;

const resources = (all) => /** @type {any[]} */ (Object.values(all.resource.entities ?? all.resource));

const of = (resource) => ({
  replaces: Object.entries(resource?.properties ?? {})
    .filter(([, { causesReplacement }]) => causesReplacement === 'yes')
    .map(([name]) => name)
    .sort(),
  id: resource?.primaryIdentifier ?? [],
  // Undefined where a type takes none.
  tags: resource?.tagInformation?.tagPropertyName,
  tagsAre: resource?.tagInformation?.variant,
});

/** One type a line. */
export const written = (all) =>
  `{\n${Object.entries(all)
    .map(([type, what]) => `  ${JSON.stringify(type)}: ${JSON.stringify(what)}`)
    .join(',\n')}\n}\n`;
