// What an environment costs a month, and which quotas bind first.
import { frontDoor } from './lib/operate.mjs';
import { commandLine } from './lib/options.mjs';

const command = commandLine({
  call: 'npm run estimate --',
  about: `Tells what an environment costs a month, item by item, by what its file asks for, and which of AWS's quotas bind first. It asks AWS nothing:
figures are those of one dated file, each with its source.`,
  passesOn: true,
  sections: {
    Options: [
      ['-e, --environment <NAME>', 'cdk/environments/NAME.json, or a path that ends in .json'],
      ['--users <N>', 'Users who are active in a month (operations.monthlyUsers)'],
      ['--sign-ins <N>', 'Sign-ins of a user in a month [default: 10]'],
      ['--federated <PERCENT>', 'Users who come by SAML or OpenID Connect [default: 10 where there is such a provider]'],
      ['--tokens <N>', 'Tokens of a machine client in a month [default: 720]'],
      ['--sms <N>', 'Text messages of a user in a month [default: 2 where they are a second factor]'],
      ['--gigabytes <N>', 'What users keep in buckets [default: 0]'],
      ['--format <table|markdown>', 'How it is written [default: table]'],
      ['--json', 'As JSON'],
      ['-h, --help', 'Show this help'],
    ],
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
