// S3's data plane: s3rver, with a store that survives being killed, and with the operations on objects that today's SDKs need.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { folder, load, serve } from './child.mjs';

const S3rver = load('s3rver');
const { refuse } = await import('./s3/errors.mjs');
const { Store } = await import('./s3/store.mjs');
const { bucketOperation } = await import('./s3/buckets.mjs');
const { multipartOperation } = await import('./s3/multipart.mjs');
const { objectOperation } = await import('./s3/objects.mjs');

const longestKey = 1024;

/** Bucket and key of a path, decoded once and otherwise as they are: a key may hold "..", "//" or an encoded slash. */
function addressOf(url) {
  try {
    const [, bucket, key = ''] = /^\/([^/?]*)\/?([^?]*)/s.exec(url);
    return { bucket: decodeURIComponent(bucket), key: decodeURIComponent(key) };
  } catch {
    return refuse('InvalidURI', "Couldn't parse the specified URI.");
  }
}

async function operations(ctx, next) {
  ctx.set({ 'x-amz-request-id': randomBytes(8).toString('hex').toUpperCase(), 'x-amz-id-2': randomBytes(24).toString('base64') });
  const { bucket, key } = addressOf(ctx.req.url);
  if (Buffer.byteLength(key) > longestKey) refuse('KeyTooLongError', 'Your key is too long');
  const operation = key ? multipartOperation(ctx) ?? objectOperation(ctx) : bucket && bucketOperation(ctx);
  if (!operation) {
    // The host has verified the signature; s3rver knows one access key only, its own.
    delete ctx.headers.authorization;
    ctx.query = Object.fromEntries(Object.entries(ctx.query).filter(([name]) => !/^x-amz-/i.test(name)));
    return next();
  }
  if (!(await store.getBucket(bucket))) refuse('NoSuchBucket', 'The specified bucket does not exist', { BucketName: bucket });
  return operation(store, ctx, bucket, key);
}

const store = await Store.open(folder);
const app = new S3rver({ directory: folder, silent: true, vhostBuckets: false });
app.store = app.context.store = store;
// Behind s3rver's logger and writer of XML, before its router.
app.middleware.splice(2, 0, operations);
app.on('error', (e, ctx) => {
  // What was refused has been told to the client, and who hangs up needs no answer.
  if (!e.status && !ctx.req.aborted && !e.code?.startsWith('HPE_')) console.error(e);
});
serve(createServer(app.callback()));
