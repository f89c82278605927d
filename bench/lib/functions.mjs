// The two functions: what each is given, and how each shows that it did its work.
import { readFileSync } from 'node:fs';
import { inRoot } from '../../tools/lib/run.mjs';
import { deniedUser } from './dynamo.mjs';

const template = (name) => JSON.parse(readFileSync(inRoot('lambdas.tests/Events', `${name}.json`), 'utf8'));
const recorded = ['user', 'signIn', 'provider', 'triggerSource', 'at', 'newDevice', 'expiresAt', 'sub', 'clientId', 'userPoolId', 'requestId', 'attempts'];

/** `calls` of an `operation` an event; `proof` tells what is wrong with a variant after its last event, or nothing. */
export const functions = {
  PreAuthentication: {
    what: 'the gate: one BatchGetItem',
    operation: 'BatchGetItem',
    calls: 1,
    environment: { DENY_EMAIL_DOMAINS: 'evil.example', DENY_LIST_TABLE_NAME: 'deny-list' },
    template: template('pre-authentication'),
    async proof({ invoke, event }) {
      const { kind, body } = await invoke({ ...event, userName: deniedUser });
      return kind === 'error' && body.includes('not allowed') ? null : 'It let a user in whom the deny list names.';
    },
  },
  PostAuthentication: {
    what: 'the audit: one UpdateItem',
    operation: 'UpdateItem',
    calls: 1,
    environment: { AUDIT_TABLE_NAME: 'sign-ins', AUDIT_RETENTION_DAYS: '30' },
    template: template('post-authentication'),
    async proof({ event, dynamo }) {
      const records = await dynamo.signInsOf(event.userName);
      const isWhole = records.length === 1 && records[0].attempts === '1' && recorded.every((name) => records[0][name] !== undefined);
      return isWhole ? null : `It recorded a sign-in as ${JSON.stringify(records)}.`;
    },
  },
};
