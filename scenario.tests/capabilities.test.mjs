// What the local AWS has of AWS's services: asked of the running host, for every operation and member that AWS's SDK knows, and for every property that CloudFormation does.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { after, before, it } from 'node:test';
import { fromIni } from '@aws-sdk/credential-providers';
import { inRoot } from '../tools/lib/run.mjs';
import { properties } from '../tools/lib/schemas.mjs';
import { sample } from './lib/members.mjs';
import { setting, typeRows } from './lib/properties.mjs';
import { Notes, judged, section } from './lib/verdicts.mjs';
import { World } from './lib/world.mjs';

/** The services of which a deployment makes something, with their packages. */
const services = {
  'Cognito user pools': 'client-cognito-identity-provider',
  'Cognito identity pools': 'client-cognito-identity',
  STS: 'client-sts',
  S3: 'client-s3',
  DynamoDB: 'client-dynamodb',
  IAM: 'client-iam',
  CloudFormation: 'client-cloudformation',
  'Cloud Control': 'client-cloudcontrol',
  Lambda: 'client-lambda',
  KMS: 'client-kms',
  SNS: 'client-sns',
  'Secrets Manager': 'client-secrets-manager',
  'SSM Parameter Store': 'client-ssm',
  'CloudWatch metrics and alarms': 'client-cloudwatch',
  'CloudWatch Logs': 'client-cloudwatch-logs',
  WAF: 'client-wafv2',
};

/** What a service says of an operation that it does not have. */
const unknown = ['UnknownOperationException', 'UnknownOperation', 'InvalidAction', 'NotImplemented', 'MethodNotAllowed'];

/** What tells operations of S3 from others of the same address, and no address needs. */
const told = { UploadId: 'nobodys', PartNumber: 1, CopySource: 'nobodys/nobodys' };

/** Operations at addresses of their own, which look like others here. */
const elsewhere = ['ListDirectoryBuckets', 'WriteGetObjectResponse'];

/** Services of which every member is told, by their names in IAM and in the notes of tests. */
const byMember = {
  'client-cognito-identity-provider': 'cognito-idp',
  'client-cognito-identity': 'cognito-identity',
  'client-sts': 'sts',
  'client-s3': 's3',
  'client-dynamodb': 'dynamodb',
};

/** Operations that change what a template has made: their members are its properties. */
const changed = {
  AddCustomAttributes: 'AWS::Cognito::UserPool',
  UpdateIdentityProvider: 'AWS::Cognito::UserPoolIdentityProvider',
  UpdateUserPool: 'AWS::Cognito::UserPool',
  UpdateUserPoolClient: 'AWS::Cognito::UserPoolClient',
};

/** What calls need to be looked at further than to their first member. */
const needed = {
  'cognito-idp': () => ({ UserPoolId: world.outputs.UserPoolId, ClientId: world.outputs.ClientIdWeb }),
  s3: () => told,
  sts: () => ({
    RoleArn: 'arn:aws:iam::111122223333:role/nobodys',
    PrincipalArn: 'arn:aws:iam::111122223333:saml-provider/nobodys',
    RoleSessionName: 'nobodys',
    WebIdentityToken: 'nobodys',
    SAMLAssertion: 'nobodys',
  }),
};

/** How a refusal of a member begins or ends; it names the member, too. */
const refusal = /not available here|does not know the member/;

const isUpdating = process.env.COGNITOSTACK_UPDATE === '1';
const record = inRoot('docs/local-capabilities.md');
const noted = inRoot('local.tests/Recording/members.json');
const fresh = inRoot('artifacts/members.txt');
const json = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** What people have decided about members that are not the same, and how they differ: `Structure.Member`, `Structure.*`, or `*.Member` of whatever structure. */
const decisions = json(inRoot('scenario.tests/lib/capabilities.json'));
const words = (names) => (names.length ? names.map((name) => `\`${name}\``).join(', ') : '–');

/** The decisions that were about a member. */
const used = new Set();

let world;
before(async () => {
  world = await World.start();
});
after(() => world?.end());

/** Sends an operation that says nothing but what its address needs: it is refused for that, or for not being there. Whatever it names is not there, so nothing is lost. */
async function isHere(client, Command, input) {
  try {
    await client.send(new Command(input), { abortSignal: AbortSignal.timeout(20_000) });
    return true;
  } catch (error) {
    const label = /No value provided for input HTTP label: (\w+)/.exec(error.message)?.[1];
    if (label && !(label in input)) return isHere(client, Command, { ...input, [label]: 'nobodys' });
    // Without an answer nobody can tell.
    assert.ok(error.$metadata?.httpStatusCode, `${Command.name}: ${error}`);
    return !unknown.includes(error.name);
  }
}

function clientOf(module) {
  const Client = Object.entries(module).find(([name]) => name.endsWith('Client') && !name.startsWith('__'))?.[1];
  return new Client({
    endpoint: world.endpoint,
    region: world.outputs.Region,
    credentials: fromIni({ filepath: world.env.AWS_SHARED_CREDENTIALS_FILE }),
    forcePathStyle: true,
    disableHostPrefix: true,
    maxAttempts: 1,
  });
}

