import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { schemas, schemasFile, written } from './lib/schemas.mjs';

test('The local AWS replaces resources for the properties that CloudFormation does', () => {
  assert.equal(
    readFileSync(schemasFile, 'utf8'),
    written(schemas()),
    `Run: node -e "import('./tools/lib/schemas.mjs').then(s => fs.writeFileSync(s.schemasFile, s.written(s.schemas())))"`,
  );
});
