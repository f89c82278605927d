// Buckets and objects on disk. A body is a file that is written once; a record in LevelDB, written last, makes it an object:
// what is acknowledged is on disk whole, and what a killed process left half done is no object.
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { load } from '../child.mjs';
import { noSuchKey, refuse } from './errors.mjs';

const { Level } = load('level', 'dynalite');
const durable = { sync: true };
/** The greatest of what begins so: no key has this character in practice. */
const last = '\u{10ffff}';
const greater = (a, b) => (Buffer.compare(Buffer.from(a), Buffer.from(b)) > 0 ? a : b);

const ofBucket = (bucket) => `b/${bucket}`;
const ofObject = (bucket, key) => `o/${bucket}/${key}`;
const ofUpload = (bucket, id) => `u/${bucket}/${id}`;
const ofPart = (id, number = '') => `p/${id}/${number && String(number).padStart(5, '0')}`;

export class Store {
  #db;
  #bodies;
  #turn = Promise.resolve();

  static async open(folder) {
    const store = new Store();
    store.#bodies = join(folder, 'bodies');
    mkdirSync(store.#bodies, { recursive: true });
    store.#db = new Level(join(folder, 'records'), { valueEncoding: 'json' });
    const used = new Set();
    for await (const { file } of store.#db.values({ gte: 'o/', lt: 'q' })) used.add(file);
    for (const file of await readdir(store.#bodies)) if (!used.has(file)) await store.#remove(file);
    return store;
  }

  // What s3rver itself asks of a store: its operations on buckets go on to work.
  async getBucket(bucket) {
    const record = await this.#db.get(ofBucket(bucket));
    return record ? { name: bucket, creationDate: new Date(record.created) } : null;
  }

  async putBucket(bucket) {
    await this.#db.put(ofBucket(bucket), { created: Date.now() }, durable);
  }

  async listBuckets() {
    const records = await this.#db.iterator({ gte: 'b/', lt: 'b0' }).all();
    return records.map(([key, { created }]) => ({ name: key.slice(2), creationDate: new Date(created) }));
  }

  async listObjects(bucket) {
    return { objects: (await this.list(bucket, { max: 1 })).entries };
  }

  deleteBucket(bucket) {
    return this.#alone(async () => {
      if ((await this.listObjects(bucket)).objects.length) refuse('BucketNotEmpty', 'The bucket you tried to delete is not empty', { BucketName: bucket });
      for (const { id } of await this.uploads(bucket)) await this.removeUpload(bucket, id);
      await this.#db.del(ofBucket(bucket), durable);
    });
  }

  // CORS and websites are the host's.
  getSubresource = async () => null;

  find(bucket, key) {
    return this.#db.get(ofObject(bucket, key));
  }

  /** The record of an object, and its body, opened: it stays whole, whatever becomes of the object meanwhile. */
  async read(bucket, key) {
    for (let record, tries = 0; (record = await this.find(bucket, key)); tries++) {
      try {
        return { record, file: await open(join(this.#bodies, record.file)) };
      } catch (e) {
        // Replaced between the two.
        if (e.code !== 'ENOENT' || tries > 5) throw e;
      }
    }
    return noSuchKey(key);
  }

  /** Writes a body to disk; it is nothing before a record names it. Gives what the record says of it. */
  async write(body, verify = body.verify) {
    const file = randomBytes(16).toString('hex');
    const path = join(this.#bodies, file);
    const handle = await open(path, 'wx');
    try {
      await handle.writeFile(body);
      const seen = verify?.() ?? {};
      await handle.datasync();
      return { file, size: (await handle.stat()).size, ...seen };
    } catch (e) {
      await this.#remove(file);
      throw e;
    } finally {
      await handle.close();
    }
  }

  /** Makes a written body an object, if a condition holds of the one that is there; what `more` gives is done with it, or neither. */
  put(bucket, key, record, condition, more = () => []) {
    return this.#alone(async () => {
      const old = await this.find(bucket, key);
      condition?.(old);
      if (!(await this.getBucket(bucket))) refuse('NoSuchBucket', 'The specified bucket does not exist', { BucketName: bucket });
      await this.#db.batch([{ type: 'put', key: ofObject(bucket, key), value: record }, ...(await more())], durable);
      if (old && old.file !== record.file) await this.#remove(old.file);
    }).catch(async (e) => {
      if ((await this.find(bucket, key))?.file !== record.file) await this.#remove(record.file);
      throw e;
    });
  }

  /** Changes what a record says of an object, but for its body. */
  change(bucket, key, changes) {
    return this.#alone(async () => {
      const record = (await this.find(bucket, key)) ?? noSuchKey(key);
      await this.#db.put(ofObject(bucket, key), { ...record, ...changes }, durable);
    });
  }

  delete(bucket, key, condition) {
    return this.#alone(async () => {
      const old = await this.find(bucket, key);
      condition?.(old);
      if (!old) return;
      await this.#db.del(ofObject(bucket, key), durable);
      await this.#remove(old.file);
    });
  }

