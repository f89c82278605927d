// Operations on one object.
import { bodyOf, textOf } from './body.mjs';
import { elements, headers as checksumHeaders } from './checksums.mjs';
import { isKnown, ofWrite, range } from './conditions.mjs';
import { all, noSuchKey, notImplemented, notMet, parse, refuse } from './errors.mjs';

const xmlns = { '@': { xmlns: 'http://s3.amazonaws.com/doc/2006-03-01/' } };
const kept = ['cache-control', 'content-disposition', 'content-encoding', 'content-language', 'content-type', 'expires', 'x-amz-storage-class', 'x-amz-website-redirect-location',
  'x-amz-server-side-encryption', 'x-amz-server-side-encryption-aws-kms-key-id', 'x-amz-server-side-encryption-bucket-key-enabled'];
const overrides = ['cache-control', 'content-disposition', 'content-encoding', 'content-language', 'content-type', 'expires'];

/** What of a request's headers an object keeps. */
export function metadataOf(headers) {
  const metadata = Object.fromEntries(Object.entries(headers).filter(([name]) => kept.includes(name) || name.startsWith('x-amz-meta-')));
  const encoding = (metadata['content-encoding'] ?? '').split(',').map((one) => one.trim()).filter((one) => one && one !== 'aws-chunked').join(',');
  delete metadata['content-encoding'];
  return { 'content-type': 'binary/octet-stream', ...metadata, ...(encoding && { 'content-encoding': encoding }) };
}

/** Tags of the header x-amz-tagging. */
export const tagsOf = (headers) => tags([...new URLSearchParams(headers['x-amz-tagging'] ?? '')].map(([Key, Value]) => ({ Key, Value })));

function tags(list) {
  if (list.length > 10) refuse('BadRequest', 'Object tags cannot be greater than 10');
  if (new Set(list.map(({ Key }) => Key)).size < list.length) refuse('InvalidTag', 'Cannot provide multiple Tags with the same key');
  if (list.some(({ Key, Value }) => !Key || Key.length > 128 || Value.length > 256)) refuse('InvalidTag', 'The TagKey or the TagValue you have provided is invalid');
  return list;
}

/** Reads x-amz-copy-source: bucket and key, encoded as in a URL. */
export async function copySource(store, ctx) {
  const [, bucket, key] = /^\/?([^/]+)\/(.+)$/s.exec(decodeURIComponent(ctx.headers['x-amz-copy-source'].split('?')[0])) ?? refuse('InvalidArgument', 'Invalid copy source object key');
  if (!(await store.getBucket(bucket))) refuse('NoSuchBucket', 'The specified bucket does not exist', { BucketName: bucket });
  const source = (await store.find(bucket, key)) ?? noSuchKey(key);
  if (isKnown(ctx.headers, source, 'x-amz-copy-source-')) notMet('x-amz-copy-source-If-None-Match');
  return { bucket, key, source };
}

async function put(store, ctx, bucket, key) {
  const condition = ofWrite(ctx.headers);
  const given = { metadata: metadataOf(ctx.headers), tags: tagsOf(ctx.headers) };
  const { md5, ...written } = await store.write(bodyOf(ctx.req));
  const record = { ...given, ...written, etag: md5.toString('hex'), modified: Date.now() };
  await store.put(bucket, key, record, condition);
  ctx.set({ ETag: `"${record.etag}"`, ...checksumHeaders(record.checksum) });
  ctx.body = '';
}

async function copy(store, ctx, bucket, key) {
  const { headers } = ctx;
  const from = await copySource(store, ctx);
  const replaces = headers['x-amz-metadata-directive'] === 'REPLACE';
  if (from.bucket === bucket && from.key === key && !replaces && !headers['x-amz-storage-class'] && !headers['x-amz-server-side-encryption'])
    refuse('InvalidRequest', "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.");
  const written = await store.write(store.concat([from.source]), null);
  const record = {
    ...from.source, ...written, modified: Date.now(),
    ...(replaces && { metadata: metadataOf(headers) }), ...(headers['x-amz-tagging-directive'] === 'REPLACE' && { tags: tagsOf(headers) }),
  };
  await store.put(bucket, key, record, ofWrite(headers));
  ctx.body = { CopyObjectResult: { ...xmlns, LastModified: new Date(record.modified).toISOString(), ETag: `"${record.etag}"`, ...elements(record.checksum) } };
}

async function get(store, ctx, bucket, key) {
  const { record, file } = await store.read(bucket, key);
  const { etag, size, metadata, modified, checksum } = record;
  let part;
  try {
    ctx.set({ ETag: `"${etag}"`, 'Last-Modified': new Date(modified).toUTCString(), 'Accept-Ranges': 'bytes' });
    if (isKnown(ctx.headers, record)) return void (ctx.status = 304);
    part = range(ctx.headers.range, size);
    if (part === null) refuse('InvalidRange', 'The requested range is not satisfiable', { RangeRequested: ctx.headers.range, ActualObjectSize: size });
    ctx.set(metadata);
    for (const name of overrides) if (ctx.query[`response-${name}`]) ctx.set(name, ctx.query[`response-${name}`]);
    if (record.tags.length) ctx.set('x-amz-tagging-count', String(record.tags.length));
    if (record.partsCount && ctx.query.partNumber) ctx.set('x-amz-mp-parts-count', String(record.partsCount));
    if (part) ctx.set('Content-Range', `bytes ${part.start}-${part.end}/${size}`);
    else if (ctx.headers['x-amz-checksum-mode']?.toUpperCase() === 'ENABLED') ctx.set(checksumHeaders(checksum));
    ctx.status = part ? 206 : 200;
    if (ctx.method === 'GET') ctx.body = size > 0 ? file.createReadStream(part) : '';
    ctx.length = part ? part.end + 1 - part.start : size;
  } finally {
    if (ctx.body?.close === undefined) await file.close();
  }
}

async function remove(store, ctx, bucket, key) {
  await store.delete(bucket, key, ofWrite(ctx.headers));
  ctx.status = 204;
}

const getTags = async (store, ctx, bucket, key) => {
  const record = (await store.find(bucket, key)) ?? noSuchKey(key);
  ctx.body = { Tagging: { ...xmlns, TagSet: { Tag: record.tags } } };
};

async function putTags(store, ctx, bucket, key) {
  const [set = {}] = all(parse(await textOf(ctx.req), 'Tagging'), 'TagSet');
  await store.change(bucket, key, { tags: tags(all(Object(set), 'Tag').map(({ Key = '', Value = '' }) => ({ Key, Value }))) });
  ctx.body = '';
}

async function deleteTags(store, ctx, bucket, key) {
  await store.change(bucket, key, { tags: [] });
  ctx.status = 204;
}

const ofTags = { GET: getTags, PUT: putTags, DELETE: deleteTags };
const subresources = ['acl', 'attributes', 'legal-hold', 'restore', 'retention', 'select', 'torrent'];

/** The operation that a request on an object is, but for those on uploads in parts. */
export function objectOperation(ctx) {
  const { method, query, headers } = ctx;
  if ('tagging' in query) return ofTags[method] ?? notImplemented('tagging');
  for (const name of subresources) if (name in query) notImplemented(name);
  if (headers['x-amz-acl'] && headers['x-amz-acl'] !== 'bucket-owner-full-control') refuse('AccessControlListNotSupported', 'The bucket does not allow ACLs');
  if (method === 'PUT') return headers['x-amz-copy-source'] ? copy : put;
  return { GET: get, HEAD: get, DELETE: remove }[method] ?? notImplemented(method);
}
