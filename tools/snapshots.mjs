// Accepts the templates as they are now: writes every snapshot anew and shows what that changed.
// A snapshot is Snapshooter's <Class>.<Test>_<case>.snap in a __snapshots__ folder; its class has "Snapshot" in its name.
// What tests generate besides, the schema of environment files and the table of their rules, is written by the same run, and then the
// reference that is made from the schema.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { buildFunctions, withBuildLock } from './build.mjs';
import { Problem, bold, dim, green, main, red, step, yellow } from './lib/console.mjs';
import { clearResults, runDotnetTests, showFailures, testProjects } from './lib/dotnet-tests.mjs';
import { environmentReference, referencePath } from './lib/environment-reference.mjs';
import { libraries } from './lib/library.mjs';
import { commandLine } from './lib/options.mjs';
import { buildSolution } from './lib/programs.mjs';
import { inRoot } from './lib/run.mjs';
import { compare, normal, templateChange } from './lib/snapshot-diff.mjs';
import { setup } from './setup.mjs';

/** Snapshots, and what else tests write. */
const folders = ['configuration.tests', 'infra.tests'];

/** file → class or name of the test that writes it where COGNITOSTACK_UPDATE says so. */
const generated = {
  'cdk/environments/environment.schema.json': 'EnvironmentSchemaTests',
  'cdk/delivery/delivery.schema.json': 'DeliveryFileTests',
  'docs/rules.md': 'RulesTableTests',
  'docs/settings.md': 'The_committed_table_of_settings',
  ...Object.fromEntries(libraries.map((project) => [`infra.tests/PublicApi/CognitoStack.${basename(project, '.csproj')}.txt`, 'PublicApiTests'])),
};
const classes = ['Snapshot', ...Object.values(generated)];

/** path → content of the files that the filtered tests write. */
function readSnapshots() {
  const files = folders.flatMap((folder) => readdirSync(inRoot(folder), { recursive: true }).map((path) => `${folder}/${path.replaceAll('\\', '/')}`));
  const snapshots = files.filter((path) => /\/__snapshots__\/[^/]*Snapshot[^/]*\.snap$/.test(path));
  return new Map(
    [...snapshots, ...[...Object.keys(generated), referencePath].filter((path) => existsSync(inRoot(path)))].map((path) => [path, readFileSync(inRoot(path), 'utf8')]),
  );
}

function write(snapshots) {
  for (const [path, text] of snapshots) {
    mkdirSync(dirname(inRoot(path)), { recursive: true });
    writeFileSync(inRoot(path), text);
  }
}

/** With the old ones out of the way the tests write all that belong; one that is not written again belongs to nothing. */
async function renew(before) {
  for (const path of before.keys()) rmSync(inRoot(path));
  let failed = true;
  try {
    const assemblies = testProjects()
      .filter((project) => folders.includes(project.folder))
      .map(({ assembly }) => assembly);
    const filter = classes.map((name) => `FullyQualifiedName~${name}`).join('|');
    const { rows, crash } = await runDotnetTests(assemblies, ['--filter', filter], { SNAPSHOOTER_STRICT_MODE: 'off', COGNITOSTACK_UPDATE: '1' });
    failed = Boolean(crash) || rows.some((row) => row.failed);
    if (!failed) return write([[referencePath, environmentReference()]]);
    showFailures(rows);
    throw new Problem(`The snapshot tests fail for another reason than a changed template; the snapshots are as they were.\n${crash}`);
  } finally {
    if (failed) write(before);
  }
}

/** @param {import('./lib/snapshot-diff.mjs').Change} change */
async function report({ name, kind, before, after }) {
  const marks = { added: green('+ new'), removed: red('- gone'), changed: yellow('~ changed') };
  console.log(`\n${marks[kind]} ${bold(basename(name, '.snap'))} ${dim(name)}`);
  const change = await templateChange({ before, after });
  if (kind === 'changed') console.log(change?.text || dim(`  ${change ? 'The same to CloudFormation' : 'Not a template'}; see git diff.`));
  return (change?.losses ?? []).map((loss) => `${basename(name, '.snap')}: ${loss}`);
}

const command = commandLine({
  call: 'npm run snapshots --',
  about: `Accepts the templates as they are now: writes every snapshot anew, the schema of environment files, their reference and the table
of their rules, and shows what that changed. Look at it with git diff, then commit it.`,
});

await main(command, async () => {
  await setup();
  const before = readSnapshots();
  clearResults();
  await withBuildLock(async () => {
    await buildSolution();
    await buildFunctions();
    await step('writing the snapshots', 'snapshots written', () => renew(before));
  });
  const after = readSnapshots();
  // The same but for line ends: leave the file as it is committed.
  write([...before].filter(([path, text]) => after.has(path) && normal(text) === normal(after.get(path))));

  const changes = compare(before, after);
  const losses = [];
  for (const change of changes) losses.push(...(await report(change)));
  if (losses.length) console.log(`\n${red(bold('Users or data would be lost where this is deployed:'))}\n${losses.map((loss) => `  ${loss}`).join('\n')}`);
  console.log(
    changes.length ? `\n${changes.length} changed, ${after.size} snapshots now. Look at them with git diff, then commit them.` : `${after.size} snapshots, none changed.`,
  );
});
