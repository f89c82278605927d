// DynamoDB's data plane: dynalite, kept in LevelDB.
import { folder, load, serve } from './child.mjs';
import { loadPatched } from './patched.mjs';

const { Level } = load('level', 'dynalite');

/** A table stands in CREATING, UPDATING or DELETING for an instant only; a process that was killed in it left it there for good. */
async function finishTables() {
  const db = new Level(folder, { valueEncoding: 'json' });
  for await (const [key, table] of db.iterator({ gte: 'table~', lt: 'table\x7f' })) {
    const { TableName, TableStatus, GlobalSecondaryIndexes: indexes = [] } = table;
    if (TableStatus === 'DELETING') {
      for (const prefix of [`item-${TableName}~`, `index-local~${TableName}~`, `index-global~${TableName}~`, `tag-${TableName}~`])
        await db.clear({ gte: prefix, lt: `${prefix.slice(0, -1)}\x7f` });
      await db.del(key);
    } else if (TableStatus !== 'ACTIVE' || indexes.some((index) => index.IndexStatus !== 'ACTIVE')) {
      for (const index of indexes) index.IndexStatus = 'ACTIVE';
      await db.put(key, { ...table, TableStatus: 'ACTIVE' });
    }
  }
  await db.close();
}

await finishTables();
const server = loadPatched('dynalite')({ path: folder, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
const answer = server.listeners('request')[0];
server.removeAllListeners('request').on('request', (request, response) => {
  // The host has verified the signature, and answers browsers' preflights; dynalite wants to see one, of any kind.
  delete request.headers.origin;
  request.headers.authorization = 'AWS4-HMAC-SHA256 Credential=host, SignedHeaders=host, Signature=verified';
  request.headers['x-amz-date'] ??= new Date().toISOString();
  answer(request, response);
});
serve(server);
