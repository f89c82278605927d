// Chance that is the same in every run with the same seed.

/** Numbers from 0 to below 1: mulberry32, whose state is one word. */
export function chance(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The time to the next of many that come independently, so many a unit of time. */
export const untilNext = (random, perUnit) => -Math.log(1 - random()) / perUnit;

/** A time that is skewed as those of services are, by its median and 99th percentile. */
export function skewed(random, { p50, p99 }) {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return p50 * Math.exp((normal * Math.log(p99 / p50)) / 2.326);
}
