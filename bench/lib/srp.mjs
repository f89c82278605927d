// The client's half of Cognito's SRP-6a, small and quick enough to play two hundred users; what Amplify does takes seconds for that.
import crypto from 'node:crypto';

// RFC 3526, group 15, of the modulus of SRP; a session of Diffie-Hellman in it computes powers in OpenSSL, in a tenth of the time of BigInt's.
const group = crypto.getDiffieHellman('modp15');
const N = BigInt(`0x${group.getPrime('hex')}`);
const g = 2n;
const powers = crypto.createDiffieHellman(group.getPrime(), group.getGenerator());
const power = (/** @type {bigint} */ base, /** @type {bigint} */ exponent) => {
  powers.setPrivateKey(bytes(exponent));
  return number(powers.computeSecret(bytes(base)));
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
  // 256 bits are the strength of the group: longer ones only cost time.
  const a = number(crypto.randomBytes(32));
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
