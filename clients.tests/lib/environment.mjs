// Where the tests run: what is deployed, and the endpoint. Clients learn of it as they learn of AWS, by their own environment variables.
import { outputsOf } from '../../tools/lib/host.mjs';

const needed = (name, what) => {
  if (!process.env[name]) throw new Error(`${name} is not set: ${what}`);
  return process.env[name];
};

export const endpoint = needed('AWS_ENDPOINT_URL', 'address of the local AWS, such as http://127.0.0.1:4566').replace(/\/$/, '');
needed('AWS_SHARED_CREDENTIALS_FILE', "file with the administrator's access key, such as .local/credentials");

const outputs = outputsOf(needed('LOCAL_OUTPUTS', 'outputs of the deployment, such as .local/outputs.json'));
const output = (name) => {
  if (!outputs[name]) throw new Error(`The deployment has no output ${name}.`);
  return outputs[name];
};

export const region = output('Region');
process.env.AWS_REGION = region;
// Credentials of the shell would come before those of the administrator.
for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_PROFILE']) delete process.env[name];

export const userPoolId = output('UserPoolId');
export const identityPoolId = output('IdentityPoolId');
export const clients = { web: output('ClientIdWeb'), portal: output('ClientIdPortal'), mobile: output('ClientIdMobile') };
export const bucket = output('BucketNameFiles');
export const table = output('TableNameNotes');
export const denyList = output('DenyListTableName');

/** Name of the user pool among an identity pool's logins. */
export const provider = `cognito-idp.${region}.amazonaws.com/${userPoolId}`;
