// Writes, removes and checks the entries of an environment's deny list, in the one spelling in which the gate finds them.
import { existsSync, readFileSync } from 'node:fs';
import { Problem, bold, dim, green, main, yellow } from './lib/console.mjs';
import { kinds, strays, subjectOf } from './lib/deny-list.mjs';
import { commandLine } from './lib/options.mjs';
import { inRoot } from './lib/run.mjs';

const command = commandLine({
  call: 'npm run deny --',
  about: `Rejects users, mailboxes, domains and app clients from now on, without a deployment: writes the deny list of an environment that
has signInRules.denyList, with your AWS credentials or those of the environment on this machine.`,
  takes: 'add|remove|list|check [ENTRY…]',
  options: {
    outputs: { type: 'string', value: 'FILE', about: 'Outputs of the deployment, which name the table' },
    table: { type: 'string', value: 'NAME', about: 'Instead of --outputs: the table that the output DenyListTableName names' },
    reason: { type: 'string', about: 'add: why, for the log' },
    days: { type: 'number', range: [1, 99999], about: 'add: how long it holds; without it, for good' },
    fix: { type: 'boolean', about: 'check: write the entries as they were meant' },
  },
  sections: {
    Entries: Object.entries(kinds).map(([kind, { refuses }]) => [`${kind}#…`, refuses]),
    Examples: [
      ['npm run deny -- add user#jane@example.com --outputs outputs.prod.json', 'however it is spelled'],
      ['npm run deny -- remove user#jane@example.com --outputs outputs.prod.json'],
      ['npm run deny -- list --outputs outputs.prod.json'],
      ['npm run deny -- check --outputs outputs.prod.json', 'entries that never match, for they are spelled otherwise'],
    ],
  },
});
const { hint } = command;

/** @param {string[]} words */
function requireSense([verb, ...entries]) {
  if (!Object.hasOwn(verbs, verb ?? '')) throw new Problem(`${verb ? `"${verb}"` : 'Nothing'} is what to do: it must be one of ${Object.keys(verbs).join(', ')}.`, hint);
  if (['add', 'remove'].includes(verb) !== entries.length > 0)
    throw new Problem(entries.length ? `${verb} takes no entries.` : `${verb} needs an entry, such as user#jane@example.com.`, hint);
  return { verb, subjects: entries.map(subjectOf) };
}

function tableOf({ table, outputs }) {
  if (table) return table;
  if (!outputs) throw new Problem('--outputs or --table is needed.', hint);
  const path = existsSync(outputs) ? outputs : inRoot(outputs);
  if (!existsSync(path))
    throw new Problem(`${outputs}, which --outputs names, is not there.`, 'cdk deploy --outputs-file writes it; of an environment on this machine it is .local/outputs.NAME.json.');
  const name = Object.values(JSON.parse(readFileSync(path, 'utf8')))
    .map((stack) => stack.DenyListTableName)
    .find(Boolean);
  if (!name) throw new Problem(`${outputs} has no DenyListTableName.`, 'Set signInRules.denyList to true in the environment file, and deploy it.');
  return name;
}

const verbs = {
  async add(db, table, { subjects, reason, days }) {
    const { PutItemCommand } = await import('@aws-sdk/client-dynamodb');
    for (const subject of subjects) {
      const expiresAt = days && String(Math.floor(Date.now() / 1000) + days * 86400);
      await db.send(
        new PutItemCommand({ TableName: table, Item: { subject: { S: subject }, ...(reason && { reason: { S: reason } }), ...(expiresAt && { expiresAt: { N: expiresAt } }) } }),
      );
      console.log(`${green('✓')} ${subject} is refused from now on`);
    }
  },
  async remove(db, table, { subjects }) {
    const { DeleteItemCommand } = await import('@aws-sdk/client-dynamodb');
    for (const subject of subjects) {
      const { Attributes } = await db.send(new DeleteItemCommand({ TableName: table, Key: { subject: { S: subject } }, ReturnValues: 'ALL_OLD' }));
      if (!Attributes) throw new Problem(`${subject} is not in the deny list.`, 'npm run deny -- list says what is.');
      console.log(`${green('✓')} ${subject} may sign in again`);
    }
  },
  async list(db, table) {
    const items = await all(db, table);
    for (const { subject, reason, expiresAt } of items)
      console.log([subject.S, reason?.S, expiresAt?.N && dim(`until ${new Date(Number(expiresAt.N) * 1000).toISOString()}`)].filter(Boolean).join('  '));
    console.log(dim(`${items.length} ${items.length === 1 ? 'entry' : 'entries'}.`));
  },
  async check(db, table, { fix }) {
    const { PutItemCommand, DeleteItemCommand } = await import('@aws-sdk/client-dynamodb');
    const items = await all(db, table);
    const wrong = strays(items.map(({ subject }) => subject.S));
    for (const { subject, meant } of wrong) {
      const mend = fix && meant;
      if (mend) {
        await db.send(new PutItemCommand({ TableName: table, Item: { ...items.find((item) => item.subject.S === subject), subject: { S: meant } } }));
        await db.send(new DeleteItemCommand({ TableName: table, Key: { subject: { S: subject } } }));
      }
      console.log(
        `${mend ? green('✓') : yellow('!')} ${bold(subject)} ${meant ? `${mend ? 'is now' : 'may match nobody: it should be'} ${meant}` : 'matches nobody, and nobody can tell whom it means'}`,
      );
    }
    const left = wrong.filter(({ meant }) => !(fix && meant));
    console.log(dim(`${items.length} ${items.length === 1 ? 'entry' : 'entries'}, ${left.length} that may match nobody.`));
    if (left.length)
      throw new Problem(
        'Entries of the deny list are not spelled as the gate looks them up.',
        left.some(({ meant }) => meant) ? 'npm run deny -- check --fix writes them as they were meant.' : 'Remove them in the console, and add what they were meant to be.',
      );
  },
};

async function all(db, table) {
  const { paginateScan } = await import('@aws-sdk/client-dynamodb');
  const items = [];
  for await (const page of paginateScan({ client: db }, { TableName: table, ConsistentRead: true })) items.push(...(page.Items ?? []));
  return items;
}

await main(command, async (options, words) => {
  const { verb, subjects } = requireSense(words);
  const table = tableOf(options);
  const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
  try {
    await verbs[verb](new DynamoDBClient(), table, { ...options, subjects });
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(
      `The deny list ${table} could not be ${verb === 'list' || verb === 'check' ? 'read' : 'written'}: ${error.message}`,
      'It takes AWS credentials and the Region, as the AWS CLI does.',
    );
  }
});
