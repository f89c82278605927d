// What an adopted user pool should call, and the update that lets it.

/** Every member of UpdateUserPool that DescribeUserPool tells: what an update leaves out goes back to its default. */
export const members = /** @type {const} */ ([
  'AccountRecoverySetting',
  'AcrConfiguration',
  'AdminCreateUserConfig',
  'AutoVerifiedAttributes',
  'DeletionProtection',
  'DeviceConfiguration',
  'EmailConfiguration',
  'EmailVerificationMessage',
  'EmailVerificationSubject',
  'IssuerConfiguration',
  'KeyConfiguration',
  'LambdaConfig',
  'MfaConfiguration',
  'Policies',
  'SmsAuthenticationMessage',
  'SmsConfiguration',
  'SmsVerificationMessage',
  'UserAttributeUpdateSettings',
  'UserPoolAddOns',
  'UserPoolTags',
  'UserPoolTier',
  'VerificationMessageTemplate',
]);

/**
 * LambdaConfig as the outputs of an environment have it: `TriggerPreSignUp`, with a version behind the ARN where the trigger has one.
 * @param {Record<string, string>} outputs
 */
export function wiringOf(outputs) {
  const wiring = Object.fromEntries(
    Object.entries(outputs)
      .filter(([name]) => /^Trigger[A-Z]/.test(name))
      .map(([name, value]) => {
        const [LambdaArn, LambdaVersion] = value.split(' ');
        return [name.slice('Trigger'.length), LambdaVersion ? { LambdaArn, LambdaVersion } : LambdaArn];
      }),
  );
  if (wiring.CustomEmailSender || wiring.CustomSMSSender) wiring.KMSKeyID = outputs.CustomSenderKeyArn;
  return wiring;
}

const said = (value) => (value && typeof value === 'object' ? `${value.LambdaArn} ${value.LambdaVersion}` : value);

/** What a pool calls already, with the wiring in it; and what that changes. */
export function withWiring(config, wiring) {
  const changes = Object.entries(wiring)
    .map(([property, value]) => ({ property, before: said(config[property]), after: said(value) }))
    .filter(({ before, after }) => before !== after)
    .sort((one, other) => (one.property < other.property ? -1 : 1));
  const next = { ...config, ...wiring };
  // The older name of the same trigger; Cognito takes no two functions.
  if (wiring.PreTokenGenerationConfig) delete next.PreTokenGeneration;
  return { config: next, changes };
}

/** The update of a pool that changes nothing but what it calls. */
export function updateOf(pool, config) {
  const told = Object.fromEntries(members.filter((name) => pool[name] !== undefined).map((name) => [name, pool[name]]));
  // Told beside the password policy's days, which took its place, and refused beside them.
  const { UnusedAccountValidityDays: days, ...admin } = told.AdminCreateUserConfig ?? {};
  const isOld = days !== undefined && told.Policies?.PasswordPolicy?.TemporaryPasswordValidityDays === undefined;
  return {
    ...told,
    ...(told.AdminCreateUserConfig && { AdminCreateUserConfig: isOld ? told.AdminCreateUserConfig : admin }),
    LambdaConfig: config,
    UserPoolId: pool.Id,
    PoolName: pool.Name,
  };
}
