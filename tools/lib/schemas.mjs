// What CloudFormation's schemas say of the types that the local AWS knows, from the data that comes with the CDK's CLI.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { inRoot } from './run.mjs';

export const schemasFile = inRoot('local/Deployment/Stacks/schemas.json');

/** @returns {Record<string, { replaces: string[], id: string[], tags?: string, tagsAre?: string }>} of the types that the file has, as the installed CDK knows them. */
export function schemas() {
  const { schema } = JSON.parse(gunzipSync(readFileSync(inRoot('node_modules/aws-cdk/db.json.gz'))).toString());
  const known = Object.values(schema.resource.entities ?? schema.resource);
  return Object.fromEntries(
    Object.keys(JSON.parse(readFileSync(schemasFile, 'utf8')))
      .sort()
      .map((type) => [type, of(known.find(({ cloudFormationType }) => cloudFormationType === type))]),
  );
}

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
