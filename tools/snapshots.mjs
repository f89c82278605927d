// Accepts the templates as they are now: writes every snapshot anew and shows what that changed.
// A snapshot is Snapshooter's <Class>.<Test>_<case>.snap in a __snapshots__ folder; its class has "Snapshot" in its name.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { buildApp, buildFunctions, withBuildLock } from './build.mjs';
import { Problem, bold, dim, green, main, red, step, yellow } from './lib/console.mjs';
import { clearResults, runDotnetTests, showFailures, testProjects } from './lib/dotnet-tests.mjs';
import { inRoot } from './lib/run.mjs';
import { compare, normal, templateChange } from './lib/snapshot-diff.mjs';
import { setup } from './setup.mjs';

const folder = 'infra.tests';

/** path → content of the snapshots that the filtered tests write. */
function readSnapshots() {
  const files = readdirSync(inRoot(folder), { recursive: true }).map((path) => path.replaceAll('\\', '/'));
  return new Map(files.filter((path) => /(^|\/)__snapshots__\/[^/]*Snapshot[^/]*\.snap$/.test(path)).map((path) => [path, readFileSync(inRoot(folder, path), 'utf8')]));
}

function write(snapshots) {
  for (const [path, text] of snapshots) {
    mkdirSync(dirname(inRoot(folder, path)), { recursive: true });
    writeFileSync(inRoot(folder, path), text);
  }
}

/** With the old ones out of the way the tests write all that belong; one that is not written again belongs to nothing. */
async function renew(before) {
  for (const path of before.keys()) rmSync(inRoot(folder, path));
  let failed = true;
  try {
    const { assembly } = testProjects().find((project) => project.folder === folder);
    const { rows, crash } = await runDotnetTests([assembly], ['--filter', 'FullyQualifiedName~Snapshot'], { SNAPSHOOTER_STRICT_MODE: 'off' });
    failed = Boolean(crash) || rows.some((row) => row.failed);
    if (!failed) return;
    showFailures(rows);
    throw new Problem(`The snapshot tests fail for another reason than a changed template; the snapshots are as they were.\n${crash}`);
  } finally {
    if (failed) write(before);
  }
}

async function report({ name, kind, before, after }) {
  const marks = { added: green('+ new'), removed: red('- gone'), changed: yellow('~ changed') };
  console.log(`\n${marks[kind]} ${bold(basename(name, '.snap'))} ${dim(`${folder}/${name}`)}`);
  const change = await templateChange({ before, after });
  if (kind === 'changed') console.log(change?.text || dim('  Not a template; see git diff.'));
  return (change?.losses ?? []).map((loss) => `${basename(name, '.snap')}: ${loss}`);
}

await main(async () => {
  await setup();
  const before = readSnapshots();
  clearResults();
  await withBuildLock(async () => {
    await buildApp('CognitoStack.sln', 'solution built');
    await buildFunctions();
    await step('snapshots written', () => renew(before));
  });
  const after = readSnapshots();
  // The same but for line ends: leave the file as it is committed.
  write([...before].filter(([path, text]) => after.has(path) && normal(text) === normal(after.get(path))));

  const changes = compare(before, after);
  const losses = [];
  for (const change of changes) losses.push(...await report(change));
  if (losses.length) console.log(`\n${red(bold('Users or data would be lost where this is deployed:'))}\n${losses.map((loss) => `  ${loss}`).join('\n')}`);
  console.log(changes.length ? `\n${changes.length} changed, ${after.size} snapshots now. Look at them with git diff, then commit them.` : `${after.size} snapshots, none changed.`);
});