  /** Keys in S3's order, which is that of their bytes; those that have the delimiter after the prefix as one common prefix. */
  async list(bucket, { prefix = '', delimiter = '', after = '', max = 1000 }) {
    const base = ofObject(bucket, '');
    const inPrefix = (key) => delimiter && key.startsWith(prefix) && key.indexOf(delimiter, prefix.length) >= 0
      ? key.slice(0, key.indexOf(delimiter, prefix.length) + delimiter.length) : undefined;
    // A common prefix that ended the page before: on behind all that it stands for.
    const from = inPrefix(after) === after ? after + last : after;
    const iterator = this.#db.iterator({ ...(from && greater(from, prefix) === from ? { gt: base + from } : { gte: base + prefix }), lt: base + prefix + last });
    const entries = [];
    try {
      for (let entry; (entry = await iterator.next()); ) {
        const key = entry[0].slice(base.length);
        const common = inPrefix(key);
        if (entries.length === max) return { entries, isTruncated: max > 0 };
        entries.push(common === undefined ? { key, record: entry[1] } : { common });
        if (common !== undefined) iterator.seek(base + common + last);
      }
      return { entries, isTruncated: false };
    } finally {
      await iterator.close();
    }
  }

  startUpload(bucket, id, upload) {
    return this.#db.put(ofUpload(bucket, id), { id, ...upload }, durable);
  }

  async upload(bucket, id) {
    return (await this.#db.get(ofUpload(bucket, id)))
      ?? refuse('NoSuchUpload', 'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.', { UploadId: id });
  }

  uploads(bucket) {
    return this.#db.values({ gte: ofUpload(bucket, ''), lt: ofUpload(bucket, last) }).all();
  }

  parts(id) {
    return this.#db.values({ gte: ofPart(id), lt: ofPart(id) + last }).all();
  }

  putPart(bucket, id, part) {
    return this.#alone(async () => {
      await this.upload(bucket, id);
      const old = await this.#db.get(ofPart(id, part.number));
      await this.#db.put(ofPart(id, part.number), part, durable);
      if (old) await this.#remove(old.file);
    }).catch(async (e) => {
      await this.#remove(part.file);
      throw e;
    });
  }

  /** What ends an upload, to be done with something else. */
  async endOf(bucket, id) {
    return [ofUpload(bucket, id), ...(await this.parts(id)).map(({ number }) => ofPart(id, number))].map((key) => ({ type: 'del', key }));
  }

  async removeUpload(bucket, id) {
    const parts = await this.parts(id);
    await this.#db.batch(await this.endOf(bucket, id), durable);
    await this.removeBodies(parts);
  }

  removeBodies(records) {
    return Promise.all(records.map(({ file }) => this.#remove(file)));
  }

  /** The bodies of records, one after the other. */
  async *concat(records) {
    for (const { file } of records) yield* (await open(join(this.#bodies, file))).createReadStream();
  }

  // A file that stays behind, as one that is being read does on Windows, goes at the next start.
  #remove = (file) => rm(join(this.#bodies, file), { force: true }).catch(() => {});

  /** One change after the other: what a condition says still holds when the record is written. */
  #alone(change) {
    const result = this.#turn.then(change);
    this.#turn = result.catch(() => {});
    return result;
  }
}
