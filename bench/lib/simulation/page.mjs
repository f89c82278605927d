// The page of figures, from runs of the simulation.
import { markdown } from '../report.mjs';
import { asOf, limits } from './limits.mjs';
import { assumed } from './sign-ins.mjs';

const count = (value) => Math.round(value).toLocaleString('en');
const share = (part, whole) => (part === 0 ? '–' : part / whole < 0.01 ? '< 1 %' : `${Math.round((100 * part) / whole)} %`);
const seconds = (ms) => (Number.isNaN(ms) ? '–' : ms < 1000 ? `${Math.round(ms / 10) * 10} ms` : `${(ms / 1000).toFixed(1)} s`);
const times = ({ p50, p99 }) => `${p50} ms, one in a hundred ${p99} ms`;

/** What keeps out most of those who do not get in. */
export function firstBound({ refused }) {
  const [most] = Object.entries(refused).sort(([, a], [, b]) => b - a);
  return most?.[0] ?? '–';
}

export const head = ['come/s', 'quotas', 'get in/s', 'refused', 'mostly by', 'median', 'p99', 'last sign-in lost', 'audit lost', 'at once'];
export const rowOf = (run) => [
  count(run.perSecond),
  run.quotas,
  count(run.signedIn / run.seconds),
  share(run.came - run.signedIn, run.came),
  firstBound(run),
  seconds(run.p50),
  seconds(run.p99),
  share(run.unkept, run.came),
  share(run.unaudited, run.came),
  count(run.concurrency),
];

/** What each bound would have to be, where nothing stood in anybody's way. */
function needs(runs) {
  const needed = (key, run) => (key === 'concurrency' ? run.concurrency : run.peak[key]);
  return markdown([
    ['bound', 'what', 'default', ...runs.map(({ perSecond }) => `${count(perSecond)} a second need`), 'raised by'],
    ...Object.entries(limits)
      .filter(([key]) => key !== 'scaling')
      .map(([key, { name, unit, most, raise, source }]) => [
        `[${name}](${source})`,
        unit,
        count(most),
        ...runs.map((run) => (needed(key, run) > most ? `**${count(needed(key, run))}**` : count(needed(key, run)))),
        raise ?? 'nobody',
      ]),
  ]);
}

/** docs/scale.md */
export const page = ({ runs, unbounded, seed, span, functions }) => `<!-- Written by npm run simulate -- --write. -->
# Scale

How many people may sign in a second, what stops the next one, and what to raise before. \`npm run simulate\` lets a crowd walk from the password to
credentials of AWS, with the quotas of a new account and with those that can be raised out of the way. The same seed gives the same figures.

![People who get in of those who come: with default quotas the curve bends at 25 a second, with raised ones at 3,000](images/scale.svg)

## Who gets in

${markdown([head, ...runs.map(rowOf)])}

- **Quotas**: \`default\` are those of a new account. \`raised\` is without those that AWS raises; what it raises for nobody stays. \`no deny list\` is that with \`signInRules.denyList\` off.
- **Refused** is who was refused three times, as AWS's SDKs try. The waits between are in the times.
- **Last sign-in lost** is \`signInAudit.recordLastSignIn\`: one \`AdminUpdateUserAttributes\` a sign-in. The sign-in passes nevertheless, and \`LastSignInFailures\` counts.
- **Audit lost**: the record is in the log only, and \`AuditFailures\` counts.
- **At once**: environments of both functions that are at work, at most.

## What binds first, and what to raise

${needs(unbounded)}

**Bold** is above the default. Read what your account has in Service Quotas; increases hold for one Region. The figures are those of ${asOf}.

1. **GetId** binds first, at 25 a second. An app that keeps the identity id of a user who comes back (Amplify does, until sign-out) asks once.
2. **UserUpdate** is next, and AWS raises it for nobody. Above 25 sign-ins a second set \`signInAudit.recordLastSignIn\` to \`false\`: the audit table has the time too.
3. **UserAuthentication** is 120 a second. Answers to challenges have three times as much, so SRP needs no more than a password does. Raise it together with what follows it: mail and text messages of second factors have quotas of their own in SES and SNS.
4. **GetCredentialsForIdentity** is 200 a second. Credentials last an hour: apps that keep them ask once an hour, not once a page.
5. **A key of the deny list** serves 3,000 reads a second, and nobody raises that. The entry of an app client is read at every sign-in to it, and so is that of a mail domain. Beyond, give each app a client of its own, or switch \`signInRules.denyList\` off and disable users instead.
   A gate that waits for the key keeps its environment busy. So it needs more of them than Lambda adds, and that refuses most.
6. **Tables** on demand begin at 4,000 writes and 12,000 reads a second, and grow to twice their last peak within half an hour. Warm them before a launch.
7. **Lambda** needs few environments, since the functions answer in milliseconds. \`npm run simulate -- --functions managed\` shows the same crowd with functions as they are usually written.

Federated sign-ins are 25 a second in all (\`UserFederation\`), and a login domain takes 500 requests a second (300 from an address): [quotas of Cognito](${limits.getId.source}).

## How it is simulated

People come independently of each other, for ${span} seconds (seed ${seed}); the simulation goes on until the last of them is in or out.
Each signs in by SRP: \`InitiateAuth\` with the gate, \`RespondToAuthChallenge\` with the audit, \`GetId\`, \`GetCredentialsForIdentity\`.

| time | median |
| --- | --- |
| gate, measured ([benchmarks](benchmarks.md)) | ${times(functions.gate.warm)}; ${functions.gate.cold} ms from its start |
| audit, measured | ${times(functions.audit.warm)}; ${functions.audit.cold} ms from its start |
| Cognito, each request, assumed | ${times(assumed.cognito)} |
| identity pool, each request, assumed | ${times(assumed.identityPool)} |
| DynamoDB, assumed | ${times(assumed.table)} |
| what Lambda adds to a start, assumed | ${times(assumed.environment)} |

What is assumed AWS does not publish. It moves the times, and hardly who gets in: that is decided by the bounds.
A quota lets through what it has for a second, and no more at once. Traffic of others in the account and Region counts too, and is not in here.
`;
