// What decides whether set-up has something to do.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { Problem } from './lib/console.mjs';
import { jsiiPackages, missingPackages, readWantedPackages, removeUnwanted, wantedPackages } from './lib/jsii.mjs';
import { installScripts, isInstalled } from './lib/npm.mjs';
import { inRoot } from './lib/run.mjs';
import { stampHolds } from './setup.mjs';

const folder = mkdtempSync(join(tmpdir(), 'packages-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const wanted = [
  { id: 'Constructs', version: '10.8.1' },
  { id: 'Cdklabs.CdkNag', version: '3.0.2' },
];
const asked = ['Constructs.10.8.1.nupkg', 'Cdklabs.CdkNag.3.0.2.nupkg'];

describe('wanted packages', () => {
  const packages = [{ id: 'Constructs', npm: 'constructs', after: [] }];
  const props = (version) => `<PackageVersion Include="Constructs" Version="${version}" />`;

  it('have the version of package.json', () => {
    assert.equal(wantedPackages({ devDependencies: { constructs: '1.2.3' } }, props('1.2.3'), packages)[0].version, '1.2.3');
  });

  it('are refused when npm and NuGet are to have different versions', () => {
    assert.throws(
      () => wantedPackages({ devDependencies: { constructs: '1.2.3' } }, props('1.2.4'), packages),
      (error) => error instanceof Problem && /1\.2\.3.*1\.2\.4/.test(error.message),
    );
  });

  it('agree in this project', () => {
    assert.deepEqual(
      readWantedPackages().map(({ version }) => /^\d+\.\d+\.\d+$/.test(version)),
      jsiiPackages.map(() => true),
    );
  });
});

describe('missing packages', () => {
  const missing = (output) => missingPackages(wanted, output).map(({ id }) => id);

  it('are those that a restore does not find, by name or by version', () => {
    assert.deepEqual(missing('x.csproj : error NU1102: Unable to find package Constructs with version (= 10.8.1)\n'), ['Constructs']);
    assert.deepEqual(missing('x.csproj : error NU1101: Unable to find package Cdklabs.CdkNag. No packages exist with this id in source(s): corp\n'), ['Cdklabs.CdkNag']);
    assert.deepEqual(missing('x.csproj : error NU1103: Unable to find a stable package constructs with version (>= 10.8.1)'), ['Constructs']);
  });

  it('are none when all were found, or when something else is wrong', () => {
    assert.deepEqual(missing(''), []);
    assert.deepEqual(missing('error NU1301: Unable to load the service index for source corp.'), []);
    assert.deepEqual(missing('error NU1101: Unable to find package Constructs.Other. No packages exist with this id'), []);
  });
});

describe('stamp', () => {
  it('holds while versions and built files are the same', () => {
    writeFileSync(join(folder, asked[0]), '');
    assert.equal(stampHolds({ asked, built: ['Constructs'] }, wanted, folder), true);
    assert.equal(stampHolds({ asked, built: [] }, wanted, folder), true);
  });

  it('does not hold for another version, a lost file, or none', () => {
    assert.equal(stampHolds({ asked: ['Constructs.10.8.0.nupkg', asked[1]], built: [] }, wanted, folder), false);
    assert.equal(stampHolds({ asked, built: ['Cdklabs.CdkNag'] }, wanted, folder), false);
    assert.equal(stampHolds(undefined, wanted, folder), false);
  });
});

it('packages that are no longer wanted leave the local source', () => {
  for (const name of ['Constructs.10.8.0.nupkg', asked[0], 'setup.json']) writeFileSync(join(folder, name), '');
  removeUnwanted(wanted, folder);
  assert.deepEqual(readdirSync(folder).sort(), [asked[0], 'setup.json']);
});

describe('node_modules', () => {
  const lock = { packages: { '': {}, 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '1.0.0', optional: true } } };
  const current = (packages) => isInstalled(lock, { packages });

  it('are current with every package in its version, optional ones aside', () => {
    assert.equal(current({ 'node_modules/a': { version: '1.0.0' } }), true);
    assert.equal(current({ 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '1.0.0' } }), true);
  });

  it('are not with another version or a missing package', () => {
    assert.equal(current({ 'node_modules/a': { version: '1.0.1' } }), false);
    assert.equal(current({ 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '0.9.0' } }), false);
    assert.equal(current({}), false);
  });
});

it('every package that runs a script when it is installed is known', () => {
  const { packages } = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8'));
  const found = Object.entries(packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript)
    .map(([path]) => path.split('node_modules/').pop());
  assert.deepEqual([...new Set(found)].sort(), Object.keys(installScripts).sort());
});
