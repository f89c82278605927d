// Items with the AWS SDK for JavaScript: each user's own, by the leading key.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  ExecuteStatementCommand,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { table } from './lib/environment.mjs';
import { administrator, dynamodbDenied, newPerson, session, sessionOf } from './lib/people.mjs';

let ann;
let bob;
before(async () => {
  [ann, bob] = [await sessionOf(await newPerson('ann')), await sessionOf(await newPerson('bob'))];
  await put(bob, bob, 'secret', 'secret');
});

const key = ({ identityId }, note = 'one') => ({ owner: { S: identityId }, noteId: { S: note } });
const item = (owner, note, text = 'text') => ({ ...key(owner, note), text: { S: text } });
const put = (who, owner, note, text) => who.dynamodb.send(new PutItemCommand({ TableName: table, Item: item(owner, note, text) }));
const get = async (who, owner, note) => (await who.dynamodb.send(new GetItemCommand({ TableName: table, Key: key(owner, note) }))).Item?.text.S;
const query = (who, owner, more) =>
  who.dynamodb.send(
    new QueryCommand({
      TableName: table,
      KeyConditionExpression: '#o = :owner',
      ExpressionAttributeNames: { '#o': 'owner' },
      ExpressionAttributeValues: { ':owner': { S: owner.identityId } },
      ...more,
    }),
  );

describe("a user's own item", () => {
  it('is written, read, changed, found and deleted', async () => {
    await put(ann, ann, 'one', 'mine');
    assert.equal(await get(ann, ann, 'one'), 'mine');
    await ann.dynamodb.send(
      new UpdateItemCommand({
        TableName: table,
        Key: key(ann),
        UpdateExpression: 'SET #t = :t',
        ExpressionAttributeNames: { '#t': 'text' },
        ExpressionAttributeValues: { ':t': { S: 'changed' } },
      }),
    );
    assert.deepEqual(
      (await query(ann, ann)).Items.map(({ text }) => text.S),
      ['changed'],
    );
    await ann.dynamodb.send(new DeleteItemCommand({ TableName: table, Key: key(ann) }));
    assert.equal(await get(ann, ann, 'one'), undefined);
  });

  it('is written and read with others of its owner', async () => {
    const notes = ['a', 'b', 'c'];
    await ann.dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [table]: notes.map((note) => ({ PutRequest: { Item: item(ann, note) } })) } }));
    const { Responses } = await ann.dynamodb.send(new BatchGetItemCommand({ RequestItems: { [table]: { Keys: notes.map((note) => key(ann, note)) } } }));
    assert.deepEqual(Responses[table].map(({ noteId }) => noteId.S).sort(), notes);
  });

  it('is written under a condition', async () => {
    const once = () => ann.dynamodb.send(new PutItemCommand({ TableName: table, Item: item(ann, 'once'), ConditionExpression: 'attribute_not_exists(noteId)' }));
    await once();
    await assert.rejects(once(), { name: 'ConditionalCheckFailedException' });
  });
});

describe('a condition that fails', () => {
  const condition = /** @type {const} */ ({ ConditionExpression: 'attribute_not_exists(noteId)', ReturnValuesOnConditionCheckFailure: 'ALL_OLD' });
  const written = (note, more) => ({ Put: { TableName: table, Item: item(ann, note, 'new'), ...more } });

  it('tells the item that failed it', async () => {
    await put(ann, ann, 'kept', 'old');
    await assert.rejects(ann.dynamodb.send(new PutItemCommand({ TableName: table, Item: item(ann, 'kept', 'new'), ...condition })), {
      name: 'ConditionalCheckFailedException',
      Item: item(ann, 'kept', 'old'),
    });
  });

  it('is a reason among those of its transaction, of which nothing is written', async () => {
    await put(ann, ann, 'kept', 'old');
    await assert.rejects(
      ann.dynamodb.send(
        new TransactWriteItemsCommand({
          TransactItems: [
            written('ghost'),
            written('kept', condition),
            { Update: { TableName: table, Key: key(ann, 'ghost2'), UpdateExpression: 'SET zz.q = :o', ExpressionAttributeValues: { ':o': { S: 'x' } } } },
            { ConditionCheck: { TableName: table, Key: key(ann, 'ghost3'), ConditionExpression: 'attribute_exists(noteId)' } },
          ],
        }),
      ),
      ({ name, CancellationReasons: reasons }) => {
        assert.equal(name, 'TransactionCanceledException');
        assert.deepEqual(
          reasons.map(({ Code }) => Code),
          ['None', 'ConditionalCheckFailed', 'ValidationError', 'ConditionalCheckFailed'],
        );
        assert.deepEqual(reasons[1].Item, item(ann, 'kept', 'old'));
        return true;
      },
    );
    assert.equal(await get(ann, ann, 'ghost'), undefined);
  });

  it('leaves nothing that others read meanwhile', async () => {
    let ended = false;
    const cancelled = (async () => {
      for (let n = 0; n < 20; n += 1)
        await assert.rejects(
          ann.dynamodb.send(
            new TransactWriteItemsCommand({
              TransactItems: [written('ghost'), { ConditionCheck: { TableName: table, Key: key(ann, 'ghost2'), ConditionExpression: 'attribute_exists(noteId)' } }],
            }),
          ),
        );
    })().finally(() => {
      ended = true;
    });
    while (!ended) {
      const { Item } = await ann.dynamodb.send(new GetItemCommand({ TableName: table, Key: key(ann, 'ghost'), ConsistentRead: true }));
      assert.equal(Item, undefined);
    }
    await cancelled;
  });
});

