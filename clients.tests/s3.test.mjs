// Objects with the AWS SDK for JavaScript: each user's own, in every way of sending one.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { before, describe, it } from 'node:test';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { bucket, endpoint } from './lib/environment.mjs';
import { administrator, newPerson, s3Denied, session, sessionOf } from './lib/people.mjs';

let ann;
let bob;
before(async () => {
  [ann, bob] = [await sessionOf(await newPerson('ann')), await sessionOf(await newPerson('bob'))];
});

const keyOf = ({ identityId }, name = `${randomBytes(4).toString('hex')}.txt`) => `users/${identityId}/${name}`;
const put = ({ s3 }, Key, Body, more) => s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body, ...more }));
const get = async ({ s3 }, Key, more) => (await s3.send(new GetObjectCommand({ Bucket: bucket, Key, ...more }))).Body.transformToByteArray();
const text = async (...args) => Buffer.from(await get(...args)).toString();

describe("a user's own object", () => {
  it('is written, read, told about, listed, copied and deleted', async () => {
    const Key = keyOf(ann, 'a note & more äöü +%.txt');
    await put(ann, Key, 'mine', { ContentType: 'text/plain', Metadata: { colour: 'red' } });
    assert.equal(await text(ann, Key), 'mine');
    const head = await ann.s3.send(new HeadObjectCommand({ Bucket: bucket, Key }));
    assert.deepEqual([head.ContentLength, head.ContentType, head.Metadata.colour], [4, 'text/plain', 'red']);
    const { Contents } = await ann.s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: `users/${ann.identityId}/` }));
    assert.ok(Contents.some((one) => one.Key === Key));
    const copy = keyOf(ann);
    await ann.s3.send(new CopyObjectCommand({ Bucket: bucket, Key: copy, CopySource: `${bucket}/${Key.split('/').map(encodeURIComponent).join('/')}` }));
    assert.equal(await text(ann, copy), 'mine');
    await ann.s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
    await ann.s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: [{ Key: copy }] } }));
    const { KeyCount } = await ann.s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: copy }));
    assert.equal(KeyCount, 0);
  });

  it('is read in part, and not at all where it has not changed', async () => {
    const Key = keyOf(ann);
    const { ETag } = await put(ann, Key, '0123456789');
    assert.equal(await text(ann, Key, { Range: 'bytes=2-4' }), '234');
    // Without a body the SDK has no other name for it; that of another error would tell that it held something against the empty one.
    const { LastModified } = await ann.s3.send(new HeadObjectCommand({ Bucket: bucket, Key }));
    for (const condition of [{ IfNoneMatch: ETag }, { IfModifiedSince: LastModified }]) {
      await assert.rejects(get(ann, Key, condition), ({ name, $metadata }) => name === 'Unknown' && $metadata.httpStatusCode === 304);
    }
  });

  it('is sent as a stream', async () => {
    const [Key, body] = [keyOf(ann), randomBytes(300_000)];
    await put(ann, Key, Readable.from([body.subarray(0, 100_000), body.subarray(100_000)]), { ContentLength: body.length });
    assert.deepEqual(Buffer.from(await get(ann, Key)), body);
  });

  for (const algorithm of ['CRC32', 'CRC32C', 'SHA1', 'SHA256']) {
    it(`is sent as a stream with ${algorithm} after it`, async () => {
      const [Key, body] = [keyOf(ann), randomBytes(200_000)];
      await put(ann, Key, Readable.from([body]), { ContentLength: body.length, ChecksumAlgorithm: algorithm });
      assert.deepEqual(Buffer.from(await get(ann, Key)), body);
    });
  }

  it('is sent in parts', async () => {
    const [Key, parts] = [keyOf(ann), [randomBytes(5 * 1024 * 1024), randomBytes(1000)]];
    const upload = { Bucket: bucket, Key };
    const { UploadId } = await ann.s3.send(new CreateMultipartUploadCommand(upload));
    const sent = await Promise.all(
      parts.map(async (Body, i) => {
        const { ETag } = await ann.s3.send(new UploadPartCommand({ ...upload, UploadId, PartNumber: i + 1, Body }));
        return { ETag, PartNumber: i + 1 };
      }),
    );
    await ann.s3.send(new CompleteMultipartUploadCommand({ ...upload, UploadId, MultipartUpload: { Parts: sent } }));
    assert.deepEqual(Buffer.from(await get(ann, Key)), Buffer.concat(parts));
  });

  it('is copied in parts, and read by a part', async () => {
    const [source, Key, body] = [keyOf(ann), keyOf(ann), randomBytes(5 * 1024 * 1024 + 10)];
    await put(ann, source, body);
    const upload = { Bucket: bucket, Key };
    const { UploadId } = await ann.s3.send(new CreateMultipartUploadCommand({ ...upload, ChecksumAlgorithm: 'SHA256' }));
    const Parts = await Promise.all(
      [`0-${5 * 1024 * 1024 - 1}`, `${5 * 1024 * 1024}-${body.length - 1}`].map(async (range, i) => {
        const copy = { ...upload, UploadId, PartNumber: i + 1, CopySource: `${bucket}/${source}`, CopySourceRange: `bytes=${range}` };
        const {
          CopyPartResult: { ETag, ChecksumSHA256 },
        } = await ann.s3.send(new UploadPartCopyCommand(copy));
        return { ETag, ChecksumSHA256, PartNumber: i + 1 };
      }),
    );
    const { ChecksumSHA256 } = await ann.s3.send(new CompleteMultipartUploadCommand({ ...upload, UploadId, MultipartUpload: { Parts } }));
    assert.match(ChecksumSHA256, /-2$/);
    assert.deepEqual(Buffer.from(await get(ann, Key)), body);
    const { PartsCount, Body } = await ann.s3.send(new GetObjectCommand({ ...upload, PartNumber: 2 }));
    assert.deepEqual([PartsCount, Buffer.from(await Body.transformToByteArray())], [2, body.subarray(-10)]);
  });

  it('is deleted as it was, and not as it is no longer', async () => {
    const Key = keyOf(ann);
    const { ETag } = await put(ann, Key, 'before');
    await put(ann, Key, 'after');
    await assert.rejects(ann.s3.send(new DeleteObjectCommand({ Bucket: bucket, Key, IfMatch: ETag })), { name: 'PreconditionFailed' });
    const { Errors } = await ann.s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: [{ Key, ETag }] } }));
    assert.deepEqual(
      Errors.map(({ Code }) => Code),
      ['PreconditionFailed'],
    );
    assert.equal(await text(ann, Key), 'after');
  });

  it('is not there after sending it in parts was given up', async () => {
    const upload = { Bucket: bucket, Key: keyOf(ann) };
    const { UploadId } = await ann.s3.send(new CreateMultipartUploadCommand(upload));
    await ann.s3.send(new UploadPartCommand({ ...upload, UploadId, PartNumber: 1, Body: 'part' }));
    await ann.s3.send(new AbortMultipartUploadCommand({ ...upload, UploadId }));
    // Who may not list all keys is not told which there are.
    await assert.rejects(get(ann, upload.Key), (/** @type {any} */ error) => ['NoSuchKey', 'AccessDenied'].includes(error.name));
  });
});

