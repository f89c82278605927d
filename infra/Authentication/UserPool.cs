using Amazon.CDK;
using Amazon.CDK.AWS.Cognito;
using CognitoStack.Common;
using CognitoStack.Configuration;
using Constructs;

namespace CognitoStack.Authentication;

/// <summary>The user directory (<c>AWS::Cognito::UserPool</c>).</summary>
/// <remarks>Written on the CloudFormation resource itself: the CDK's own construct cannot name an SES identity by ARN,
/// and its permission for triggers lacks the source account.</remarks>
public sealed class UserPool : Construct, IUserPool
{
    /// <summary>Makes the pool.</summary>
    /// <param name="scope">Stack.</param>
    /// <param name="id">Construct id; it decides the pool's logical ID, and a changed ID loses all users.</param>
    /// <param name="props">What it is like.</param>
    public UserPool(Construct scope, string id, UserPoolProps props)
        : base(scope, id)
    {
        var sms = props.Configuration.Sms is { } texts ? new SmsRole(this, "SmsRole", texts) : null;
        Resource = new CfnUserPool(this, "Resource", Properties(Stack.Of(this).StackName, props, sms?.Configuration));
        Resource.ApplyRemovalPolicy(props.Protection.RemovalPolicy);
        AcceptFindings(props.Configuration, props.Threats);
    }

    /// <summary>The CloudFormation resource.</summary>
    public CfnUserPool Resource { get; }

    /// <inheritdoc/>
    public string UserPoolId => Resource.Ref;

    /// <inheritdoc/>
    public string UserPoolArn => Resource.AttrArn;

    /// <inheritdoc/>
    public string ProviderName => Resource.AttrProviderName;

    /// <summary>What a pool of the environment is like, whoever has made it.</summary>
    internal static CfnUserPoolProps Properties(string name, UserPoolProps props, CfnUserPool.SmsConfigurationProperty? sms)
    {
        var configuration = props.Configuration;
        return new()
        {
            UserPoolName = name,
            UserPoolTier = configuration.Plan.ToString().ToUpperInvariant(),
            UsernameAttributes = UserPoolSignIn.UsernameAttributes(configuration),
            AliasAttributes = UserPoolSignIn.AliasAttributes(configuration),
            UsernameConfiguration = new CfnUserPool.UsernameConfigurationProperty { CaseSensitive = false },
            AutoVerifiedAttributes = UserPoolSignIn.VerifiedAttributes(configuration),
            UserAttributeUpdateSettings = new CfnUserPool.UserAttributeUpdateSettingsProperty
            {
                // Until the new address is verified, the old one stays: a typo must not lock a user out.
                AttributesRequireVerificationBeforeUpdate = UserPoolSignIn.VerifiedAttributes(configuration),
            },
            Schema = UserPoolSchema.Of(configuration),
            Policies = UserPoolSignIn.Policies(configuration),
            MfaConfiguration = UserPoolSignIn.MfaMode(configuration.Mfa),
            EnabledMfas = UserPoolSignIn.EnabledMfas(configuration.Mfa),
            WebAuthnRelyingPartyId = configuration.Passkeys?.RelyingPartyId,
            WebAuthnUserVerification = UserPoolSignIn.PasskeyVerification(configuration),
            WebAuthnFactorConfiguration = UserPoolSignIn.PasskeyFactors(configuration),
            AccountRecoverySetting = UserPoolSignIn.Recovery(configuration.AccountRecovery),
            DeviceConfiguration = UserPoolSignIn.Devices(configuration.Devices),
            AdminCreateUserConfig = UserPoolMessages.AdminCreateUser(configuration),
            VerificationMessageTemplate = UserPoolMessages.Verification(configuration.Messages.Verification),
            EmailConfiguration = UserPoolMessages.Email(configuration.Email),
            SmsConfiguration = sms,
            UserPoolAddOns = AddOns(props.Threats),
            LambdaConfig = props.Triggers,
            DeletionProtection = props.Protection.DeletionProtection ? "ACTIVE" : "INACTIVE",
        };
    }

    /// <summary>Said outright when off, too: a pool must switch it off before it can leave the Plus plan.</summary>
    private static CfnUserPool.UserPoolAddOnsProperty AddOns(ThreatProtectionConfiguration? threats) =>
        new()
        {
            AdvancedSecurityMode = (threats?.Mode ?? ThreatProtectionMode.Off).ToString().ToUpperInvariant(),
            AdvancedSecurityAdditionalFlows = threats is not { CustomAuthMode: not ThreatProtectionMode.Off }
                ? null
                : new CfnUserPool.AdvancedSecurityAdditionalFlowsProperty
                {
                    CustomAuthMode = threats.CustomAuthMode.ToString().ToUpperInvariant(),
                },
        };

    private void AcceptFindings(UserPoolConfiguration configuration, ThreatProtectionConfiguration? threats)
    {
        var policy = configuration.PasswordPolicy;
        if (!(policy is { RequireLowercase: true, RequireUppercase: true, RequireDigits: true, RequireSymbols: true }))
            Accepted.Finding(Resource, "AwsSolutions-COG1", "The environment file relaxes the password policy (userPool.passwordPolicy).");
        if (configuration.Mfa.Mode != MfaMode.Required)
            Accepted.Finding(
                Resource,
                "AwsSolutions-COG2",
                "The environment file leaves MFA to the user or to the risk of the sign-in (userPool.mfa.mode)."
            );
        if (threats?.Mode != ThreatProtectionMode.Enforced)
            Accepted.Finding(
                Resource,
                "AwsSolutions-COG3",
                "The environment file does not enforce threat protection: AWS advises two weeks of audit first (threatProtection.mode)."
            );
        if (configuration.Plan != UserPoolPlan.Plus)
            Accepted.Finding(
                Resource,
                "AwsSolutions-COG8",
                $"The environment file chooses the {configuration.Plan} plan; threat protection is a feature of Plus (userPool.plan)."
            );
    }
}

/// <summary>What tells one user pool from another.</summary>
public sealed record UserPoolProps
{
    /// <summary><c>userPool</c> of the environment.</summary>
    public required UserPoolConfiguration Configuration { get; init; }

    /// <summary><c>threatProtection</c> of the environment, or null.</summary>
    public ThreatProtectionConfiguration? Threats { get; init; }

    /// <summary>Functions that Cognito calls, or null.</summary>
    public CfnUserPool.LambdaConfigProperty? Triggers { get; init; }

    /// <summary>What becomes of the users when the stack goes.</summary>
    public required DataProtection Protection { get; init; }
}
