// What an environment costs a month, and which quotas bind first.
import { frontDoor } from './lib/operate.mjs';
import { commandLine } from './lib/options.mjs';

const command = commandLine({
  call: 'npm run estimate --',
  about: `Tells what an environment costs a month, item by item, by what its file asks for, and which of AWS's quotas bind first. It asks AWS nothing:
figures are those of one dated file, each with its source.`,
  usageCode: 2,
  options: {
    environment: { type: 'string', short: 'e', value: 'NAME', about: 'cdk/environments/NAME.json, or a path that ends in .json' },
    users: { type: 'string', value: 'N', about: 'Users who are active in a month [default: operations.monthlyUsers, else 10000]' },
    'sign-ins': { type: 'string', value: 'N', about: 'Sign-ins of a user in a month [default: 10]' },
    federated: { type: 'string', value: 'PERCENT', about: 'Users who come by SAML or OpenID Connect [default: 10 where there is such a provider]' },
    tokens: { type: 'string', value: 'N', about: 'Tokens of a machine client in a month [default: 720]' },
    sms: { type: 'string', value: 'N', about: 'Text messages of a user in a month [default: 2 where they are a second factor]' },
    gigabytes: { type: 'string', value: 'N', about: 'What users keep in buckets [default: 0]' },
    format: { type: 'string', value: 'FORMAT', about: 'table or markdown [default: table]' },
    json: { type: 'boolean', about: 'As JSON' },
  },
  sections: {
    Examples: [
      ['npm run estimate -- -e prod', 'for operations.monthlyUsers'],
      ['npm run estimate -- -e prod --users 100000 --format markdown', 'for a pull request'],
    ],
    'Exit codes': [
      ['0', 'told'],
      ['2', 'the command line or the file is not understood'],
    ],
  },
});

await frontDoor(command, ['estimate']);