describe("somebody else's object", () => {
  const secret = () => keyOf(bob, 'secret.txt');
  before(() => put(bob, secret(), 'secret'));

  for (const [what, attempt] of Object.entries({
    read: (Key) => get(ann, Key),
    overwritten: (Key) => put(ann, Key, 'changed'),
    deleted: (Key) => ann.s3.send(new DeleteObjectCommand({ Bucket: bucket, Key })),
    copied: (Key) => ann.s3.send(new CopyObjectCommand({ Bucket: bucket, Key: keyOf(ann), CopySource: `${bucket}/${Key}` })),
    'copied in a part': async (CopySource) => {
      const upload = { Bucket: bucket, Key: keyOf(ann) };
      const { UploadId } = await ann.s3.send(new CreateMultipartUploadCommand(upload));
      await ann.s3.send(new UploadPartCopyCommand({ ...upload, UploadId, PartNumber: 1, CopySource: `${bucket}/${CopySource}` }));
    },
    'written in parts': (Key) => ann.s3.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key })),
    listed: () => ann.s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: `users/${bob.identityId}/` })),
    'listed among all': () => ann.s3.send(new ListObjectsV2Command({ Bucket: bucket })),
    "listed among all users'": () => ann.s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: 'users/' })),
    'found by its bucket': () => ann.s3.send(new ListBucketsCommand({})),
  })) {
    it(`is not ${what}`, async () => {
      await assert.rejects(attempt(secret()), s3Denied);
      assert.equal(await text(bob, secret()), 'secret');
    });
  }

  it("is not read through a path that leads out of one's own", () =>
    // Such a key is a name like any other to S3, and nothing has it.
    assert.rejects(get(ann, `users/${ann.identityId}/../${bob.identityId}/secret.txt`), (/** @type {any} */ error) => ['NoSuchKey', 'AccessDenied'].includes(error.name)));

  it("is not deleted among one's own, which are", async () => {
    const own = keyOf(ann);
    await put(ann, own, 'own');
    const { Deleted = [], Errors = [] } = await ann.s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: [{ Key: own }, { Key: secret() }] } }));
    assert.deepEqual([Deleted.map(({ Key }) => Key), Errors.map(({ Key, Code }) => [Key, Code])], [[own], [[secret(), 'AccessDenied']]]);
    assert.equal(await text(bob, secret()), 'secret');
  });
});

