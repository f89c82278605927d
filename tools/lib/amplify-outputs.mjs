// Amplify Gen 2's amplify_outputs.json, of its schema's newest version.
// Source: https://docs.amplify.aws/react/reference/amplify_outputs/ and the package @aws-amplify/client-config.
import { pathsOf } from './storage-paths.mjs';

const version = '1.5';
const providers = { Google: 'GOOGLE', Facebook: 'FACEBOOK', LoginWithAmazon: 'LOGIN_WITH_AMAZON', SignInWithApple: 'SIGN_IN_WITH_APPLE' };
const factors = { SMS_MFA: 'SMS', SOFTWARE_TOKEN_MFA: 'TOTP', EMAIL_OTP: 'EMAIL' };
const required = { ON: 'REQUIRED', OPTIONAL: 'OPTIONAL' };

const lower = (text) => text[0].toLowerCase() + text.slice(1);
/** [name, value] of the outputs that begin alike, such as one for each bucket; the name is what is left of the output's. */
const named = (outputs, beginning) => Object.entries(outputs).flatMap(([key, value]) => (key.startsWith(beginning) ? [[key.slice(beginning.length), value]] : []));

/**
 * The configuration of an app: `client` is the name of its app client as the outputs spell it, such as Web.
 * @param {{ templates: Map<string, any>, outputs: Record<string, string> }} deployment
 */
export function amplifyOutputs({ templates, outputs }, client, endpoint) {
  const resources = Object.assign({}, ...[...templates.values()].map(({ Resources }) => Resources));
  const of = (type) =>
    Object.values(resources)
      .filter(({ Type }) => Type === type)
      .map(({ Properties }) => Properties);
  const idOf = [...templates.values()].map(({ Outputs }) => Outputs?.[`ClientId${client}`]?.Value.Ref).find(Boolean);
  const [pool] = of('AWS::Cognito::UserPool');
  const region = outputs.Region;
  return {
    version,
    auth: {
      aws_region: region,
      user_pool_id: outputs.UserPoolId,
      user_pool_client_id: outputs[`ClientId${client}`],
      identity_pool_id: outputs.IdentityPoolId,
      ...(pool && poolOf(pool, outputs)),
      ...(outputs.LoginUrl && { oauth: oauthOf(resources[idOf]?.Properties ?? {}, outputs) }),
      unauthenticated_identities_enabled: of('AWS::Cognito::IdentityPool').some(({ AllowUnauthenticatedIdentities }) => AllowUnauthenticatedIdentities),
      groups: of('AWS::Cognito::UserPoolGroup').map(({ GroupName, Precedence }) => ({ [GroupName]: Precedence === undefined ? {} : { precedence: Precedence } })),
    },
    ...storageOf(resources, outputs, region),
    custom: { tables: Object.fromEntries(named(outputs, 'TableName').map(([name, table]) => [lower(name), table])), ...(endpoint && { endpoint }) },
  };
}

function poolOf(pool, outputs) {
  const { PasswordPolicy: policy = {}, SignInPolicy: { AllowedFirstAuthFactors: first = ['PASSWORD'] } = {} } = pool.Policies ?? {};
  const signInNames = pool.UsernameAttributes ?? [];
  return {
    password_policy: {
      min_length: policy.MinimumLength,
      require_lowercase: policy.RequireLowercase,
      require_numbers: policy.RequireNumbers,
      require_symbols: policy.RequireSymbols,
      require_uppercase: policy.RequireUppercase,
    },
    standard_required_attributes: (pool.Schema ?? []).filter(({ Required }) => Required).map(({ Name }) => Name),
    username_attributes: signInNames.length ? signInNames : ['username'],
    user_verification_types: pool.AutoVerifiedAttributes ?? [],
    mfa_configuration: required[pool.MfaConfiguration] ?? 'NONE',
    mfa_methods: (pool.EnabledMfas ?? []).map((factor) => factors[factor]).filter(Boolean),
    ...(first.length > 1 && { passwordless: passwordlessOf(pool, first, outputs) }),
  };
}

function passwordlessOf(pool, first, outputs) {
  // Where no relying party is named it is the domain of the login pages; without either, Cognito takes no passkeys.
  const relyingParty = typeof pool.WebAuthnRelyingPartyID === 'string' ? pool.WebAuthnRelyingPartyID : outputs.LoginUrl && new URL(outputs.LoginUrl).hostname;
  return {
    email_otp_enabled: first.includes('EMAIL_OTP'),
    sms_otp_enabled: first.includes('SMS_OTP'),
    ...(first.includes('WEB_AUTHN') && relyingParty && { web_authn: { relying_party_id: relyingParty, user_verification: pool.WebAuthnUserVerification ?? 'preferred' } }),
  };
}

const oauthOf = (client, outputs) => ({
  identity_providers: (client.SupportedIdentityProviders ?? []).map((name) => providers[name]).filter(Boolean),
  domain: new URL(outputs.LoginUrl).host,
  scopes: (client.AllowedOAuthScopes ?? []).filter((scope) => typeof scope === 'string'),
  redirect_sign_in_uri: client.CallbackURLs ?? [],
  redirect_sign_out_uri: client.LogoutURLs ?? [],
  response_type: 'code',
});

function storageOf(resources, outputs, region) {
  const paths = pathsOf(resources);
  const buckets = named(outputs, 'BucketName').map(([name, bucket]) => ({
    name: lower(name),
    bucket_name: bucket,
    aws_region: region,
    ...(paths[name] && { paths: paths[name] }),
  }));
  return buckets.length ? { storage: { aws_region: region, bucket_name: buckets[0].bucket_name, buckets } } : {};
}