describe('many items', () => {
  it('are paged through, counted and filtered', async () => {
    await ann.dynamodb.send(
      new BatchWriteItemCommand({
        RequestItems: { [table]: Array.from({ length: 25 }, (_, n) => ({ PutRequest: { Item: { ...item(ann, `many-${10 + n}`), n: { N: String(n) } } } })) },
      }),
    );
    const many = {
      KeyConditionExpression: '#o = :owner AND begins_with(noteId, :many)',
      ExpressionAttributeValues: { ':owner': { S: ann.identityId }, ':many': { S: 'many-' } },
    };
    const notes = [];
    let start;
    do {
      const page = await query(ann, ann, { ...many, Limit: 7, ExclusiveStartKey: start });
      notes.push(...page.Items.map(({ noteId }) => noteId.S));
      start = page.LastEvaluatedKey;
    } while (start);
    assert.deepEqual(
      notes,
      Array.from({ length: 25 }, (_, n) => `many-${10 + n}`),
    );
    const counted = await query(ann, ann, {
      ...many,
      Select: 'COUNT',
      FilterExpression: 'n >= :n',
      ExpressionAttributeValues: { ...many.ExpressionAttributeValues, ':n': { N: '20' } },
    });
    assert.deepEqual([counted.Count, counted.ScannedCount, counted.Items], [5, 25, undefined]);
  });
});

describe("somebody else's item", () => {
  for (const [what, attempt] of Object.entries({
    read: () => get(ann, bob, 'secret'),
    overwritten: () => put(ann, bob, 'secret', 'changed'),
    changed: () =>
      ann.dynamodb.send(new UpdateItemCommand({ TableName: table, Key: key(bob, 'secret'), UpdateExpression: 'REMOVE #t', ExpressionAttributeNames: { '#t': 'text' } })),
    deleted: () => ann.dynamodb.send(new DeleteItemCommand({ TableName: table, Key: key(bob, 'secret') })),
    queried: () => query(ann, bob),
    'queried by the old form of conditions': () =>
      ann.dynamodb.send(new QueryCommand({ TableName: table, KeyConditions: { owner: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: bob.identityId }] } } })),
    scanned: () => ann.dynamodb.send(new ScanCommand({ TableName: table })),
    "scanned behind a filter for one's own": () =>
      ann.dynamodb.send(
        new ScanCommand({
          TableName: table,
          FilterExpression: '#o = :owner',
          ExpressionAttributeNames: { '#o': 'owner' },
          ExpressionAttributeValues: { ':owner': { S: ann.identityId } },
        }),
      ),
    "read among one's own": () => ann.dynamodb.send(new BatchGetItemCommand({ RequestItems: { [table]: { Keys: [key(ann), key(bob, 'secret')] } } })),
    "written among one's own": () =>
      ann.dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [table]: [{ PutRequest: { Item: item(ann, 'mixed') } }, { DeleteRequest: { Key: key(bob, 'secret') } }] } })),
    'read in a transaction': () => ann.dynamodb.send(new TransactGetItemsCommand({ TransactItems: [{ Get: { TableName: table, Key: key(bob, 'secret') } }] })),
    'written in a transaction': () =>
      ann.dynamodb.send(
        new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName: table, Item: item(ann, 'mixed') } }, { Delete: { TableName: table, Key: key(bob, 'secret') } }] }),
      ),
  })) {
    it(`is not ${what}`, async () => {
      await assert.rejects(attempt(), dynamodbDenied);
      assert.equal(await get(bob, bob, 'secret'), 'secret');
      assert.equal(await get(ann, ann, 'mixed'), undefined);
    });
  }

  it('is not selected, whether or not there is PartiQL', () =>
    assert.rejects(ann.dynamodb.send(new ExecuteStatementCommand({ Statement: `SELECT * FROM "${table}"` })), ({ name }) =>
      ['AccessDeniedException', 'UnknownOperationException'].includes(name),
    ));

  it("is not found by a key that only begins with one's own", () => assert.rejects(get(ann, { identityId: `${ann.identityId}x` }, 'one'), dynamodbDenied));
});

describe('tables', () => {
  it('are neither described nor listed to users, nor anything of them to guests', async () => {
    await assert.rejects(ann.dynamodb.send(new DescribeTableCommand({ TableName: table })), dynamodbDenied);
    await assert.rejects(ann.dynamodb.send(new ListTablesCommand({})), dynamodbDenied);
    const guest = await session();
    await assert.rejects(get(guest, guest), dynamodbDenied);
  });

  it("are the administrator's", async () => {
    const { Items } = await administrator.dynamodb.send(new ScanCommand({ TableName: table }));
    assert.ok(Items?.some(({ owner }) => owner.S === bob.identityId));
  });

  it('are described with the time to live of their template', async () => {
    const { TimeToLiveDescription } = await administrator.dynamodb.send(new DescribeTimeToLiveCommand({ TableName: table }));
    assert.deepEqual(TimeToLiveDescription, { TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' });
  });
});