describe('a presigned address', () => {
  const uploadTo = (Key, options) => getSignedUrl(ann.s3, new PutObjectCommand({ Bucket: bucket, Key }), { expiresIn: 60, ...options });
  const downloadFrom = (Key, options) => getSignedUrl(ann.s3, new GetObjectCommand({ Bucket: bucket, Key }), { expiresIn: 60, ...options });

  it('takes and gives an object without credentials', async () => {
    const Key = keyOf(ann);
    assert.equal((await fetch(await uploadTo(Key), { method: 'PUT', body: 'by address' })).status, 200);
    assert.equal(await (await fetch(await downloadFrom(Key))).text(), 'by address');
  });

  it("opens nothing after its time, for another key, for another method, or for somebody else's object", async () => {
    const Key = keyOf(ann);
    await put(ann, Key, 'mine');
    await put(bob, keyOf(bob, 'closed.txt'), 'closed');
    const statuses = [
      await fetch(await downloadFrom(Key, { signingDate: new Date(Date.now() - 3_600_000) })),
      await fetch((await downloadFrom(Key)).replace(encodeURIComponent(Key.split('/')[2]), 'other.txt').replace(Key.split('/')[2], 'other.txt')),
      await fetch(await downloadFrom(Key), { method: 'DELETE' }),
      await fetch(await downloadFrom(keyOf(bob, 'closed.txt'))),
    ].map(({ status }) => status);
    assert.deepEqual(statuses, [403, 403, 403, 403]);
    assert.equal(await text(ann, Key), 'mine');
  });
});

describe('a guest', () => {
  it('reads and lists what is public, and nothing else', async () => {
    const Key = `public/${randomBytes(4).toString('hex')}.txt`;
    await put(administrator, Key, 'hello');
    const guest = await session();
    assert.equal(await text(guest, Key), 'hello');
    const { Contents } = await guest.s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: 'public/' }));
    assert.ok(Contents?.some((one) => one.Key === Key));
    await assert.rejects(put(guest, Key, 'changed'), s3Denied);
    await assert.rejects(put(guest, keyOf(guest), 'mine'), s3Denied);
    await assert.rejects(get(guest, keyOf(ann)), s3Denied);
    await assert.rejects(guest.s3.send(new ListObjectsV2Command({ Bucket: bucket })), s3Denied);
  });
});

describe('who signs wrongly', () => {
  it('is refused with a changed secret, a changed session, and none', async () => {
    const { accessKeyId, secretAccessKey, sessionToken } = await ann.credentials();
    const attempt = (credentials) => new S3Client({ credentials }).send(new GetObjectCommand({ Bucket: bucket, Key: keyOf(ann) }));
    await assert.rejects(attempt({ accessKeyId, secretAccessKey: `${secretAccessKey}x`, sessionToken }), { name: 'SignatureDoesNotMatch' });
    await assert.rejects(attempt({ accessKeyId, secretAccessKey, sessionToken: `${sessionToken.slice(0, -8)}AAAAAAAA` }), { name: 'InvalidToken' });
    await assert.rejects(attempt({ accessKeyId, secretAccessKey }), (/** @type {any} */ error) => ['InvalidAccessKeyId', 'InvalidToken'].includes(error.name));
    assert.equal((await fetch(`${endpoint}/${bucket}/${keyOf(ann)}`)).status, 403);
  });
});
