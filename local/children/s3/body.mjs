// The body of an upload: AWS's chunk framing taken off, and every digest compared that the client gave.
import { createHash } from 'node:crypto';
import { algorithms } from './checksums.mjs';
import { refuse } from './errors.mjs';

const longestLine = 16 * 1024;
const isFramed = (headers) => headers['x-amz-content-sha256']?.startsWith('STREAMING-') || /\baws-chunked\b/.test(headers['content-encoding'] ?? '');

/** Takes the framing off: SIZE;chunk-signature=…, data, and at the end trailing headers. The host has verified the signatures. */
async function* unframe(source, trailers) {
  const input = source[Symbol.asyncIterator]();
  let rest = Buffer.alloc(0);
  const more = async () => {
    const { value, done } = await input.next();
    if (!done) rest = rest.length ? Buffer.concat([rest, value]) : value;
    return !done;
  };
  const line = async () => {
    let end;
    while ((end = rest.indexOf('\r\n')) < 0) if (rest.length > longestLine || !(await more())) refuse('IncompleteBody', 'The request body terminated unexpectedly');
    const text = rest.subarray(0, end).toString('latin1');
    rest = rest.subarray(end + 2);
    return text;
  };
  for (let left; (left = parseInt(await line(), 16)) !== 0; await line()) {
    if (!(left > 0)) refuse('InvalidRequest', 'The chunk framing of the body is malformed.');
    while (left > 0) {
      if (!rest.length && !(await more())) refuse('IncompleteBody', 'The request body terminated unexpectedly');
      const part = rest.subarray(0, left);
      [left, rest] = [left - part.length, rest.subarray(part.length)];
      yield part;
    }
  }
  for (let text; (text = await line()); ) trailers[text.slice(0, text.indexOf(':')).trim().toLowerCase()] = text.slice(text.indexOf(':') + 1).trim();
}

/** The body of a request as the client meant it. Its `verify` tells MD5 and checksum once it has been read, or refuses. */
export function bodyOf(request, wanted) {
  const { headers } = request;
  const trailers = {};
  const announced = (headers['x-amz-trailer'] ?? '').toLowerCase().split(/\s*,\s*/);
  const algorithm = Object.keys(algorithms).find((name) => `x-amz-checksum-${name}` in headers || announced.includes(`x-amz-checksum-${name}`))
    ?? (wanted in algorithms ? wanted : undefined);
  const hashes = { md5: createHash('md5'), ...(algorithm && { [algorithm]: algorithms[algorithm]() }) };
  if (/^[0-9a-f]{64}$/.test(headers['x-amz-content-sha256'])) hashes.payload = createHash('sha256');
  let size = 0;

  async function* read() {
    // A body that is refused half way must not take the connection with it, or nobody reads why.
    const source = request.iterator({ destroyOnReturn: false });
    for await (const bytes of isFramed(headers) ? unframe(source, trailers) : source) {
      for (const hash of Object.values(hashes)) hash.update(bytes);
      size += bytes.length;
      yield bytes;
    }
  }

  function verify() {
    if (Number(headers['x-amz-decoded-content-length'] ?? size) !== size)
      refuse('IncompleteBody', 'You did not provide the number of bytes specified by the Content-Length HTTP header');
    if (hashes.payload && hashes.payload.digest('hex') !== headers['x-amz-content-sha256'])
      refuse('XAmzContentSHA256Mismatch', "The provided 'x-amz-content-sha256' header does not match what was computed.");
    const md5 = hashes.md5.digest();
    if (headers['content-md5'] && headers['content-md5'] !== md5.toString('base64'))
      refuse('BadDigest', 'The Content-MD5 you specified did not match what we received.');
    if (!algorithm) return { md5 };
    const value = hashes[algorithm].digest().toString('base64');
    const given = trailers[`x-amz-checksum-${algorithm}`] ?? headers[`x-amz-checksum-${algorithm}`] ?? value;
    if (given !== value) refuse('BadDigest', `The ${algorithm.toUpperCase()} you specified did not match the calculated checksum.`);
    return { md5, checksum: { algorithm, value, type: 'FULL_OBJECT' } };
  }

  return { [Symbol.asyncIterator]: read, verify };
}

/** A small body as text, such as XML. */
export async function textOf(request) {
  const body = bodyOf(request);
  const parts = [];
  let size = 0;
  for await (const bytes of body) {
    if ((size += bytes.length) > 2 ** 21) refuse('MalformedXML', 'The XML you provided is longer than 2 MB.');
    parts.push(bytes);
  }
  body.verify();
  return Buffer.concat(parts).toString();
}
