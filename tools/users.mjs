// Exports, imports and restores the users of an environment.
import { exitCodes, frontDoor, ofDeployment, reporting } from './lib/operate.mjs';
import { commandLine } from './lib/options.mjs';

const command = commandLine({
  call: 'npm run users --',
  about: `Exports the users of a deployed environment to JSON Lines, imports those of another system, and restores an export into another user pool,
below AWS's quotas, with your AWS credentials. A run that is stopped goes on where it was.`,
  takes: 'export|import|restore [FILE]',
  usageCode: 2,
  options: {
    ...ofDeployment,
    out: { type: 'string', value: 'FILE', about: 'export: where to [default: users.NAME.jsonl]' },
    'no-mfa': { type: 'boolean', about: 'export: without second factors, for which AWS counts each user as active' },
    by: { type: 'string', value: 'HOW', about: "import, restore: each, or job for Cognito's import job [default: each]" },
    role: { type: 'string', value: 'ARN', about: 'With --by job: the IAM role by which Cognito logs how each row went' },
    hashes: { type: 'string', value: 'KIND', about: 'import --by job: of BCRYPT, SCRYPT, ARGON2ID, PBKDF2_SHA256 the kind of password hashes in the file' },
    map: { type: 'string', value: 'FILE', about: 'import, restore: what became of each user, old and new sub [default: FILE.map.jsonl]' },
    rate: { type: 'string', value: 'N', about: "Calls a second at most, of each category of operations [default: half of AWS's quota]" },
    ...reporting,
  },
  sections: {
    Examples: [
      ['npm run users -- export -e prod', 'to users.prod.jsonl'],
      ['npm run users -- import people.csv -e staging --by job --role arn:aws:iam::…', "by Cognito's import job"],
      ['npm run users -- restore users.prod.jsonl -e prod-2', 'with a map from old to new sub'],
      ['npm run users -- restore --help', 'more of each'],
    ],
    'Exit codes': exitCodes,
  },
});

await frontDoor(command, ['users'], { deployed: true });
