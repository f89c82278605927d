// What an app has to know of a deployed environment, in the form in which it reads it.
import { writeFileSync } from 'node:fs';
import { amplifyOutputs } from './lib/amplify-outputs.mjs';
import { Problem, green, main } from './lib/console.mjs';
import { ofLocal, readDeployment, useLocal } from './lib/deployment.mjs';
import { commandLine } from './lib/options.mjs';

const snake = (name) => name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toUpperCase();
const json = (value) => `${JSON.stringify(value, null, 2)}\n`;
/** As dotenv and shells read it. */
const quoted = (text) => `"${text.replace(/["\\$`]/g, '\\$&')}"`;

/** Tokens of the local AWS name AWS as their issuer, and their keys are on this machine. */
const localKeys = (endpoint, { UserPoolId }) => ({ MetadataAddress: `${endpoint}/${UserPoolId}/.well-known/openid-configuration`, RequireHttpsMetadata: false });

const formats = {
  json: ({ outputs }) => json(outputs),
  env: ({ outputs }) =>
    Object.entries(outputs)
      .map(([name, value]) => `${name === 'Region' ? 'AWS_REGION' : snake(name)}=${quoted(value)}\n`)
      .join(''),
  amplify: (deployment, { client, endpoint }) => json(amplifyOutputs(deployment, client, endpoint)),
  // The section AWS is what Amazon's libraries for ASP.NET Core read, Authentication what its own JwtBearer does.
  dotnet: ({ outputs }, { client, endpoint }) =>
    json({
      AWS: { Region: outputs.Region, UserPoolId: outputs.UserPoolId, UserPoolClientId: outputs[`ClientId${client}`], IdentityPoolId: outputs.IdentityPoolId },
      Authentication: { Schemes: { Bearer: { ...(endpoint ? localKeys(endpoint, outputs) : { Authority: outputs.Issuer }), ValidIssuer: outputs.Issuer } } },
      CognitoStack: outputs,
    }),
};

const command = commandLine({
  call: 'npm run outputs --',
  about: `Writes what an app has to know of a deployed environment: pools, app client, login pages, buckets and tables. It reads CloudFormation with your
AWS credentials, or the local AWS. There is no secret in it.`,
  options: {
    environment: { type: 'string', short: 'e', value: 'NAME', about: 'The environment' },
    format: { type: 'string', value: 'FORMAT', default: 'json', about: `${Object.keys(formats).join(', ')}; amplify is amplify_outputs.json, dotnet appsettings.json` },
    client: { type: 'string', value: 'NAME', default: 'web', about: 'The app client of the app' },
    ...ofLocal,
    out: { type: 'string', value: 'FILE', about: 'Write it there; without it, print it' },
  },
  sections: {
    Examples: [
      ['npm run outputs -- -e prod --format amplify --out amplify_outputs.json', 'for Amplify, in the web and on mobile'],
      ['npm run outputs -- -e local --local --format env --out .env', 'of the local AWS, for a build tool'],
      ['npm run outputs -- -e staging --format dotnet --client portal', 'for ASP.NET Core'],
    ],
  },
});

await main(command, async ({ environment, format, client: name, local, port, state, out }) => {
  if (!environment) throw new Problem('--environment is needed.', command.hint);
  if (!Object.hasOwn(formats, format)) throw new Problem(`--format must be one of ${Object.keys(formats).join(', ')}, not "${format}".`, command.hint);
  if (local) await useLocal(port, state);
  const deployment = await readDeployment(environment);
  const clients = Object.keys(deployment.outputs).filter((key) => key.startsWith('ClientId'));
  // An output's name has no hyphens, and begins each word with a capital.
  const client = clients.find((key) => key.toLowerCase() === `clientid${name.replace(/[^A-Za-z0-9]/g, '').toLowerCase()}`)?.slice('ClientId'.length);
  if (!client) throw new Problem(`${environment} has no app client ${name}.`, `It has ${clients.map((key) => key.slice('ClientId'.length).toLowerCase()).join(', ')}.`);
  const text = formats[format](deployment, { client, endpoint: process.env.AWS_ENDPOINT_URL });
  if (!out) process.stdout.write(text);
  else {
    writeFileSync(out, text);
    console.log(`${green('✓')} ${out} written`);
  }
});
