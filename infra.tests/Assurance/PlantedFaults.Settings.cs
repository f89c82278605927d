using System.Text.Json.Nodes;
using CognitoStack.Tests.Authentication.ThreatProtection;
using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.Assurance;

/// <summary>Settings that are deployed otherwise than the file says: what a tired developer changes in a construct.</summary>
public static partial class PlantedFaults
{
    private static string Production => Evidence.Shipped("prod");

    private static IEnumerable<Fault> OfSettings =>
        [
            new(
                "settings",
                "users who may change themselves by their token",
                Local,
                t => Client(t, "Web")["AllowedOAuthScopes"]!.AsArray().Add("aws.cognito.signin.user.admin")
            ),
            new(
                "settings",
                "a scope that the file does not give",
                Production,
                t => Client(t, "Mobile")["AllowedOAuthScopes"]!.AsArray().Add("https://orders.example.com/write")
            ),
            new(
                "settings",
                "a return to an address that the file does not name",
                Local,
                t => Client(t, "Web")["CallbackURLs"]!.AsArray().Add("https://app.example.net/callback")
            ),
            new(
                "settings",
                "a sign-out to an address that the file does not name",
                Production,
                t => Client(t, "Web")["LogoutURLs"]![0] = "https://app.example.net/"
            ),
            new("settings", "a confidential client without a secret", Production, t => Client(t, "Portal")["GenerateSecret"] = false),
            new("settings", "refresh tokens for ten years", Production, t => Client(t, "Web")["RefreshTokenValidity"] = 315360000),
            new(
                "settings",
                "access tokens in hours instead of seconds",
                Production,
                t => Client(t, "Web")["TokenValidityUnits"]!["AccessToken"] = "hours"
            ),
            new("settings", "access tokens for a day", Production, t => Client(t, "Web")["AccessTokenValidity"] = 86400),
            new("settings", "refresh tokens that are never rotated", Production, t => Client(t, "Web").Remove("RefreshTokenRotation")),
            new(
                "settings",
                "a provider that a client does not offer",
                Production,
                t => Client(t, "Mobile")["SupportedIdentityProviders"]!.AsArray().Add("Corp")
            ),
            new(
                "settings",
                "a client of people with credentials of its own",
                Production,
                t => Client(t, "Web")["AllowedOAuthFlows"] = new JsonArray("client_credentials")
            ),
            new(
                "settings",
                "tags from an attribute that clients write",
                Production,
                t => Client(t, "Web")["WriteAttributes"]!.AsArray().Add("custom:tenant")
            ),
            new(
                "settings",
                "one client more",
                Production,
                t =>
                    t.Add(
                        "Authentication",
                        "More",
                        """{ "Type": "AWS::Cognito::UserPoolClient", "Properties": { "ClientName": "more", "UserPoolId": { "Ref": "UserPool6BA7E5F2" } } }"""
                    )
            ),
            new(
                "settings",
                "a longer session than the file says",
                Production,
                t => t.Properties("AWS::IAM::Role", "RoleMember")["MaxSessionDuration"] = 43200
            ),
            new("settings", "the gate away from sign-up", Local, t => Pool(t)["LambdaConfig"]!.AsObject().Remove("PreSignUp")),
            new("settings", "the gate away from sign-in", Local, t => Pool(t)["LambdaConfig"]!.AsObject().Remove("PreAuthentication")),
            new(
                "settings",
                "the audit in the place of the gate",
                Local,
                t => Pool(t)["LambdaConfig"]!["PreAuthentication"] = Pool(t)["LambdaConfig"]!["PostAuthentication"]!.DeepClone()
            ),
            new("settings", "no record of sign-ins", Production, t => Pool(t)["LambdaConfig"]!.AsObject().Remove("PostAuthentication")),
            new(
                "settings",
                "a function that nobody asked for before tokens",
                Production,
                t => Pool(t)["LambdaConfig"]!["PreTokenGeneration"] = "arn:aws:lambda:eu-west-1:111122223333:function:more"
            ),
            new(
                "settings",
                "a gate that lets addresses in which nobody verified",
                Production,
                t => Told(t)["REQUIRE_VERIFIED_EMAIL"] = "false"
            ),
            new("settings", "a gate that fails open", Production, t => Told(t)["ON_FAILURE"] = "allow"),
            new(
                "settings",
                "a gate that links every provider",
                Production,
                t => Told(t)["LINK_TRUSTED_PROVIDERS"] = "Google,SignInWithApple,Corp"
            ),
            new("settings", "a gate without its deny list", Production, t => Told(t).Remove("DENY_LIST_TABLE_NAME")),
            new("settings", "a gate that lets a domain in", Production, t => Told(t)["DENY_EMAIL_DOMAINS"] = ""),
            new(
                "settings",
                "a gate that lets another group in",
                Production,
                t => Told(t)["ALLOWED_GROUPS_BY_CLIENT"] = "{\"/cognitostack/prod/ClientIdPortal\":[\"admins\",\"partners\",\"guests\"]}"
            ),
            new("settings", "a gate that is told one thing more", Production, t => Told(t)["DEBUG"] = "true"),
            new(
                "settings",
                "records of sign-ins for a day",
                Production,
                t => t.Properties("AWS::Lambda::Function", "SignInAudit")["Environment"]!["Variables"]!["AUDIT_RETENTION_DAYS"] = "1"
            ),
            new(
                "settings",
                "a migration from another pool",
                OtherEnvironments.Migration,
                t => Moved(t)["OLD_USER_POOL_ID"] = "eu-west-1_Other"
            ),
            new("settings", "a migration by another client", OtherEnvironments.Migration, t => Moved(t)["OLD_CLIENT_ID"] = "other"),
            new(
                "settings",
                "a migration of an attribute that the pool has not",
                OtherEnvironments.Migration,
                t => Moved(t)["CUSTOM_ATTRIBUTES"] = "custom:level,custom:role,custom:tenant"
            ),
            new(
                "settings",
                "passwords sent as they are, where nobody comes over",
                Production,
                t => Client(t, "Web")["ExplicitAuthFlows"]!.AsArray().Add("ALLOW_USER_PASSWORD_AUTH")
            ),
            new("settings", "passwords of eight letters", Production, t => Pool(t)["Policies"]!["PasswordPolicy"]!["MinimumLength"] = 8),
            new(
                "settings",
                "passwords that come again",
                Production,
                t => Pool(t)["Policies"]!["PasswordPolicy"]!["PasswordHistorySize"] = 0
            ),
            new(
                "settings",
                "invitations for a year",
                Production,
                t => Pool(t)["Policies"]!["PasswordPolicy"]!["TemporaryPasswordValidityDays"] = 365
            ),
            new(
                "settings",
                "passwords without symbols",
                Production,
                t => Pool(t)["Policies"]!["PasswordPolicy"]!["RequireSymbols"] = false
            ),
            new(
                "settings",
                "codes by mail as the only factor",
                Production,
                t => Pool(t)["Policies"]!["SignInPolicy"]!["AllowedFirstAuthFactors"]!.AsArray().Add("EMAIL_OTP")
            ),
            new("settings", "passkeys without a look at the user", Production, t => Pool(t)["WebAuthnUserVerification"] = "preferred"),
            new("settings", "codes by text message", Production, t => Pool(t)["EnabledMfas"]!.AsArray().Add("SMS_MFA")),
            new(
                "settings",
                "recovery by telephone",
                Production,
                t => Pool(t)["AccountRecoverySetting"]!["RecoveryMechanisms"]![0]!["Name"] = "verified_phone_number"
            ),
            new(
                "settings",
                "a new address that counts before it is verified",
                Production,
                t => Pool(t).Remove("UserAttributeUpdateSettings")
            ),
            new("settings", "addresses that nobody verifies", Production, t => Pool(t).Remove("AutoVerifiedAttributes")),
            new(
                "settings",
                "devices that are trusted for good",
                Production,
                t => Pool(t)["DeviceConfiguration"]!["ChallengeRequiredOnNewDevice"] = false
            ),
            new(
                "settings",
                "mail from another sender",
                Production,
                t => Pool(t)["EmailConfiguration"]!["From"] = "Acme <no-reply@example.net>"
            ),
            new("settings", "threat protection that is off", Production, t => Pool(t)["UserPoolAddOns"]!["AdvancedSecurityMode"] = "OFF"),
            new(
                "settings",
                "a high risk that is let in",
                Production,
                t => Risk(t)["AccountTakeoverRiskConfiguration"]!["Actions"]!["HighAction"]!["EventAction"] = "NO_ACTION"
            ),
            new(
                "settings",
                "leaked passwords that are let in",
                Production,
                t => Risk(t)["CompromisedCredentialsRiskConfiguration"]!["Actions"]!["EventAction"] = "NO_ACTION"
            ),
            new(
                "settings",
                "leaked passwords that nobody looks for at sign-in",
                Production,
                t => Risk(t)["CompromisedCredentialsRiskConfiguration"]!["EventFilter"]!.AsArray().RemoveAt(0)
            ),
            new(
                "settings",
                "a network that is always let in",
                RiskActionsTests.Enforced,
                t => Risk(t)["RiskExceptionConfiguration"]!["SkippedIPRangeList"]!.AsArray().Add("0.0.0.0/0")
            ),
            new(
                "settings",
                "a network that is let in again",
                RiskActionsTests.Enforced,
                t => Risk(t)["RiskExceptionConfiguration"]!.AsObject().Remove("BlockedIPRangeList")
            ),
            new(
                "settings",
                "a weaker action for one client",
                RiskActionsTests.Enforced,
                t =>
                    t.Add(
                        "Authentication",
                        "More",
                        """{ "Type": "AWS::Cognito::UserPoolRiskConfigurationAttachment", "Properties": { "UserPoolId": { "Ref": "UserPool6BA7E5F2" }, "ClientId": "web" } }"""
                    )
            ),
            new("settings", "an own plan for users", Production, t => Pool(t)["UserPoolTier"] = "LITE"),
            new(
                "settings",
                "another organization that vouches for users",
                Production,
                t => Provider(t, "Corp")["ProviderDetails"]!["MetadataURL"] = "https://idp.example.net/metadata"
            ),
            new(
                "settings",
                "sign-ins that the organization starts",
                Production,
                t => Provider(t, "Corp")["ProviderDetails"]!["IDPInit"] = "true"
            ),
            new(
                "settings",
                "requests that nobody signs",
                Production,
                t => Provider(t, "Corp")["ProviderDetails"]!.AsObject().Remove("RequestSigningAlgorithm")
            ),
            new(
                "settings",
                "an address that the provider calls something else",
                Production,
                t => Provider(t, "Corp")["AttributeMapping"]!["email"] = "mail"
            ),
            new(
                "settings",
                "a verification that the provider is believed",
                Production,
                t => Provider(t, "Corp")["AttributeMapping"]!["phone_number_verified"] = "phoneVerified"
            ),
            new(
                "settings",
                "a domain that leads to a provider",
                Production,
                t => Provider(t, "Corp")["IdpIdentifiers"]!.AsArray().Add("example.net")
            ),
            new(
                "settings",
                "a secret of another environment",
                Production,
                t =>
                    Provider(t, "Google")["ProviderDetails"]!["client_secret"] =
                        "{{resolve:secretsmanager:dev/google:SecretString:clientSecret}}"
            ),
            new(
                "settings",
                "one provider more",
                Production,
                t =>
                    t.Add(
                        "Authentication",
                        "More",
                        """{ "Type": "AWS::Cognito::UserPoolIdentityProvider", "Properties": { "ProviderName": "More", "ProviderType": "OIDC", "UserPoolId": { "Ref": "UserPool6BA7E5F2" } } }"""
                    )
            ),
            new(
                "settings",
                "a user whom the template makes",
                Production,
                t =>
                    t.Add(
                        "Authentication",
                        "More",
                        """{ "Type": "AWS::Cognito::UserPoolUser", "Properties": { "Username": "root", "UserPoolId": { "Ref": "UserPool6BA7E5F2" } } }"""
                    )
            ),
        ];

    private static JsonObject Pool(Templates templates) => templates.Properties("AWS::Cognito::UserPool");

    private static JsonObject Client(Templates templates, string name) =>
        templates.Properties("AWS::Cognito::UserPoolClient", $"Client{name}");

    private static JsonObject Provider(Templates templates, string name) =>
        templates.Properties("AWS::Cognito::UserPoolIdentityProvider", $"Provider{name}");

    private static JsonObject Risk(Templates templates) => templates.Properties("AWS::Cognito::UserPoolRiskConfigurationAttachment");

    private static JsonObject Moved(Templates t) =>
        t.Properties("AWS::Lambda::Function", "UserMigration")["Environment"]!["Variables"]!.AsObject();

    private static JsonObject Told(Templates templates) =>
        templates.Properties("AWS::Lambda::Function", "SignInGate")["Environment"]!["Variables"]!.AsObject();
}
