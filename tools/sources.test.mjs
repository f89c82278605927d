// What decides whether something is built again.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, beforeEach, describe, it } from 'node:test';
import { functionHash, functionNames } from './lib/functions.mjs';
import { hashOf } from './lib/hash.mjs';
import { withLock } from './lib/lock.mjs';

const base = mkdtempSync(join(tmpdir(), 'sources-'));
after(() => rmSync(base, { recursive: true, force: true }));

function put(path, text) {
  mkdirSync(dirname(join(base, path)), { recursive: true });
  writeFileSync(join(base, path), text);
}

beforeEach(() => {
  rmSync(base, { recursive: true, force: true });
  put('lambdas/PreSignUp/PreSignUp.csproj', '<Project/>\n');
  put('lambdas/PreSignUp/Handler.cs', 'class A;\nclass B;\n');
  put('lambdas/PostSignUp/PostSignUp.csproj', '<Project/>\n');
  put('lambdas/Runtime/Runtime.csproj', '<Project/>\n');
  put('lambdas/Runtime/Loop.cs', 'class Loop;\n');
  put('lambdas/CognitoIdentityProvider/Amazon.CognitoIdentityProvider.csproj', '<Project/>\n');
  put('lambdas/CognitoIdentityProvider/Client.cs', 'class Client;\n');
  put('lambdas/compat.c', 'int x;\n');
  put('lambdas/Notes/readme.txt', 'no project here\n');
  put('global.json', '{}\n');
});

describe('hash of sources', () => {
  const hash = () => functionHash('PreSignUp', base);

  it('is the same for the same sources in another folder', () => {
    const other = mkdtempSync(join(tmpdir(), 'elsewhere-'));
    cpSync(base, other, { recursive: true });
    assert.equal(functionHash('PreSignUp', other), hash());
    rmSync(other, { recursive: true });
  });

  it('does not depend on line ends', () => {
    const before = hash();
    put('lambdas/PreSignUp/Handler.cs', 'class A;\r\nclass B;\r\n');
    assert.equal(hash(), before);
  });

  it('keeps the bytes of binary files', () => {
    put('logo.png', Buffer.from([0, 13, 10]));
    const before = hashOf(base, ['logo.png']);
    put('logo.png', Buffer.from([0, 10]));
    assert.notEqual(hashOf(base, ['logo.png']), before);
  });

  for (const path of [
    'lambdas/PreSignUp/Handler.cs',
    'lambdas/Runtime/Loop.cs',
    'lambdas/CognitoIdentityProvider/Client.cs',
    'lambdas/compat.c',
    'global.json',
    'lambdas/PreSignUp/New.cs',
  ]) {
    it(`changes with ${path}`, () => {
      const before = hash();
      put(path, 'changed\n');
      assert.notEqual(hash(), before);
    });
  }

  for (const path of ['lambdas/PostSignUp/PostSignUp.csproj', 'lambdas/PreSignUp/bin/x.dll', 'lambdas/PreSignUp/obj/x.cs', 'lambdas/PreSignUp/README.md']) {
    it(`does not change with ${path}`, () => {
      const before = hash();
      put(path, 'changed\n');
      assert.equal(hash(), before);
    });
  }

  it('changes when a file is renamed or text moves to another file', () => {
    put('a/1', 'xy');
    put('a/2', '');
    const before = hashOf(base, ['a']);
    put('a/1', 'x');
    put('a/2', 'y');
    assert.notEqual(hashOf(base, ['a']), before);
  });
});

it('functions are the folders with a project of their name, but for the shared ones', () => {
  assert.deepEqual(functionNames(base), ['PostSignUp', 'PreSignUp']);
});

describe('lock', () => {
  const path = join(base, 'x.lock');

  it('lets one at a time do its work', async () => {
    const events = [];
    const work = (name) =>
      withLock(
        path,
        async () => {
          events.push(`${name} in`);
          await new Promise((done) => setTimeout(done, 20));
          events.push(`${name} out`);
        },
        { pause: 5 },
      );
    await Promise.all([work('a'), work('b')]);
    assert.deepEqual(events, ['a in', 'a out', 'b in', 'b out']);
  });

  it('is free again after a failure', async () => {
    await assert.rejects(
      withLock(path, async () => {
        throw new Error('no');
      }),
    );
    assert.equal(await withLock(path, async () => 'done'), 'done');
  });

  it('is taken from a process that is gone', async () => {
    put('x.lock/owner', JSON.stringify({ pid: 999999999, folder: join(realpathSync(base), 'x.lock') }));
    assert.equal(await withLock(path, async () => 'done', { onWait: () => assert.fail('waited') }), 'done');
  });

  it('names its owner to whoever waits', async () => {
    let owner;
    let second;
    await withLock(path, async () => {
      second = withLock(path, async () => 'done', {
        pause: 5,
        onWait: (its) => {
          owner = its;
        },
      });
      while (!owner) await new Promise((done) => setTimeout(done, 5));
    });
    assert.equal(await second, 'done');
    assert.deepEqual(owner, { pid: process.pid, folder: join(realpathSync(base), 'x.lock') });
  });

  it("of a tree that was copied while it was held is nobody's", async () => {
    await withLock(path, async () => {
      const copy = join(base, 'copy/x.lock');
      cpSync(path, copy, { recursive: true });
      assert.equal(await withLock(copy, async () => 'done', { onWait: () => assert.fail('waited') }), 'done');
    });
  });
});