async function capabilities(package_) {
  const module = await import(`@aws-sdk/${package_}`);
  const client = clientOf(module);
  const here = [];
  const missing = [];
  for (const [name, Command] of Object.entries(module).filter(([name]) => name.endsWith('Command') && !name.startsWith('$') && !elsewhere.includes(name.replace(/Command$/, ''))))
    ((await isHere(client, Command, package_ === 'client-s3' ? told : {})) ? here : missing).push(name.replace(/Command$/, ''));
  return { module, client, here: here.sort(), missing: missing.sort() };
}

/** What the host says to a call. What is in the address must be there: a bucket that is, and nobody's of the others. */
async function answerOf(client, Command, input) {
  try {
    await client.send(new Command(input), { abortSignal: AbortSignal.timeout(20_000) });
    return 'done';
  } catch (error) {
    const label = /No value provided for input HTTP label: (\w+)/.exec(error.message)?.[1];
    if (label && input[label] === undefined) return answerOf(client, Command, { ...input, [label]: label === 'Bucket' ? world.outputs.BucketNameFiles : 'nobodys' });
    // An answer to HEAD has no words.
    return error.$metadata?.httpStatusCode === 501 && error.message === 'UnknownError' ? 'not available here' : `${error.name}: ${error.message}`;
  }
}

/** What becomes of one member that a call has: it is refused by its name, the same where the answer is another one than without it, and else nobody knows. */
async function tried(client, Command, { steps, name, wire }, input, without) {
  const answer = await answerOf(client, Command, { ...input, ...sample(steps) });
  const isNamed = answer === 'not available here' || [name, wire].some((word) => new RegExp(`\\b${word}\\b`, 'i').test(answer));
  return isNamed && refusal.test(answer) ? 'refused' : answer !== without ? 'same' : 'undecided';
}

/** Every member of the operations that are here, with its verdict. */
async function members(service, { module, client, here }, notes, rows) {
  const operations = here.map((name) => ({ name, Command: module[`${name}Command`], ...judged(service, new module[`${name}Command`]({}).schema, notes) }));
  // A structure is read or answered by the same words wherever it is.
  const proven = new Set(
    operations
      .flatMap(({ takes, answers }) => [...takes, ...answers])
      .filter(({ proof }) => proof)
      .map(({ proof, key }) => `${proof} ${key}`),
  );
  const input = needed[service]?.() ?? {};
  for (const one of operations) {
    const withouts = new Map();
    const type = rows.find((row) => row.type === changed[one.name]);
    const left = [];
    const verdictOf = async (member) => {
      const key = [member.key, `${member.shape}.*`, `*.${member.name}`].find((known) => known in (decisions[service]?.[member.what] ?? {}));
      if (key) {
        used.add(`${service} ${member.what} ${key}`);
        const because = decisions[service][member.what][key];
        return because === 'untested' ? { verdict: 'untested' } : { verdict: 'differs', because };
      }
      if (proven.has(`${member.what} ${member.key}`)) return { verdict: 'same' };
      if (member.what === 'answers' || proven.has(`seeks ${member.key}`)) return { verdict: 'untested' };
      const property = type?.of(member.path.replace(/^CustomAttributes/, 'Schema'));
      if (property) return property;
      // Of these whatever is not on a list is refused, as local.tests see (`HeaderTests`, `MemberTests`): what is not is on it.
      const isListed = service === 'dynamodb' || (service === 's3' && /^x-amz-/i.test(member.wire));
      // What a call without it is told, or with what is around it alone.
      const around = member.steps.slice(0, -1);
      if (!withouts.has(around.at(-1))) withouts.set(around.at(-1), await answerOf(client, one.Command, around.length ? { ...input, ...sample(around) } : input));
      const verdict = await tried(client, one.Command, member, input, withouts.get(around.at(-1)));
      return { verdict: verdict === 'undecided' && isListed ? 'untested' : verdict };
    };
    for (const member of [...one.takes, ...one.answers]) {
      // What is within something that is not taken, or is taken in another way, goes with it.
      if (left.some((path) => member.path.startsWith(path))) continue;
      Object.assign(member, await verdictOf(member));
      if (member.what === 'reads' && (member.verdict === 'refused' || member.verdict === 'differs')) left.push(`${member.path}.`);
    }
    one.takes = one.takes.filter(({ verdict }) => verdict);
    one.answers = one.answers.filter(({ verdict }) => verdict);
  }
  return operations;
}

/** The notes on which the record rests, one for each member, by operation. */
function restsOn(operations) {
  const kept = new Map();
  for (const member of operations.flatMap(({ takes, answers }) => [...takes, ...answers]).filter(({ note }) => note))
    if (!kept.has(`${member.proof} ${member.key}`)) kept.set(`${member.proof} ${member.key}`, member);
  const lines = new Map();
  for (const { noted: key, note } of kept.values()) lines.set(key, [...(lines.get(key) ?? []), note]);
  return [...lines].map(([key, notes]) => [key, [...new Set(notes)].sort().join(' ')]);
}

