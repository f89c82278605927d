// Exports, imports and restores the users of an environment.
import { frontDoor } from './lib/operate.mjs';
import { commandLine } from './lib/options.mjs';

const command = commandLine({
  call: 'npm run users --',
  about: `Exports the users of a deployed environment to JSON Lines, imports those of another system, and restores an export into another user pool,
below AWS's quotas, with your AWS credentials. A run that is stopped goes on where it was.`,
  takes: 'export|import|restore [FILE]',
  passesOn: true,
  sections: {
    'Options beside those of each command': [
      ['-e, --environment <NAME>', 'The environment: what is deployed of it is asked of CloudFormation'],
      ['--local', 'Of the environment that npm start runs on this machine'],
      ['--port <N>', 'Where the local AWS is [default: 4566]'],
    ],
    Examples: [
      ['npm run users -- export -e prod', 'to users.prod.jsonl'],
      ['npm run users -- import people.csv -e staging --by job --role arn:aws:iam::…', "by Cognito's import job"],
      ['npm run users -- restore users.prod.jsonl -e prod-2', 'with a map from old to new sub'],
      ['npm run users -- restore --help', 'all options of a command'],
    ],
  },
});

await frontDoor(command, ['users'], { deployed: true });
