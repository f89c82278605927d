// Walks the secret of an identity provider, or of an app client, to another one.
import { exitCodes, frontDoor, ofDeployment, reporting } from './lib/operate.mjs';
import { commandLine } from './lib/options.mjs';

const command = commandLine({
  call: 'npm run rotate --',
  about: `Walks the secret of an identity provider, or that of an app client, to another one without a sign-in lost, with your AWS credentials.
A run that is stopped goes on where it was.`,
  usageCode: 2,
  options: {
    provider: { type: 'string', value: 'NAME', about: 'The identity provider: its new secret is in Secrets Manager already' },
    client: { type: 'string', value: 'NAME', about: 'The app client: it gets a second secret' },
    ...ofDeployment,
    secret: { type: 'string', value: 'NAME', about: 'With --client: the secret that apps read [default: cognitostack/ENVIRONMENT/clients/NAME]' },
    finish: { type: 'boolean', about: 'With --client: every app has the new secret; take the old one away' },
    'no-probe': { type: 'boolean', about: 'With --provider: do not ask it whether the new secret is right' },
    ...reporting,
  },
  sections: {
    Examples: [
      ['npm run rotate -- --provider Google -e prod', 'after aws secretsmanager put-secret-value'],
      ['npm run rotate -- --client portal -e prod', 'both secrets are valid from now on'],
      ['npm run rotate -- --client portal -e prod --finish', 'the old one is not'],
    ],
    'Exit codes': exitCodes,
  },
});

await frontDoor(command, ['rotate'], { deployed: true });
