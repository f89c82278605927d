// Operations on a bucket's objects.
import { textOf } from './body.mjs';
import { all, notImplemented, parse, refuse } from './errors.mjs';

const xmlns = { '@': { xmlns: 'http://s3.amazonaws.com/doc/2006-03-01/' } };
const token = (key) => Buffer.from(key).toString('base64url');

function fromToken(text) {
  const key = Buffer.from(text, 'base64url').toString();
  return token(key) === text ? key : refuse('InvalidArgument', 'The continuation token provided is incorrect', { ArgumentName: 'continuation-token' });
}

function number(ctx, name) {
  const text = ctx.query[name] ?? '1000';
  return /^\d{1,10}$/.test(text) ? Number(text) : refuse('InvalidArgument', `Provided ${name} not an integer or within integer range`, { ArgumentName: name, ArgumentValue: text });
}

async function list(store, ctx, bucket) {
  const { query } = ctx;
  const isSecond = query['list-type'] === '2';
  const isEncoded = query['encoding-type'] === 'url';
  const encode = (text) => (isEncoded ? encodeURIComponent(text).replaceAll('%2F', '/') : text);
  const maxKeys = number(ctx, 'max-keys');
  const { prefix = '', delimiter = '' } = query;
  const after = isSecond ? (query['continuation-token'] ? fromToken(query['continuation-token']) : query['start-after']) : query.marker;
  const { entries, isTruncated } = await store.list(bucket, { prefix, delimiter, after, max: Math.min(1000, maxKeys) });
  const end = isTruncated ? entries.at(-1).key ?? entries.at(-1).common : undefined;
  ctx.body = {
    ListBucketResult: {
      ...xmlns, Name: bucket, Prefix: encode(prefix), ...(delimiter && { Delimiter: encode(delimiter) }), MaxKeys: maxKeys, IsTruncated: isTruncated, ...(isEncoded && { EncodingType: 'url' }),
      ...(isSecond
        ? {
          KeyCount: entries.length, ...(query['continuation-token'] ? { ContinuationToken: query['continuation-token'] } : query['start-after'] && { StartAfter: encode(query['start-after']) }),
          ...(isTruncated && { NextContinuationToken: token(end) }),
        }
        : { Marker: encode(after ?? ''), ...(isTruncated && delimiter && { NextMarker: encode(end) }) }),
      Contents: entries.filter(({ record }) => record).map(({ key, record }) => ({
        Key: encode(key), LastModified: new Date(record.modified).toISOString(), ETag: `"${record.etag}"`, Size: record.size,
        ...(record.checksum && { ChecksumAlgorithm: record.checksum.algorithm.toUpperCase(), ChecksumType: record.checksum.type }),
        StorageClass: record.metadata['x-amz-storage-class'] ?? 'STANDARD',
      })),
      CommonPrefixes: entries.filter(({ common }) => common !== undefined).map(({ common }) => ({ Prefix: encode(common) })),
    },
  };
}

async function listUploads(store, ctx, bucket) {
  const { prefix = '' } = ctx.query;
  const uploads = (await store.uploads(bucket)).filter(({ key }) => key.startsWith(prefix)).sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)) || a.started - b.started);
  ctx.body = {
    ListMultipartUploadsResult: {
      ...xmlns, Bucket: bucket, Prefix: prefix, MaxUploads: 1000, IsTruncated: false,
      Upload: uploads.map(({ key, id, started }) => ({ Key: key, UploadId: id, Initiated: new Date(started).toISOString(), StorageClass: 'STANDARD' })),
    },
  };
}

async function deleteMany(store, ctx, bucket) {
  const wanted = parse(await textOf(ctx.req), 'Delete');
  const objects = all(wanted, 'Object');
  if (!objects.length || objects.length > 1000 || objects.some(({ Key }) => !Key)) refuse('MalformedXML', 'The XML you provided was not well-formed or did not validate against our published schema.');
  for (const { Key } of objects) await store.delete(bucket, Key);
  const isQuiet = all(wanted, 'Quiet')[0]?.trim() === 'true';
  ctx.body = { DeleteResult: { ...xmlns, Deleted: isQuiet ? [] : objects.map(({ Key }) => ({ Key })) } };
}

const head = (store, ctx) => {
  ctx.body = '';
};

const ofList = ['list-type', 'prefix', 'delimiter', 'max-keys', 'marker', 'start-after', 'continuation-token', 'encoding-type', 'fetch-owner', 'allow-unordered'];
/** What else SDKs put into a URL: the operation's name, a presigned URL's signature, a mark against caches. */
const isNoise = (name) => /^x-(id|amz-)/i.test(name);

/** The operation on a bucket that a request is; undefined for those that s3rver does: making, deleting and locating buckets. */
export function bucketOperation({ method, query }) {
  const names = Object.keys(query).filter((name) => !isNoise(name) && !ofList.includes(name));
  if (method === 'HEAD') return head;
  if (method === 'GET' && names.length === 0) return list;
  if (method === 'GET' && names[0] === 'uploads') return listUploads;
  if (method === 'POST') return names[0] === 'delete' ? deleteMany : notImplemented('uploads by HTML forms');
  return names.length === 0 || (method === 'GET' && names[0] === 'location') ? undefined : notImplemented(names[0]);
}
