// Faults are planted by changing text of a template.
import assert from 'node:assert/strict';

/** Changes text within a part of a template, which has to be there. */
export function replaceIn(object, from, to) {
  const before = JSON.stringify(object);
  const after = before.replaceAll(from, to);
  assert.notEqual(after, before, `${from} is not in the template`);
  Object.assign(object, JSON.parse(after));
}
