// What the pages lead to is there: files, headings, commands; and the pages that sources name are there too.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, test } from 'node:test';
import { commandsIn, filesIn, headingsOf, linksIn, pathsIn } from './lib/markdown.mjs';
import { inRoot, root } from './lib/run.mjs';

// Committed files, and those that are about to be.
const files = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 })
  .stdout.split('\n')
  .filter((file) => file && existsSync(inRoot(file)));
const read = (file) => readFileSync(inRoot(file), 'utf8').replaceAll('\r\n', '\n');
const pages = files.filter((file) => file.endsWith('.md'));
const folders = new Set(files.filter((file) => file.includes('/')).map((file) => file.split('/')[0]));
const { scripts } = JSON.parse(read('package.json'));

/** What is wrong with a link of a page; empty for nothing. */
function flawOf(page, link) {
  const [path, anchor] = link.split('#');
  const target = path ? normalize(join(dirname(page), decodeURIComponent(path))) : page;
  if (target.startsWith('..') || !existsSync(inRoot(target))) return `${link} leads nowhere`;
  if (anchor === undefined) return '';
  if (!target.endsWith('.md') || statSync(inRoot(target)).isDirectory()) return `${link} has an anchor, and leads to no page`;
  return headingsOf(read(target)).includes(anchor) ? '' : `${link} leads to no heading of ${target}`;
}

test('there are pages', () => assert.ok(pages.length > 10 && pages.includes('README.md'), pages.join()));

for (const page of pages) {
  test(`every link of ${page} leads somewhere`, () =>
    assert.deepEqual(
      linksIn(read(page))
        .map((link) => flawOf(page, link))
        .filter(Boolean),
      [],
    ));
  // What was is told of by its own time.
  if (page !== 'CHANGELOG.md')
    test(`every file that ${page} names exists`, () =>
      assert.deepEqual(
        filesIn(read(page), folders).filter((file) => !existsSync(inRoot(file))),
        [],
      ));
  test(`every command of ${page} is a script`, () =>
    assert.deepEqual(
      commandsIn(read(page)).filter((name) => !scripts[name]),
      [],
    ));
}

test('every page of docs/ that a source names exists', () => {
  const sources = files.filter((file) => /\.(cs|mjs|c|sh|json|csproj|props|targets|patch|yml|txt)$/.test(file) && file !== 'tools/docs.test.mjs' && file !== 'package-lock.json');
  assert.deepEqual(
    sources.flatMap((file) =>
      pathsIn(read(file))
        .filter((path) => !existsSync(inRoot(path)))
        .map((path) => `${file}: ${path}`),
    ),
    [],
  );
});

/** Each remark that names a source, from "Source:" to where the remark or the comment ends. */
const sourcesIn = (text) => [...text.matchAll(/\/\/.*?(Source: (?:.*\n\s*\/\/)*?.*?(?:<\/|\n(?!\s*\/\/)))/g)].map(([, remark]) => remark);

test('every remark on a source has its address, or is of a standard', () => {
  const bare = files
    .filter((file) => file.endsWith('.cs'))
    .flatMap((file) =>
      sourcesIn(read(file))
        .filter((remark) => !/https?:\/\/|\w\.(com|org)\/|Source: (RFC|Linux man-pages|each type's schema)/.test(remark))
        .map((remark) => `${file}: ${remark}`),
    );
  assert.deepEqual(bare, []);
});

test('every page of docs/ is led to by another', () => {
  const led = new Set(pages.flatMap((page) => linksIn(read(page)).map((link) => normalize(join(dirname(page), link.split('#')[0] || '.')))));
  assert.deepEqual(
    pages.filter((page) => page.startsWith('docs/') && !led.has(page) && !led.has(dirname(page))),
    [],
  );
});

describe('what is looked for', () => {
  test('links, but not those of code, of images alone or of other sites', () =>
    assert.deepEqual(linksIn('[a](b.md) [c](d/e.md#f) ![g](h.svg)\n`[i](j.md)` [k](https://example.com) [l](#m) [n](mailto:o@p)\n```md\n[q](r.md)\n```\n[s]: t.md\n'), [
      'b.md',
      'd/e.md#f',
      'h.svg',
      '#m',
      't.md',
    ]));

  test("anchors as the repository's page makes them", () =>
    assert.deepEqual(headingsOf('# One two\n## `a.b` (c), d-e_f\n```sh\n# not one\n```\n### One two\n#### [Linked](x.md) *words*\n'), [
      'one-two',
      'ab-c-d-e_f',
      'one-two-1',
      'linked-words',
    ]));

  test('commands, in code and out of it', () =>
    assert.deepEqual(commandsIn('`npm run a:b -- --c`, npm start\n```sh\nnpm test   # x\nnpm run d\nnpm install e\n```\n'), ['a:b', 'start', 'test', 'd']));

  test('paths of pages, but not parts of other paths', () =>
    assert.deepEqual(pathsIn('see docs/a.md and (docs/adr/0001-x.md), "public/docs/b.md", docs/c/*.md, https://x/docs/d.md'), ['docs/a.md', 'docs/adr/0001-x.md']));

  test('remarks on sources, over the ends of lines', () =>
    assert.deepEqual(sourcesIn('/// <remarks>Source: A, "B"\n/// (c.com/d).</remarks>\n    // Source: E.\nx\n/// Source: F\n/// g.\n'), [
      'Source: A, "B"\n/// (c.com/d).</',
      'Source: E.\n',
      'Source: F\n/// g.\n',
    ]));

  test('files in code, of folders that there are', () =>
    assert.deepEqual(filesIn('`a/b.cs`, `a/c`, `x/y.cs`, `a/NAME.json`, `a/*.cs`, a/d.cs\n```sh\n`a/e`\n```\n', new Set(['a'])), ['a/b.cs', 'a/c']));

  test('a link to a file that is not there is a flaw', () => assert.match(flawOf('README.md', 'docs/none.md'), /leads nowhere/));
  test('a link out of the repository is a flaw', () => assert.match(flawOf('README.md', '../x.md'), /leads nowhere/));
  test('an anchor that is not there is a flaw', () => assert.match(flawOf('README.md', 'docs/rules.md#none'), /leads to no heading/));
  test('an anchor of a folder is a flaw', () => assert.match(flawOf('README.md', 'docs#none'), /leads to no page/));
});
