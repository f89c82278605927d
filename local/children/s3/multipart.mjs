// Uploads in parts.
import { createHash, randomBytes } from 'node:crypto';
import { bodyOf, textOf } from './body.mjs';
import { algorithms, composite, element, elements, headers as checksumHeaders } from './checksums.mjs';
import { ofWrite, range } from './conditions.mjs';
import { all, notImplemented, parse, refuse } from './errors.mjs';
import { copySource, metadataOf, tagsOf } from './objects.mjs';

const smallestPart = 5 * 1024 ** 2;
const invalidPart = () => refuse('InvalidPart', "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.");

async function create(store, ctx, bucket, key) {
  const id = randomBytes(24).toString('base64url');
  const algorithm = ctx.headers['x-amz-checksum-algorithm']?.toLowerCase();
  const type = ctx.headers['x-amz-checksum-type'] ?? (algorithm === 'crc64nvme' ? 'FULL_OBJECT' : 'COMPOSITE');
  if (algorithm && !(algorithm in algorithms)) notImplemented(`the checksum algorithm ${algorithm}`);
  await store.startUpload(bucket, id, { key, algorithm, type, started: Date.now(), metadata: metadataOf(ctx.headers), tags: tagsOf(ctx.headers) });
  if (algorithm) ctx.set({ 'x-amz-checksum-algorithm': algorithm.toUpperCase(), 'x-amz-checksum-type': type });
  ctx.body = { InitiateMultipartUploadResult: { Bucket: bucket, Key: key, UploadId: id } };
}

/** The upload that a request is about, whose key must be the request's. */
async function uploadOf(store, ctx, bucket, key) {
  const upload = await store.upload(bucket, ctx.query.uploadId);
  return upload.key === key ? upload : refuse('NoSuchUpload', 'The specified upload does not exist.', { UploadId: upload.id });
}

function partNumber({ query }) {
  const number = Number(query.partNumber);
  if (!(Number.isInteger(number) && number >= 1 && number <= 10_000)) refuse('InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive', { ArgumentName: 'partNumber' });
  return number;
}

async function putPart(store, ctx, bucket, key) {
  const number = partNumber(ctx);
  const { id, algorithm } = await uploadOf(store, ctx, bucket, key);
  const { md5, ...written } = await store.write(bodyOf(ctx.req, algorithm));
  const part = { ...written, number, etag: md5.toString('hex'), modified: Date.now() };
  await store.putPart(bucket, id, part);
  ctx.set({ ETag: `"${part.etag}"`, ...checksumHeaders(part.checksum) });
  ctx.body = '';
}

async function copyPart(store, ctx, bucket, key) {
  const number = partNumber(ctx);
  const { id } = await uploadOf(store, ctx, bucket, key);
  const { source } = await copySource(store, ctx);
  const wanted = ctx.headers['x-amz-copy-source-range'];
  const part = range(wanted, source.size);
  if (wanted && !part) refuse('InvalidArgument', 'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets', { ArgumentName: 'x-amz-copy-source-range' });
  const md5 = createHash('md5');
  const written = await store.write(hashed(store.concat([source], part), md5), null);
  const record = { ...written, number, etag: md5.digest('hex'), modified: Date.now() };
  await store.putPart(bucket, id, record);
  ctx.body = { CopyPartResult: { LastModified: new Date(record.modified).toISOString(), ETag: `"${record.etag}"` } };
}

async function* hashed(source, hash) {
  for await (const bytes of source) {
    hash.update(bytes);
    yield bytes;
  }
}

/** The parts that the client names, each as it was uploaded. */
function choose(named, uploaded) {
  const byNumber = new Map(uploaded.map((part) => [part.number, part]));
  const parts = named.map((one) => {
    const part = byNumber.get(Number(one.PartNumber)) ?? invalidPart();
    if (one.ETag?.replaceAll('"', '') !== part.etag) invalidPart();
    const given = part.checksum && one[element(part.checksum.algorithm)];
    return given && given !== part.checksum.value ? invalidPart() : part;
  });
  if (!parts.length) refuse('MalformedXML', 'You must specify at least one part');
  if (parts.some(({ number }, i) => i > 0 && number <= parts[i - 1].number)) refuse('InvalidPartOrder', 'The list of parts was not in ascending order. Parts must be ordered by part number.');
  if (parts.slice(0, -1).some(({ size }) => size < smallestPart)) refuse('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size');
  return parts;
}

