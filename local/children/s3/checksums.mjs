// The checksums that S3 knows.
import { createHash } from 'node:crypto';

/** Both reflected CRCs of 32 bits. */
function crc32(polynomial) {
  const table = Uint32Array.from({ length: 256 }, (_, n) => {
    for (let bit = 0; bit < 8; bit++) n = n & 1 ? (n >>> 1) ^ polynomial : n >>> 1;
    return n >>> 0;
  });
  return () => {
    let crc = -1;
    return {
      update(bytes) { for (const byte of bytes) crc = (crc >>> 8) ^ table[(crc ^ byte) & 0xff]; },
      digest() { const out = Buffer.alloc(4); out.writeUInt32BE(~crc >>> 0); return out; },
    };
  };
}

/** The one of 64 bits, in two halves, as BigInt is slow. */
function crc64(polynomial) {
  const high = new Uint32Array(256), low = new Uint32Array(256);
  for (let n = 0; n < 256; n++) {
    let crc = BigInt(n);
    for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ polynomial : crc >> 1n;
    [high[n], low[n]] = [Number(crc >> 32n), Number(crc & 0xffffffffn)];
  }
  return () => {
    let h = -1, l = -1;
    return {
      update(bytes) {
        for (const byte of bytes) {
          const n = (l ^ byte) & 0xff;
          l = ((l >>> 8) | (h << 24)) ^ low[n];
          h = (h >>> 8) ^ high[n];
        }
      },
      digest() { const out = Buffer.alloc(8); out.writeUInt32BE(~h >>> 0); out.writeUInt32BE(~l >>> 0, 4); return out; },
    };
  };
}

/** By the last part of the header's name, x-amz-checksum-…. */
export const algorithms = {
  crc32: crc32(0xedb88320),
  crc32c: crc32(0x82f63b78),
  crc64nvme: crc64(0x9a6c9329ac4bc9b5n),
  sha1: () => createHash('sha1'),
  sha256: () => createHash('sha256'),
};

/** The element's name in XML: ChecksumCRC32. */
export const element = (algorithm) => `Checksum${algorithm.toUpperCase()}`;

/** As elements of an answer. */
export const elements = (checksum) => checksum && { [element(checksum.algorithm)]: checksum.value, ChecksumType: checksum.type };

/** As headers of an answer. */
export const headers = (checksum) => (checksum ? { [`x-amz-checksum-${checksum.algorithm}`]: checksum.value, 'x-amz-checksum-type': checksum.type } : {});

/** Of an object in parts that has no checksum of its whole: one of the parts' checksums. */
export function composite(algorithm, values) {
  const hash = algorithms[algorithm]();
  for (const value of values) hash.update(Buffer.from(value, 'base64'));
  return `${hash.digest().toString('base64')}-${values.length}`;
}
