// What `npm start` shows of a local AWS that is up.
import { bold, dim } from './console.mjs';
import { table } from './table.mjs';
import { forBrowsers, outputsOf } from './host.mjs';

/** What of the templates has no effect on this machine, and why; nothing is left out in silence. */
export async function supportTable(endpoint, note) {
  const rows = await (await fetch(`${endpoint}/_local/support`)).json();
  return table(
    ['deployed', '', 'honoured', 'ignored because'],
    rows.map(({ type, count, works, without }) => [type.replace(/^AWS::/, ''), count, works, [...(type === 'AWS::Lambda::Function' && note ? [note] : []), ...without].join('\n')]),
    { right: [1], wide: 3 },
  );
}

/** What another program needs to find it. */
export async function forYourApp(endpoint, state, file) {
  const { httpsPort } = await (await fetch(`${endpoint}/_local/health`)).json();
  const outputs = outputsOf(file);
  const ids = Object.entries(outputs).filter(([name]) => /^(UserPoolId|IdentityPoolId|ClientId|BucketName|TableName|Region)/.test(name));
  const lines = [
    ['AWS_ENDPOINT_URL', endpoint],
    ['AWS_REGION', outputs.Region],
    ['AWS_DEFAULT_REGION', outputs.Region],
    ['AWS_SHARED_CREDENTIALS_FILE', `${state}/credentials`],
  ].map(([name, value]) => `  export ${name}=${value}`);
  const width = Math.max(...ids.map(([name]) => name.length)) + 2;
  return `${bold('For your app')}
${lines.join('\n')}
${dim("  (the credentials are the administrator's: users get theirs from the identity pool)")}

${ids.map(([name, value]) => `  ${name.padEnd(width)}${value}`).join('\n')}

  ${'over TLS'.padEnd(width)}https://localhost:${httpsPort}, for who trusts ${state}/tls/authority.pem
  ${'sent mails'.padEnd(width)}${endpoint}/_local/messages
  ${'all outputs'.padEnd(width)}${file}

${dim('Ctrl-C ends it; users and data are there again next time. What happens, but for what is allowed, follows.')}\n`;
}

/** What the CDK's CLI needs to deploy to it. */
export const forCdk = (endpoint, state) => `${bold('To deploy to it')}
${[
  ['AWS_ENDPOINT_URL', endpoint],
  ['AWS_REGION', 'us-east-1'],
  ['AWS_SHARED_CREDENTIALS_FILE', `${state}/credentials`],
]
  .map(([name, value]) => `  export ${name}=${value}`)
  .join('\n')}
  npx cdk bootstrap
  npx cdk deploy --all

${dim('Ctrl-C ends it; what is deployed is there again next time.')}`;

/** The last lines: what a person opens in a browser. */
export const toOpen = (endpoint, app) => `${bold('To open')}
${app ? `  the example app  ${app.address}\n` : ''}  the desk         ${forBrowsers(endpoint)}/_local/  (sign-in pages, mails with codes, users, decisions)`;