async function complete(store, ctx, bucket, key) {
  const { id, algorithm, type, metadata, tags } = await uploadOf(store, ctx, bucket, key);
  const parts = choose(all(parse(await textOf(ctx.req), 'CompleteMultipartUpload'), 'Part'), await store.parts(id));
  const whole = algorithm && type === 'FULL_OBJECT' ? algorithms[algorithm]() : undefined;
  const written = await store.write(whole ? hashed(store.concat(parts), whole) : store.concat(parts), null);
  const md5 = createHash('md5');
  for (const { etag } of parts) md5.update(Buffer.from(etag, 'hex'));
  const isComposite = algorithm && !whole && parts.every(({ checksum }) => checksum?.algorithm === algorithm);
  const value = whole?.digest().toString('base64') ?? (isComposite && composite(algorithm, parts.map(({ checksum }) => checksum.value)));
  const record = {
    metadata, tags, ...written, partsCount: parts.length, etag: `${md5.digest('hex')}-${parts.length}`, modified: Date.now(),
    ...(value && { checksum: { algorithm, value, type } }),
  };
  const given = algorithm && ctx.headers[`x-amz-checksum-${algorithm}`];
  if (given && value && given.split('-')[0] !== value.split('-')[0]) {
    await store.removeBodies([written]);
    refuse('BadDigest', `The ${algorithm.toUpperCase()} you specified did not match the calculated checksum.`);
  }
  const uploaded = await store.parts(id);
  await store.put(bucket, key, record, ofWrite(ctx.headers), () => store.endOf(bucket, id));
  await store.removeBodies(uploaded);
  ctx.body = { CompleteMultipartUploadResult: { Location: `${ctx.origin}${ctx.path}`, Bucket: bucket, Key: key, ETag: `"${record.etag}"`, ...elements(record.checksum) } };
}

async function abort(store, ctx, bucket, key) {
  const { id } = await uploadOf(store, ctx, bucket, key);
  await store.removeUpload(bucket, id);
  ctx.status = 204;
}

async function listParts(store, ctx, bucket, key) {
  const { id, algorithm, type } = await uploadOf(store, ctx, bucket, key);
  const after = Number(ctx.query['part-number-marker'] ?? 0);
  const max = Math.min(1000, Number(ctx.query['max-parts'] ?? 1000));
  const rest = (await store.parts(id)).filter(({ number }) => number > after);
  const page = rest.slice(0, max);
  ctx.body = {
    ListPartsResult: {
      Bucket: bucket, Key: key, UploadId: id, PartNumberMarker: after, NextPartNumberMarker: page.at(-1)?.number ?? 0, MaxParts: max, IsTruncated: rest.length > page.length,
      ...(algorithm && { ChecksumAlgorithm: algorithm.toUpperCase(), ChecksumType: type }), StorageClass: 'STANDARD',
      Part: page.map((part) => ({
        PartNumber: part.number, LastModified: new Date(part.modified).toISOString(), ETag: `"${part.etag}"`, Size: part.size,
        ...(part.checksum && { [element(part.checksum.algorithm)]: part.checksum.value }),
      })),
    },
  };
}

/** The operation on an upload in parts that a request is, if it is one. */
export function multipartOperation({ method, query, headers }) {
  if (method === 'POST' && 'uploads' in query) return create;
  if (!('uploadId' in query)) return undefined;
  if (method === 'PUT') return headers['x-amz-copy-source'] ? copyPart : putPart;
  return { GET: listParts, POST: complete, DELETE: abort }[method] ?? notImplemented(method);
}
