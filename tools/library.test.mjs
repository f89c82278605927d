// The library as a stranger has it: packages in a feed, and an app of its own that takes them.
import assert from 'node:assert/strict';
import { cpSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { before, test } from 'node:test';
import { feed, libraries, packedProjects } from './lib/library.mjs';
import { inRoot, must, run } from './lib/run.mjs';
import { pack } from './pack.mjs';

const example = 'example/library';
const proofs = ['statements', 'roles', 'trust', 'principals', 'requests', 'access', 'escalation', 'firewall', 'stores', 'readers', 'secrets'];
let version = '';

before(async () => {
  version = await pack();
});

/** Restores anew: NuGet asks no source for a newer preview while the project is the same. */
async function prove(folder) {
  const built = await run('dotnet', ['build', inRoot(folder), '-v', 'q', '-nologo', '--tl:off', '-p:RestoreForce=true', '-warnaserror']);
  assert.equal(built.code, 0, built.output);
  return run('dotnet', [inRoot(folder, 'bin/Debug/net10.0/Notes.dll'), 'prove'], { cwd: inRoot(folder) });
}

test('an app that takes the packages synthesizes, and its own template is proven', async () => {
  const { code, output } = await prove(example);
  assert.equal(code, 0, output);
  assert.deepEqual(
    [...output.matchAll(/^holds: (\w+)/gm)].map(([, name]) => name),
    proofs,
  );
  assert.match(output, /^holds: access, 0 differences in \d{3,} decisions, [1-9]\d* allowed, [1-9]\d* denied$/m);
  assert.match(readFileSync(inRoot(example, 'obj/project.assets.json'), 'utf8'), new RegExp(`"CognitoStack.Infra/${version}"`));
});

test('every package has its README, its comments and the licence, and needs the others of its version', () => {
  const [cache] = Object.keys(JSON.parse(readFileSync(inRoot(example, 'obj/project.assets.json'), 'utf8')).packageFolders);
  const ids = (/** @type {string[]} */ projects) => projects.map((project) => `CognitoStack.${basename(project, '.csproj')}`);
  assert.deepEqual(
    readdirSync(feed).sort(),
    ids(packedProjects)
      .map((id) => `${id}.${version}.nupkg`)
      .sort(),
  );
  for (const id of ids(libraries)) {
    const unpacked = (...path) => readFileSync(join(cache, id.toLowerCase(), version, ...path), 'utf8');
    assert.match(unpacked('lib/net10.0', `${id}.xml`), /<summary>/);
    assert.equal(unpacked('README.md'), readFileSync(inRoot('docs/package.md'), 'utf8'));
    const manifest = unpacked(`${id.toLowerCase()}.nuspec`);
    assert.match(manifest, /<license type="expression">Apache-2.0<\/license>/);
    for (const [, needed] of manifest.matchAll(/<dependency id="CognitoStack\.\w+" version="([^"]+)"/g)) assert.equal(needed, version);
  }
});

test('the proofs name what is wrong with its template', async () => {
  // As deep below the root as the example, for the relative path of the feed.
  const copy = 'artifacts/library-with-a-fault';
  rmSync(inRoot(copy), { recursive: true, force: true });
  cpSync(inRoot(example), inRoot(copy), { recursive: true, filter: (path) => !/[/\\](bin|obj)$/.test(path) });
  const stack = inRoot(copy, 'NotesStack.cs');
  const right = readFileSync(stack, 'utf8');
  const wrong = right.replace('Kind = IdentityKind.Authenticated', 'Kind = IdentityKind.Unauthenticated');
  assert.notEqual(wrong, right);
  writeFileSync(stack, wrong);
  const { code, output } = await prove(copy);
  assert.equal(code, 1, output);
  assert.match(output, /^fails: trust, /m);
  assert.match(output, /^holds: statements, /m);
});

test('the tool completes its commands, options and values in bash', { skip: process.platform === 'win32' && 'bash' }, async () => {
  const tools = inRoot('artifacts/tool-of-operate');
  rmSync(tools, { recursive: true, force: true });
  await must('Installing the tool', 'dotnet', ['tool', 'install', 'CognitoStack.Operate', '--tool-path', tools, '--add-source', feed, '--version', version]);
  const env = { PATH: `${tools}${delimiter}${process.env.PATH}` };
  const completed = async (/** @type {string[]} */ ...words) => {
    // As bash itself calls it where somebody presses the tab key at the end of the line.
    const script =
      'source operate/completion.bash; COMP_WORDS=(cognitostack "$@"); COMP_CWORD=$#; COMP_LINE="${COMP_WORDS[*]}"; COMP_POINT=${#COMP_LINE}; _cognitostack; printf "%s\\n" "${COMPREPLY[@]}"';
    const { code, output } = await run('bash', ['-c', script, 'bash', ...words], { env });
    assert.equal(code, 0, output);
    return output.trim().split('\n').filter(Boolean);
  };
  assert.deepEqual(await completed('us'), ['users']);
  assert.deepEqual(await completed('users', 'ex'), ['export']);
  assert.deepEqual(await completed('users', 'import', '--h'), ['--hashes', '--help']);
  assert.deepEqual(await completed('users', 'import', '--by', ''), ['each', 'job']);
  assert.deepEqual(await completed('users', 'nothing-like-it'), []);
});
