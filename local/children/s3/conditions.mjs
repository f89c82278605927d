// Conditional requests.
import { noSuchKey, notImplemented, notMet } from './errors.mjs';

const seconds = (time) => Math.floor(time / 1000) * 1000;
const names = (header, etag) => header.trim() === '*' || header.split(',').some((one) => one.trim().replace(/^W\//, '').replaceAll('"', '') === etag);

/** Of a write: If-None-Match: * creates and never replaces, If-Match replaces what is known. */
export function ofWrite(headers) {
  const { 'if-match': match, 'if-none-match': noneMatch } = headers;
  if (noneMatch && noneMatch.trim() !== '*') notImplemented('If-None-Match with an ETag, in a write');
  return match || noneMatch
    ? (old) => {
      if (noneMatch && old) notMet('If-None-Match');
      if (match && !old) noSuchKey();
      if (match && !names(match, old.etag)) notMet('If-Match');
    }
    : undefined;
}

/** Whether the client has the object as it is; refuses where it has not what it asks for. `prefix` is that of copies: x-amz-copy-source-. */
export function isKnown(headers, { etag, modified }, prefix = '') {
  const [match, noneMatch, since, unmodifiedSince] = ['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since'].map((name) => headers[prefix + name]);
  if (match ? !names(match, etag) : unmodifiedSince && seconds(modified) > Date.parse(unmodifiedSince)) notMet(match ? 'If-Match' : 'If-Unmodified-Since');
  return noneMatch ? names(noneMatch, etag) : Boolean(since) && seconds(modified) <= Date.parse(since);
}

/** The first byte and the last of a range, where there is one that S3 heeds; null for one that nothing can satisfy. */
export function range(header, size) {
  const [, first, lastOne] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (!first && !lastOne) return undefined;
  const start = first ? Number(first) : Math.max(0, size - Number(lastOne));
  const end = first && lastOne ? Math.min(Number(lastOne), size - 1) : size - 1;
  if (first && lastOne && Number(lastOne) < start) return undefined;
  return start >= size || (!first && Number(lastOne) === 0) ? null : { start, end };
}