async function propertyRows(notes) {
  const types = await (await fetch(`${world.endpoint}/_local/types`)).json();
  return typeRows(types, properties(types.map(({ type }) => type)), notes);
}

it('the record says what is here and what is refused by its name, operation by operation, member by member, property by property', async () => {
  const isFresh = isUpdating && existsSync(fresh);
  const notes = new Notes(
    isFresh ? readFileSync(fresh, 'utf8').trim().split('\n') : Object.entries(json(noted)).flatMap(([key, paths]) => paths.split(' ').map((path) => `${key} ${path}`)),
  );
  const rows = await propertyRows(notes);
  const parts = [];
  const undecided = [];
  const kept = /** @type {string[][]} */ ([]);
  for (const [title, package_] of Object.entries(services)) {
    const asked = await capabilities(package_);
    const { here, missing } = asked;
    const service = byMember[package_];
    const operations = service ? await members(service, asked, notes, rows) : [];
    undecided.push(...operations.flatMap(({ name, takes }) => takes.filter(({ verdict }) => verdict === 'undecided').map(({ key }) => `${service} ${name} ${key}`)));
    kept.push(...restsOn(operations));
    parts.push(
      `## ${title}\n\n${here.length} of ${here.length + missing.length} operations.\n\n${service ? section(operations) : `Here: ${words(here)}.\n`}\nRefused by name: ${words(missing)}.\n`,
    );
  }
  kept.push(...rows.flatMap(({ rests }) => rests));
  parts.push(
    `## Properties of CloudFormation\n\nWhat a list is made of has its name, and any name in a map is \`*\`. Whatever is refused fails a change set, as was tried.\n\n${rows.map(({ text }) => text).join('\n')}`,
  );
  const text = `<!-- Written by COGNITOSTACK_UPDATE=1 node --test scenario.tests/capabilities.test.mjs, after all of local.tests: local.tests/README.md has both commands. -->
# What the local AWS does, member by member

Every operation that the AWS SDK for JavaScript knows was sent to the running host. What is refused is refused with its name, and does nothing.
Of user pools, identity pools, STS, S3 and DynamoDB every member of what is here is told. A member of a structure is told once, wherever the structure is.

| a member is | where |
|---|---|
| the same | a test saw the host look at it, or answer it, or the host answers another thing with it than without it |
| differs | it has another effect here than on AWS, or none: below the tables it is said how |
| refused | a call that has it is rejected, and told its name |
| untested | the host looks for it, but no test sends it; of an answer: no test has seen it there |

What the host neither looks at nor refuses makes the test fail, and so does whatever a new version of the SDK or of CloudFormation's schemas adds, until somebody decides.
[The local AWS](local-aws.md) says where an operation that is here differs from AWS.

${parts.join('\n')}`;
  if (isUpdating) {
    writeFileSync(record, text);
    if (isFresh)
      writeFileSync(
        noted,
        `{\n${kept
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, paths]) => `  ${JSON.stringify(key)}: ${JSON.stringify(paths)}`)
          .join(',\n')}\n}\n`,
      );
  }
  const stale = Object.entries(decisions).flatMap(([service, ways]) => Object.entries(ways).flatMap(([what, keys]) => Object.keys(keys).map((key) => `${service} ${what} ${key}`)));
  assert.deepEqual(
    stale.filter((key) => !used.has(key)),
    [],
    'These decisions are about no member.',
  );
  assert.ok(
    !undecided.length,
    `No test of local.tests sees the host look at these members, and the host does not refuse them: they would be ignored in silence.\n${undecided.join('\n')}`,
  );
  assert.equal(text, existsSync(record) ? readFileSync(record, 'utf8') : '', 'Run it with COGNITOSTACK_UPDATE=1, look at what changed, and commit it.');
});

it('properties of which the record says so fail a change set by their names', async () => {
  const module = await import('@aws-sdk/client-cloudformation');
  const client = clientOf(module);
  for (const { type, refused } of (await propertyRows(new Notes([]))).filter((row) => row.refused?.length)) {
    const names = { StackName: `refused-${type.replaceAll(':', '')}`, ChangeSetName: 'refused' };
    const TemplateBody = JSON.stringify({ Resources: { R: setting(type, refused) } });
    await client.send(new module.CreateChangeSetCommand({ ...names, ChangeSetType: 'CREATE', TemplateBody, Capabilities: ['CAPABILITY_NAMED_IAM'] }));
    const { StatusReason: reason = '' } = await client.send(new module.DescribeChangeSetCommand(names));
    assert.deepEqual(
      refused.filter((path) => !reason.includes(`R.${path} (${type})`) && !reason.includes(`R.${path}.x (${type})`)),
      [],
      reason,
    );
  }
});
