using Amazon.CognitoIdentityProvider;
using Amazon.Runtime;

namespace CognitoStack.Lambda.Tests.CognitoIdentityProvider.NativeClient;

/// <summary>A call of an operation, and what of it AWS has to get.</summary>
public sealed record Operation(bool IsSigned, Func<IAmazonCognitoIdentityProvider, Task<AmazonWebServiceResponse>> Call, string Body);

/// <summary>A call of every operation of the client.</summary>
public static class Operations
{
    public static IReadOnlyDictionary<string, Operation> All { get; } =
        new Dictionary<string, Operation>()
        {
            ["AdminAddUserToGroup"] = new(
                true,
                async client =>
                    await client.AdminAddUserToGroupAsync(
                        new()
                        {
                            UserPoolId = "p",
                            Username = "u",
                            GroupName = "g",
                        }
                    ),
                """{"UserPoolId":"p","Username":"u","GroupName":"g"}"""
            ),
            ["AdminConfirmSignUp"] = new(
                true,
                async client =>
                    await client.AdminConfirmSignUpAsync(
                        new()
                        {
                            UserPoolId = "p",
                            Username = "u",
                            ClientMetadata = new() { ["k"] = "v" },
                        }
                    ),
                """{"UserPoolId":"p","Username":"u","ClientMetadata":{"k":"v"}}"""
            ),
            ["AdminCreateUser"] = new(
                true,
                async client =>
                    await client.AdminCreateUserAsync(
                        new()
                        {
                            UserPoolId = "p",
                            Username = "u",
                            MessageAction = MessageActionType.SUPPRESS,
                            DesiredDeliveryMediums = ["EMAIL"],
                            UserAttributes = [new() { Name = "email", Value = "ü\"@example.com" }],
                            ForceAliasCreation = false,
                        }
                    ),
                """
                {"UserPoolId":"p","Username":"u","MessageAction":"SUPPRESS","DesiredDeliveryMediums":["EMAIL"],
                "UserAttributes":[{"Name":"email","Value":"ü\"@example.com"}],"ForceAliasCreation":false}
                """
            ),
            ["AdminDeleteUser"] = new(
                true,
                async client => await client.AdminDeleteUserAsync(new() { UserPoolId = "p", Username = "u" }),
                """{"UserPoolId":"p","Username":"u"}"""
            ),
            ["AdminGetUser"] = new(
                true,
                async client => await client.AdminGetUserAsync(new() { UserPoolId = "p", Username = "u" }),
                """{"UserPoolId":"p","Username":"u"}"""
            ),
            ["AdminInitiateAuth"] = new(
                true,
                async client =>
                    await client.AdminInitiateAuthAsync(
                        new()
                        {
                            UserPoolId = "p",
                            ClientId = "c",
                            AuthFlow = AuthFlowType.ADMIN_USER_PASSWORD_AUTH,
                            AuthParameters = new() { ["USERNAME"] = "u", ["PASSWORD"] = "w" },
                            ContextData = new() { HttpHeaders = [new() { HeaderName = "h", HeaderValue = "v" }] },
                        }
                    ),
                """
                {"UserPoolId":"p","ClientId":"c","AuthFlow":"ADMIN_USER_PASSWORD_AUTH","AuthParameters":{"USERNAME":"u","PASSWORD":"w"},
                "ContextData":{"HttpHeaders":[{"headerName":"h","headerValue":"v"}]}}
                """
            ),
            ["AdminLinkProviderForUser"] = new(
                true,
                async client =>
                    await client.AdminLinkProviderForUserAsync(
                        new()
                        {
                            UserPoolId = "p",
                            DestinationUser = new() { ProviderName = "Cognito", ProviderAttributeValue = "u" },
                            SourceUser = new()
                            {
                                ProviderName = "Google",
                                ProviderAttributeName = "Cognito_Subject",
                                ProviderAttributeValue = "7",
                            },
                        }
                    ),
                """
                {"UserPoolId":"p","DestinationUser":{"ProviderName":"Cognito","ProviderAttributeValue":"u"},
                "SourceUser":{"ProviderName":"Google","ProviderAttributeName":"Cognito_Subject","ProviderAttributeValue":"7"}}
                """
            ),
            ["AdminListGroupsForUser"] = new(
                true,
                async client =>
                    await client.AdminListGroupsForUserAsync(
                        new()
                        {
                            UserPoolId = "p",
                            Username = "u",
                            Limit = 60,
                            NextToken = "t",
                        }
                    ),
                """{"UserPoolId":"p","Username":"u","Limit":60,"NextToken":"t"}"""
            ),
            ["AdminSetUserPassword"] = new(
                true,
                async client =>
                    await client.AdminSetUserPasswordAsync(
                        new()
                        {
                            UserPoolId = "p",
                            Username = "u",
                            Password = "w",
                            Permanent = true,
                        }
                    ),
                """{"UserPoolId":"p","Username":"u","Password":"w","Permanent":true}"""
            ),
            ["AdminUpdateUserAttributes"] = new(
                true,
                async client =>
                    await client.AdminUpdateUserAttributesAsync(
                        new()
                        {
                            UserPoolId = "p",
                            Username = "u",
                            UserAttributes = [new() { Name = "n", Value = "" }],
                        }
                    ),
                """{"UserPoolId":"p","Username":"u","UserAttributes":[{"Name":"n","Value":""}]}"""
            ),
            ["ConfirmDevice"] = new(
                false,
                async client =>
                    await client.ConfirmDeviceAsync(
                        new()
                        {
                            AccessToken = "a",
                            DeviceKey = "d",
                            DeviceSecretVerifierConfig = new() { Salt = "s", PasswordVerifier = "v" },
                        }
                    ),
                """{"AccessToken":"a","DeviceKey":"d","DeviceSecretVerifierConfig":{"Salt":"s","PasswordVerifier":"v"}}"""
            ),
            ["ConfirmSignUp"] = new(
                false,
                async client =>
                    await client.ConfirmSignUpAsync(
                        new()
                        {
                            ClientId = "c",
                            Username = "u",
                            ConfirmationCode = "1",
                            SecretHash = "h",
                        }
                    ),
                """{"ClientId":"c","Username":"u","ConfirmationCode":"1","SecretHash":"h"}"""
            ),
            ["DescribeUserPool"] = new(
                true,
                async client => await client.DescribeUserPoolAsync(new() { UserPoolId = "p" }),
                """{"UserPoolId":"p"}"""
            ),
            ["DescribeUserPoolClient"] = new(
                true,
                async client => await client.DescribeUserPoolClientAsync(new() { UserPoolId = "p", ClientId = "c" }),
                """{"UserPoolId":"p","ClientId":"c"}"""
            ),
            ["GetTokensFromRefreshToken"] = new(
                false,
                async client =>
                    await client.GetTokensFromRefreshTokenAsync(
                        new()
                        {
                            ClientId = "c",
                            RefreshToken = "r",
                            ClientSecret = "s",
                        }
                    ),
                """{"ClientId":"c","RefreshToken":"r","ClientSecret":"s"}"""
            ),
            ["GetUser"] = new(false, async client => await client.GetUserAsync(new() { AccessToken = "t" }), """{"AccessToken":"t"}"""),
            ["GlobalSignOut"] = new(
                false,
                async client => await client.GlobalSignOutAsync(new() { AccessToken = "t" }),
                """{"AccessToken":"t"}"""
            ),
            ["InitiateAuth"] = new(
                false,
                async client =>
                    await client.InitiateAuthAsync(
                        new()
                        {
                            ClientId = "c",
                            AuthFlow = AuthFlowType.USER_PASSWORD_AUTH,
                            AuthParameters = new() { ["USERNAME"] = "u" },
                        }
                    ),
                """{"ClientId":"c","AuthFlow":"USER_PASSWORD_AUTH","AuthParameters":{"USERNAME":"u"}}"""
            ),
            ["ListUsers"] = new(
                true,
                async client =>
                    await client.ListUsersAsync(
                        new()
                        {
                            UserPoolId = "p",
                            AttributesToGet = ["email"],
                            Filter = "email = \"a@b.c\"",
                        }
                    ),
                """{"UserPoolId":"p","AttributesToGet":["email"],"Filter":"email = \"a@b.c\""}"""
            ),
            ["RespondToAuthChallenge"] = new(
                false,
                async client =>
                    await client.RespondToAuthChallengeAsync(
                        new()
                        {
                            ClientId = "c",
                            ChallengeName = "SMS_MFA",
                            ChallengeResponses = new() { ["SMS_MFA_CODE"] = "1" },
                            Session = "s",
                        }
                    ),
                """{"ClientId":"c","ChallengeName":"SMS_MFA","ChallengeResponses":{"SMS_MFA_CODE":"1"},"Session":"s"}"""
            ),
            ["RevokeToken"] = new(
                false,
                async client => await client.RevokeTokenAsync(new() { ClientId = "c", Token = "t" }),
                """{"ClientId":"c","Token":"t"}"""
            ),
            ["SignUp"] = new(
                false,
                async client =>
                    await client.SignUpAsync(
                        new()
                        {
                            ClientId = "c",
                            Username = "u",
                            Password = "w",
                            ValidationData = [new() { Name = "n", Value = "v" }],
                            UserContextData = new() { IpAddress = "192.0.2.1" },
                        }
                    ),
                """
                {"ClientId":"c","Username":"u","Password":"w","ValidationData":[{"Name":"n","Value":"v"}],
                "UserContextData":{"IpAddress":"192.0.2.1"}}
                """
            ),
        };
}
