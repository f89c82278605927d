// The simulation of sign-ins: what stops whom, the same in every run, and the committed page.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { timesOf } from '../bench/lib/simulation/figures.mjs';
import { Fleet, Rate, limits } from '../bench/lib/simulation/limits.mjs';
import { firstBound } from '../bench/lib/simulation/page.mjs';
import { simulate } from '../bench/lib/simulation/sign-ins.mjs';
import { document } from '../bench/simulate.mjs';
import { inRoot } from './lib/run.mjs';

const functions = timesOf('aot');
const run = (perSecond, how = {}) => simulate({ perSecond, seconds: 10, seed: 7, quotas: 'default', functions, ...how });

describe('a rate', () => {
  test('lets through what it has for a second, and no more', () => {
    const rate = new Rate(25);
    assert.equal(Array.from({ length: 100 }, () => rate.take(0)).filter(Boolean).length, 25);
    assert.equal(Array.from({ length: 100 }, () => rate.take(200)).filter(Boolean).length, 5);
    // What was not used is not saved up.
    assert.equal(Array.from({ length: 100 }, () => rate.take(60_000)).filter(Boolean).length, 25);
    assert.deepEqual([rate.asked[0], rate.asked[60]], [200, 100]);
  });
});

describe('a fleet', () => {
  test('starts no more environments than Lambda adds, and uses those that are there again', () => {
    const fleet = new Fleet({ busy: 0, peak: 0, most: Infinity }, 1);
    assert.deepEqual(
      Array.from({ length: 11 }, () => fleet.begin(0)),
      [...Array(10).fill('cold'), null],
    );
    fleet.end();
    assert.equal(fleet.begin(0), 'warm');
    assert.equal(fleet.begin(1000), 'cold');
    assert.equal(fleet.coldStarts, 11);
  });

  test('is throttled where the account has no more to be at work at once', () => {
    const account = { busy: 0, peak: 0, most: 2 };
    const [one, other] = [new Fleet(account, 100), new Fleet(account, 100)];
    assert.deepEqual([one.begin(0), other.begin(0), one.begin(0), other.begin(0)], ['cold', 'cold', null, null]);
    one.end();
    assert.equal(other.begin(0), 'cold');
    assert.equal(account.peak, 2);
  });
});

describe('a crowd', () => {
  test('is the same with the same seed, and another with another', () => {
    assert.deepEqual(run(40), run(40));
    assert.notDeepEqual(run(40), run(40, { seed: 8 }));
  });

  test('of ten a second gets in whole', () => {
    const { came, signedIn, unaudited, refused } = run(10);
    assert.ok(came > 60 && came < 150, `${came}`);
    assert.deepEqual([signedIn, unaudited, refused], [came, 0, {}]);
  });

  test('meets what binds first: GetId, then UserAuthentication', () => {
    assert.equal(firstBound(run(80)), limits.getId.name);
    assert.equal(firstBound(run(1000)), limits.userAuthentication.name);
    // Whoever comes in at all comes at the rate of the narrowest.
    assert.ok(run(1000).signedIn / 10 < 2 * limits.getId.most);
  });

  test('gets in with raised quotas, but its last sign-ins are not kept', () => {
    const { came, signedIn, unkept } = run(500, { quotas: 'raised' });
    assert.equal(signedIn, came);
    assert.ok(unkept > came / 2 && unkept < came);
  });

  test('of more than a key of the deny list serves gets in only without the deny list', () => {
    const [with_, without] = [run(6000, { quotas: 'raised' }), run(6000, { quotas: 'no deny list' })];
    assert.ok(with_.signedIn < with_.came * 0.9, `${with_.signedIn} of ${with_.came}`);
    assert.equal(without.signedIn, without.came);
  });

  test('needs more at once of functions that are slower', () => {
    const at = (variant) => run(1000, { quotas: 'unbounded', functions: timesOf(variant) }).concurrency;
    assert.ok(at('managed') > at('aot'));
  });

  test('loses nobody: who came is in or was refused by a bound of the table', () => {
    const names = Object.values(limits).map(({ name }) => name);
    for (const quotas of /** @type {const} */ (['default', 'raised', 'no deny list', 'unbounded'])) {
      const { came, signedIn, refused } = run(700, { quotas });
      assert.equal(signedIn + Object.values(refused).reduce((sum, count) => sum + count, 0), came);
      for (const name of Object.keys(refused)) assert.ok(names.includes(name), name);
    }
  });
});

test('times that were never measured are asked for', () => {
  assert.throws(() => timesOf('aot', '# Benchmarks\n'), /has no times of C# Native AOT for PreAuthentication/);
});

test('the committed page and picture are what npm run simulate -- --write writes', () => {
  for (const [path, text] of Object.entries(document())) assert.equal(readFileSync(inRoot(path), 'utf8'), text, path);
});
