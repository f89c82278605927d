using CognitoStack.Local.Deployment;
using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools;

/// <summary>What of user pools works here, and what does not.</summary>
internal sealed class UserPoolSupport : ISupports
{
    private const string NothingSent = "nothing is sent: messages are kept at /_local/messages";

    public IEnumerable<Support> Types =>
        [UserPool, Client, Provider, Group, ResourceServer, Domain, Branding, ClassicStyle, Terms, Risks, Logging];

    private static Support UserPool =>
        new(
            "AWS::Cognito::UserPool",
            [
                "AccountRecoverySetting",
                "AdminCreateUserConfig.AllowAdminCreateUserOnly",
                "AdminCreateUserConfig.InviteMessageTemplate",
                "AliasAttributes",
                "AutoVerifiedAttributes",
                "DeviceConfiguration",
                "EmailAuthenticationMessage",
                "EmailAuthenticationSubject",
                "EmailVerificationMessage",
                "EmailVerificationSubject",
                "EnabledMfas",
                "LambdaConfig.CreateAuthChallenge",
                "LambdaConfig.CustomEmailSender",
                "LambdaConfig.CustomMessage",
                "LambdaConfig.CustomSMSSender",
                "LambdaConfig.DefineAuthChallenge",
                "LambdaConfig.InboundFederation",
                "LambdaConfig.KMSKeyID",
                "LambdaConfig.PostAuthentication",
                "LambdaConfig.PostConfirmation",
                "LambdaConfig.PreAuthentication",
                "LambdaConfig.PreSignUp",
                "LambdaConfig.PreTokenGeneration",
                "LambdaConfig.PreTokenGenerationConfig",
                "LambdaConfig.UserMigration",
                "LambdaConfig.VerifyAuthChallengeResponse",
                "MfaConfiguration",
                "Policies",
                "Schema",
                "SmsAuthenticationMessage",
                "SmsVerificationMessage",
                "UserAttributeUpdateSettings",
                "UserPoolAddOns",
                "UsernameAttributes",
                "UsernameConfiguration",
                "UserPoolName",
                "UserPoolTags",
                "UserPoolTier",
                "VerificationMessageTemplate",
                "WebAuthnFactorConfiguration",
                "WebAuthnRelyingPartyID",
                "WebAuthnUserVerification",
            ],
            new Dictionary<string, string>
            {
                ["AdminCreateUserConfig.UnusedAccountValidityDays"] =
                    "Policies.PasswordPolicy.TemporaryPasswordValidityDays has taken its place",
                ["DeletionProtection"] = "users go with the state folder, and with nothing else",
                ["EmailConfiguration"] = NothingSent,
                ["SmsConfiguration"] = NothingSent,
            }
        );

    private static Support Client =>
        new(
            "AWS::Cognito::UserPoolClient",
            [
                "AccessTokenValidity",
                "AllowedOAuthFlows",
                "AllowedOAuthFlowsUserPoolClient",
                "AllowedOAuthScopes",
                "AuthSessionValidity",
                "CallbackURLs",
                "ClientName",
                "EnablePropagateAdditionalUserContextData",
                "EnableTokenRevocation",
                "ExplicitAuthFlows",
                "GenerateSecret",
                "IdTokenValidity",
                "LogoutURLs",
                "PreventUserExistenceErrors",
                "ReadAttributes",
                "RefreshTokenRotation",
                "RefreshTokenValidity",
                "SupportedIdentityProviders",
                "TokenValidityUnits",
                "UserPoolId",
                "WriteAttributes",
            ],
            new Dictionary<string, string>
            {
                ["AnalyticsConfiguration"] = "nothing is measured here",
                ["DefaultRedirectURI"] = "every request names its callback here",
            }
        );

    private static Support Provider =>
        new(
            "AWS::Cognito::UserPoolIdentityProvider",
            ["AttributeMapping", "IdpIdentifiers", "ProviderDetails", "ProviderName", "ProviderType", "UserPoolId"],
            new Dictionary<string, string>()
        );

    private static Support Group =>
        new(
            "AWS::Cognito::UserPoolGroup",
            ["Description", "GroupName", "Precedence", "RoleArn", "UserPoolId"],
            new Dictionary<string, string>()
        );

    private static Support Domain =>
        new(
            "AWS::Cognito::UserPoolDomain",
            ["CustomDomainConfig", "Domain", "ManagedLoginVersion", "UserPoolId"],
            new Dictionary<string, string> { ["Routing"] = "one machine is one Region" }
        );

    private static Support Branding =>
        new(
            "AWS::Cognito::ManagedLoginBranding",
            ["Assets", "ClientId", "Settings", "UseCognitoProvidedValues", "UserPoolId"],
            new Dictionary<string, string> { ["ReturnMergedResources"] = "nobody asks for the resource here" }
        );

    private static Support ClassicStyle =>
        new("AWS::Cognito::UserPoolUICustomizationAttachment", ["CSS", "ClientId", "UserPoolId"], new Dictionary<string, string>());

    private static Support Terms =>
        new(
            "AWS::Cognito::Terms",
            ["ClientId", "Enforcement", "Links", "TermsName", "TermsSource", "UserPoolId"],
            new Dictionary<string, string>()
        );

    private static Support Risks =>
        new(
            "AWS::Cognito::UserPoolRiskConfigurationAttachment",
            [
                "AccountTakeoverRiskConfiguration.Actions",
                "AccountTakeoverRiskConfiguration.NotifyConfiguration.BlockEmail",
                "AccountTakeoverRiskConfiguration.NotifyConfiguration.MfaEmail",
                "AccountTakeoverRiskConfiguration.NotifyConfiguration.NoActionEmail",
                "ClientId",
                "CompromisedCredentialsRiskConfiguration",
                "RiskExceptionConfiguration",
                "UserPoolId",
            ],
            new Dictionary<string, string>
            {
                ["AccountTakeoverRiskConfiguration.NotifyConfiguration.From"] = NothingSent,
                ["AccountTakeoverRiskConfiguration.NotifyConfiguration.ReplyTo"] = NothingSent,
                ["AccountTakeoverRiskConfiguration.NotifyConfiguration.SourceArn"] = NothingSent,
            }
        );

    private static Support Logging =>
        new(
            LogDelivery.Type,
            ["LogConfigurations.CloudWatchLogsConfiguration", "LogConfigurations.EventSource", "LogConfigurations.LogLevel", "UserPoolId"],
            new Dictionary<string, string>
            {
                ["LogConfigurations.FirehoseConfiguration"] = "logs go to log groups alone here",
                ["LogConfigurations.S3Configuration"] = "logs go to log groups alone here",
            }
        );

    private static Support ResourceServer =>
        new("AWS::Cognito::UserPoolResourceServer", ["Identifier", "Name", "Scopes", "UserPoolId"], new Dictionary<string, string>());
}
