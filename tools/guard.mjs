// Refuses a release that would lose users or data: compares what would be deployed with what a release before it was.
import { readFileSync } from 'node:fs';
import { build } from './build.mjs';
import { Problem, bold, dim, green, main, red, step, yellow } from './lib/console.mjs';
import { driftOf, schemaFailures } from './lib/drift.mjs';
import { readFolder, readRelease } from './lib/releases.mjs';
import { commandLine } from './lib/options.mjs';
import { inRoot } from './lib/run.mjs';
import { requireEnvironment, requireNoFindings, showWarnings, synthesize } from './lib/synthesize.mjs';

const command = commandLine({
  call: 'npm run guard --',
  about: 'Rejects a change that would lose users or data.',
  options: {
    environment: { type: 'string', short: 'e', value: 'NAME', about: 'cdk/environments/NAME.json, or a path that ends in .json' },
    against: { type: 'string', value: 'RELEASE', about: 'What the change is compared with: see the examples' },
    templates: { type: 'string', value: 'FOLDER', about: 'Templates that were synthesized before' },
    accept: { type: 'string', value: 'LOGICAL_ID', multiple: true, about: 'Consent to one loss; may be said again' },
  },
  sections: {
    Examples: [
      ['npm run guard -- --environment prod --against v1.4.0', 'the snapshots of a git revision'],
      ['npm run guard -- --environment prod --against last/', 'a folder of templates, CognitoStack-prod-*.template.json'],
      ['npm run guard -- --environment prod --against FILE', 'one template'],
      ['npm run guard -- --environment prod --against deployed', 'what CloudFormation has, by your AWS credentials, and what was changed by hand since'],
    ],
  },
});

/** The environment's own name: of a file it is what the file says, comments and all. */
function nameOf(environment) {
  if (!environment.endsWith('.json')) return environment;
  const name = /^\s*"name"\s*:\s*"([^"]+)"/m.exec(readFileSync(environment, 'utf8'))?.[1] ?? /"name"\s*:\s*"([^"]+)"/.exec(readFileSync(environment, 'utf8'))?.[1];
  if (!name) throw new Problem(`${environment} has no name.`);
  return name;
}

/** Every loss of every stack; a stack that is gone loses all that it had. */
async function compare(before, after) {
  const { lossesOf } = await import('./lib/losses.mjs');
  const losses = [];
  for (const [stack, template] of before) {
    for (const loss of await lossesOf(template, after.get(stack) ?? { Resources: {} })) losses.push({ stack, ...loss });
  }
  return losses;
}

function show({ stack, type, id, verb, properties, lost, way }, accepted) {
  const because = properties.length ? dim(` (${properties.join(', ')})`) : '';
  console.log(`\n${accepted ? green('✓ accepted') : red('✗')} ${bold(`${stack}: ${id}`)} ${verb}${because}\n  ${type}\n  lost: ${lost}\n  ${way}`);
}

/** What CloudFormation knows beyond templates. It is said and rejects nothing: a deployment is what puts it right. */
async function tellOfStacks(stacks) {
  const { CloudFormationClient } = await import('@aws-sdk/client-cloudformation');
  const client = new CloudFormationClient({});
  let drift = /** @type {Awaited<ReturnType<typeof driftOf>>} */ ({ changes: [], unknown: [] });
  await step('asking CloudFormation what was changed by hand', 'CloudFormation asked what was changed by hand', async () => {
    drift = await driftOf(client, stacks);
  });
  for (const { stack, id, type, property, template, now } of drift.changes)
    console.log(`\n${yellow('!')} ${bold(`${stack}: ${id}`)} was changed by hand ${dim(`(${property})`)}\n  ${type}\n  template: ${template}\n  now: ${now}`);
  if (drift.changes.length)
    console.log(
      `\n${drift.changes.length} ${drift.changes.length === 1 ? 'property was' : 'properties were'} changed by hand. The next update of such a resource puts the template's values back: take over what should stay into the environment file first.`,
    );
  for (const { stack, because } of drift.unknown) console.log(`\n${yellow('!')} ${bold(stack)}: what was changed by hand is not known: ${because}`);
  for (const stack of await schemaFailures(client, stacks))
    console.log(
      `\n${yellow('!')} ${bold(stack)}: the last update failed with "Invalid AttributeDataType input". Users and pool are as they were. Never delete the pool for it: docs/runbooks/invalid-attribute-data-type.md says what helps.`,
    );
}

await main(command, async ({ environment, against, templates, accept }) => {
  if (!(environment && against)) throw new Problem('--environment and --against are needed.', command.hint);
  // Of templates that were synthesized before, the name is enough.
  if (!templates || environment.endsWith('.json')) requireEnvironment(environment);
  const name = nameOf(environment);
  const before = await readRelease(against, name);
  let folder = templates;
  let said = '';
  if (!folder) {
    await build();
    await step(`synthesizing ${environment}`, `${environment} synthesized`, async () => {
      folder = inRoot('artifacts/guard');
      const { code, warnings } = await synthesize(environment, folder);
      requireNoFindings(environment, code);
      if (warnings.length) said = `\n${showWarnings(warnings)}`;
    });
    if (said) console.log(said);
  }
  const after = readFolder(folder, name);
  if (against === 'deployed') await tellOfStacks([...before.keys()]);
  // One template was given: the other stacks are not in question.
  const losses = await compare(before, after);
  for (const loss of losses) show(loss, accept.includes(loss.id));
  const unknown = accept.filter((id) => !losses.some((loss) => loss.id === id));
  if (unknown.length) throw new Problem(`Nothing is lost of ${unknown.join(', ')}, so there is nothing to accept.`, 'An old consent may hide a new loss: take it out.');
  const refused = losses.filter(({ id }) => !accept.includes(id));
  console.log(
    `\n${before.size} ${before.size === 1 ? 'stack' : 'stacks'} compared with ${against}: ${losses.length} ${losses.length === 1 ? 'loss' : 'losses'}, ${losses.length - refused.length} accepted.`,
  );
  if (refused.length) throw new Problem('Users or data would be lost.', `If that is meant, say so: ${[...new Set(refused.map(({ id }) => `--accept ${id}`))].join(' ')}`);
  return 0;
});
