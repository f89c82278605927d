// A crowd that signs in: each walks from the password to credentials of AWS, and meets every bound on its way.
import { ofSorted } from '../quantile.mjs';
import { Agenda } from './agenda.mjs';
import { chance, skewed, untilNext } from './chance.mjs';
import { Fleet, Rate, limits } from './limits.mjs';

/** What AWS does not publish, and is assumed: in milliseconds. Measured times of the functions come on top. */
export const assumed = {
  cognito: { p50: 60, p99: 250 },
  identityPool: { p50: 40, p99: 200 },
  table: { p50: 4, p99: 15 },
  /** What Lambda adds to a function's own start. */
  environment: { p50: 150, p99: 600 },
};
/** The gate reads a user's, a mailbox's, a domain's and a client's entry, each with strong consistency. */
const keysOfDenyList = 4;
/** As long as a user may wait for a function; afterwards the gate does what `signInRules.onFailure` says. */
const patience = 3500;
/** AWS's SDKs in their standard mode try three times, after a random part of 1, 2, 4 … seconds, at most 20. */
const attempts = 3;

/** With the quotas of a new account; with all that can be raised out of the way; and without the deny list, too. */
export const quotas = /** @type {const} */ (['default', 'raised', 'no deny list']);
/** `unbounded` shows what would be needed. @typedef {(typeof quotas)[number] | 'unbounded'} Quotas */

function worldOf(/** @type {Quotas} */ kind, seed, functions) {
  const most = (limit) => (kind === 'unbounded' || (kind !== 'default' && limit.raise) ? Infinity : limit.most);
  const rates = Object.fromEntries(Object.entries(limits).map(([key, limit]) => [key, new Rate(most(limit))]));
  const account = { busy: 0, peak: 0, most: most(limits.concurrency) };
  const fleets = { gate: new Fleet(account, most(limits.scaling)), audit: new Fleet(account, most(limits.scaling)) };
  const done = { signedIn: 0, refused: /** @type {Record<string, number>} */ ({}), times: /** @type {number[]} */ ([]), unaudited: 0, unkept: 0 };
  return { agenda: new Agenda(), random: chance(seed), hasDenyList: kind !== 'no deny list', rates, account, fleets, functions, done };
}

/** Asks a table again and again; false: in vain. */
function* patiently(world, take) {
  const end = world.agenda.now + patience;
  for (let pause = 25; !take(); pause *= 2) {
    const wait = world.random() * pause;
    if (world.agenda.now + wait > end) return false;
    yield wait;
  }
  yield skewed(world.random, assumed.table);
  return true;
}

/** Calls a function, which does `work` inside; what bounds it, or undefined. */
function* call(world, name, work) {
  const start = world.fleets[name].begin(world.agenda.now);
  if (!start) return limits[world.account.busy >= world.account.most ? 'concurrency' : 'scaling'].name;
  const { cold, warm } = world.functions[name];
  if (start === 'cold') yield skewed(world.random, assumed.environment) + cold;
  yield skewed(world.random, warm);
  const bound = yield* work();
  world.fleets[name].end();
  return bound;
}

/**
 * One request to Cognito, with what it does inside; what bounds it, or undefined.
 * @param {() => Generator<number, string | undefined, any>} [work]
 * @returns {Generator<number, string | undefined, any>}
 */
function* request(world, rate, time, work) {
  if (!world.rates[rate].take(world.agenda.now)) return limits[rate].name;
  yield skewed(world.random, time);
  return work && (yield* work());
}

const gate = (world) =>
  call(world, 'gate', function* () {
    if (!world.hasDenyList) return undefined;
    const { denyListKey, denyListReads } = world.rates;
    let bound = limits.denyListKey.name;
    const read = () => {
      // A client's entry is one key for everybody who signs in to it.
      if (!denyListKey.take(world.agenda.now)) return false;
      bound = limits.denyListReads.name;
      return denyListReads.take(world.agenda.now, keysOfDenyList);
    };
    return (yield* patiently(world, read)) ? undefined : bound;
  });

const audit = (world) =>
  call(world, 'audit', function* () {
    if (!(yield* patiently(world, () => world.rates.auditWrites.take(world.agenda.now)))) world.done.unaudited++;
    if (!world.rates.userUpdate.take(world.agenda.now)) world.done.unkept++;
  });

function* signIn(world) {
  const began = world.agenda.now;
  const steps = [
    () => request(world, 'userAuthentication', assumed.cognito, () => gate(world)),
    () => request(world, 'challenges', assumed.cognito, () => audit(world)),
    () => request(world, 'getId', assumed.identityPool),
    () => request(world, 'getCredentials', assumed.identityPool),
  ];
  for (const step of steps) {
    let bound;
    for (let attempt = 0; attempt < attempts; attempt++) {
      if (attempt) yield world.random() * Math.min(20, 2 ** (attempt - 1)) * 1000;
      bound = yield* step();
      if (!bound) break;
    }
    if (bound) {
      world.done.refused[bound] = (world.done.refused[bound] ?? 0) + 1;
      return;
    }
  }
  world.done.signedIn++;
  world.done.times.push(world.agenda.now - began);
}

function* crowd(world, perSecond, seconds) {
  while (world.agenda.now < seconds * 1000) {
    world.agenda.add(signIn(world));
    yield untilNext(world.random, perSecond / 1000);
  }
}

/**
 * Lets so many people a second sign in for so many seconds.
 * @param {{ perSecond: number, seconds: number, seed: number, quotas: Quotas, functions: Record<'gate' | 'audit', { cold: number, warm: { p50: number, p99: number } }> }} how
 */
export function simulate({ perSecond, seconds, seed, quotas: kind, functions }) {
  const world = worldOf(kind, seed, functions);
  world.agenda.add(crowd(world, perSecond, seconds));
  world.agenda.run();
  const { done, rates, account, fleets } = world;
  const refused = Object.values(done.refused).reduce((sum, count) => sum + count, 0);
  done.times.sort((a, b) => a - b);
  return {
    perSecond,
    seconds,
    quotas: kind,
    came: done.signedIn + refused,
    signedIn: done.signedIn,
    refused: done.refused,
    p50: ofSorted(done.times, 0.5) ?? NaN,
    p99: ofSorted(done.times, 0.99) ?? NaN,
    unaudited: done.unaudited,
    unkept: done.unkept,
    coldStarts: fleets.gate.coldStarts + fleets.audit.coldStarts,
    concurrency: account.peak,
    /** The most that was asked for in a second. */
    peak: Object.fromEntries(Object.entries(rates).map(([key, { asked }]) => [key, asked.reduce((most, count) => Math.max(most, count ?? 0), 0)])),
  };
}
