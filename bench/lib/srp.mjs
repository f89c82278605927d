// The client's half of Cognito's SRP-6a, small and quick enough to play two hundred users; what Amplify does takes seconds for that.
import crypto from 'node:crypto';

// RFC 3526, group 15: computed, not copied out, by 2^3072 - 2^3008 - 1 + 2^64 * (floor(2^2942 * pi) + 1690314).
const pi = (bits) => {
  // Machin's formula in fixed point, with room for what rounding loses.
  const one = 1n << BigInt(bits + 64);
  const arctan = (/** @type {bigint} */ x) => {
    let [term, sum, n] = [one / x, one / x, 3n];
    while (term) {
      term /= -x * x;
      sum += term / n;
      n += 2n;
    }
    return sum;
  };
  return (4n * (4n * arctan(5n) - arctan(239n))) >> 64n;
};
const N = (1n << 3072n) - (1n << 3008n) - 1n + (1n << 64n) * (pi(2942) + 1690314n);
const g = 2n;

const power = (/** @type {bigint} */ base, /** @type {bigint} */ exponent) => {
  let result = 1n;
  for (base %= N; exponent; exponent >>= 1n, base = (base * base) % N) if (exponent & 1n) result = (result * base) % N;
  return result;
};
/** Big-endian, with a zero byte before a leading bit that would read as a sign. */
const bytes = (number) => {
  let hex = number.toString(16);
  if (hex.length % 2) hex = `0${hex}`;
  return Buffer.from(/^[89a-f]/.test(hex) ? `00${hex}` : hex, 'hex');
};
const number = (buffer) => BigInt(`0x${buffer.toString('hex')}`);
const hash = (...parts) => crypto.createHash('sha256').update(Buffer.concat(parts)).digest();
const hmac = (key, ...parts) => crypto.createHmac('sha256', key).update(Buffer.concat(parts)).digest();
const k = number(hash(bytes(N), bytes(g)));

/** The parameters that start a sign-in, and the responses to the challenge that follows. */
export function srp(userPoolId, password) {
  const a = number(crypto.randomBytes(128)) % N;
  const A = power(g, a);
  const pool = userPoolId.split('_')[1];
  return {
    start: A.toString(16),
    answer({ SALT, SRP_B, SECRET_BLOCK, USER_ID_FOR_SRP: user }) {
      const B = BigInt(`0x${SRP_B}`);
      const x = number(hash(bytes(BigInt(`0x${SALT}`)), hash(Buffer.from(`${pool}${user}:${password}`))));
      const u = number(hash(bytes(A), bytes(B)));
      const S = power((((B - k * power(g, x)) % N) + N) % N, a + u * x);
      const key = hmac(hmac(bytes(u), bytes(S)), Buffer.from('Caldera Derived Key\u0001')).subarray(0, 16);
      const [day, month, date, time, , year] = new Date()
        .toUTCString()
        .replace(/GMT/, 'UTC')
        .replace(',', '')
        .split(' ')
        .map((part, i, all) => all[[0, 2, 1, 4, 5, 3][i]]);
      const timestamp = `${day} ${month} ${Number(date)} ${time} UTC ${year}`;
      const signature = hmac(key, Buffer.from(pool), Buffer.from(user), Buffer.from(SECRET_BLOCK, 'base64'), Buffer.from(timestamp)).toString('base64');
      return { USERNAME: user, PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK, PASSWORD_CLAIM_SIGNATURE: signature, TIMESTAMP: timestamp };
    },
  };
}
