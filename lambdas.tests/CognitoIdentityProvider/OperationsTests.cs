using System.Text.Json.Nodes;
using Amazon.CognitoIdentityProvider;
using Amazon.CognitoIdentityProvider.Model;
using Amazon.Runtime;
using CognitoStack.Lambda.Tests.Support;

namespace CognitoStack.Lambda.Tests.CognitoIdentityProvider;

public sealed class OperationsTests : IAsyncLifetime
{
    private static readonly Dictionary<string, (bool IsSigned, Func<IAmazonCognitoIdentityProvider, Task> Call, string Body)> Operations = new()
    {
        ["AdminAddUserToGroup"] = (true,
            client => client.AdminAddUserToGroupAsync(new() { UserPoolId = "p", Username = "u", GroupName = "g" }),
            """{"UserPoolId":"p","Username":"u","GroupName":"g"}"""),
        ["AdminConfirmSignUp"] = (true,
            client => client.AdminConfirmSignUpAsync(new() { UserPoolId = "p", Username = "u", ClientMetadata = new() { ["k"] = "v" } }),
            """{"UserPoolId":"p","Username":"u","ClientMetadata":{"k":"v"}}"""),
        ["AdminCreateUser"] = (true,
            client => client.AdminCreateUserAsync(new()
            {
                UserPoolId = "p", Username = "u", MessageAction = MessageActionType.SUPPRESS, DesiredDeliveryMediums = ["EMAIL"],
                UserAttributes = [new() { Name = "email", Value = "ü\"@example.com" }], ForceAliasCreation = false,
            }),
            """
            {"UserPoolId":"p","Username":"u","MessageAction":"SUPPRESS","DesiredDeliveryMediums":["EMAIL"],
            "UserAttributes":[{"Name":"email","Value":"ü\"@example.com"}],"ForceAliasCreation":false}
            """),
        ["AdminDeleteUser"] = (true,
            client => client.AdminDeleteUserAsync(new() { UserPoolId = "p", Username = "u" }), """{"UserPoolId":"p","Username":"u"}"""),
        ["AdminGetUser"] = (true,
            client => client.AdminGetUserAsync(new() { UserPoolId = "p", Username = "u" }), """{"UserPoolId":"p","Username":"u"}"""),
        ["AdminLinkProviderForUser"] = (true,
            client => client.AdminLinkProviderForUserAsync(new()
            {
                UserPoolId = "p", DestinationUser = new() { ProviderName = "Cognito", ProviderAttributeValue = "u" },
                SourceUser = new() { ProviderName = "Google", ProviderAttributeName = "Cognito_Subject", ProviderAttributeValue = "7" },
            }),
            """
            {"UserPoolId":"p","DestinationUser":{"ProviderName":"Cognito","ProviderAttributeValue":"u"},
            "SourceUser":{"ProviderName":"Google","ProviderAttributeName":"Cognito_Subject","ProviderAttributeValue":"7"}}
            """),
        ["AdminListGroupsForUser"] = (true,
            client => client.AdminListGroupsForUserAsync(new() { UserPoolId = "p", Username = "u", Limit = 60, NextToken = "t" }),
            """{"UserPoolId":"p","Username":"u","Limit":60,"NextToken":"t"}"""),
        ["AdminSetUserPassword"] = (true,
            client => client.AdminSetUserPasswordAsync(new() { UserPoolId = "p", Username = "u", Password = "w", Permanent = true }),
            """{"UserPoolId":"p","Username":"u","Password":"w","Permanent":true}"""),
        ["AdminUpdateUserAttributes"] = (true,
            client => client.AdminUpdateUserAttributesAsync(
                new() { UserPoolId = "p", Username = "u", UserAttributes = [new() { Name = "n", Value = "" }] }),
            """{"UserPoolId":"p","Username":"u","UserAttributes":[{"Name":"n","Value":""}]}"""),
        ["ConfirmSignUp"] = (false,
            client => client.ConfirmSignUpAsync(new() { ClientId = "c", Username = "u", ConfirmationCode = "1", SecretHash = "h" }),
            """{"ClientId":"c","Username":"u","ConfirmationCode":"1","SecretHash":"h"}"""),
        ["DescribeUserPool"] = (true, client => client.DescribeUserPoolAsync(new() { UserPoolId = "p" }), """{"UserPoolId":"p"}"""),
        ["DescribeUserPoolClient"] = (true,
            client => client.DescribeUserPoolClientAsync(new() { UserPoolId = "p", ClientId = "c" }), """{"UserPoolId":"p","ClientId":"c"}"""),
        ["GetTokensFromRefreshToken"] = (false,
            client => client.GetTokensFromRefreshTokenAsync(new() { ClientId = "c", RefreshToken = "r", ClientSecret = "s" }),
            """{"ClientId":"c","RefreshToken":"r","ClientSecret":"s"}"""),
        ["GetUser"] = (false, client => client.GetUserAsync(new() { AccessToken = "t" }), """{"AccessToken":"t"}"""),
        ["GlobalSignOut"] = (false, client => client.GlobalSignOutAsync(new() { AccessToken = "t" }), """{"AccessToken":"t"}"""),
        ["InitiateAuth"] = (false,
            client => client.InitiateAuthAsync(
                new() { ClientId = "c", AuthFlow = AuthFlowType.USER_PASSWORD_AUTH, AuthParameters = new() { ["USERNAME"] = "u" } }),
            """{"ClientId":"c","AuthFlow":"USER_PASSWORD_AUTH","AuthParameters":{"USERNAME":"u"}}"""),
        ["ListUsers"] = (true,
            client => client.ListUsersAsync(new() { UserPoolId = "p", AttributesToGet = ["email"], Filter = "email = \"a@b.c\"" }),
            """{"UserPoolId":"p","AttributesToGet":["email"],"Filter":"email = \"a@b.c\""}"""),
        ["RespondToAuthChallenge"] = (false,
            client => client.RespondToAuthChallengeAsync(
                new() { ClientId = "c", ChallengeName = "SMS_MFA", ChallengeResponses = new() { ["SMS_MFA_CODE"] = "1" }, Session = "s" }),
            """{"ClientId":"c","ChallengeName":"SMS_MFA","ChallengeResponses":{"SMS_MFA_CODE":"1"},"Session":"s"}"""),
        ["RevokeToken"] = (false,
            client => client.RevokeTokenAsync(new() { ClientId = "c", Token = "t" }), """{"ClientId":"c","Token":"t"}"""),
        ["SignUp"] = (false,
            client => client.SignUpAsync(new()
            {
                ClientId = "c", Username = "u", Password = "w", ValidationData = [new() { Name = "n", Value = "v" }],
                UserContextData = new() { IpAddress = "192.0.2.1" },
            }),
            """
            {"ClientId":"c","Username":"u","Password":"w","ValidationData":[{"Name":"n","Value":"v"}],
            "UserContextData":{"IpAddress":"192.0.2.1"}}
            """),
    };

    private FakeCognito cognito = null!;

    public static TheoryData<string> Names => [.. Operations.Keys];

    public async Task InitializeAsync() => cognito = await FakeCognito.StartAsync();

    public async Task DisposeAsync() => await cognito.DisposeAsync();

    [Fact]
    public void Every_operation_of_the_client_is_tested() =>
        Assert.Equal(
            typeof(IAmazonCognitoIdentityProvider).GetMethods().Select(method => method.Name[..^"Async".Length]).Order(StringComparer.Ordinal),
            Operations.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_request_has_its_target_its_body_and_a_signature_where_AWS_wants_one(string name)
    {
        var (isSigned, act, body) = Operations[name];
        cognito.Script = _ => new CognitoReply(200, "{}");

        await act(cognito.Client);

        var call = Assert.Single(cognito.Calls);
        Assert.Equal($"AWSCognitoIdentityProviderService.{name}", call.Headers["X-Amz-Target"]);
        Assert.Equal("application/x-amz-json-1.1", call.Headers["Content-Type"]);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(body), call.Body), call.Body.ToJsonString());
        Assert.Equal(isSigned, call.Headers.ContainsKey("Authorization"));
        if (isSigned)
            Assert.Matches("^AWS4-HMAC-SHA256 Credential=local/[0-9]{8}/eu-central-1/cognito-idp/aws4_request, ", call.Headers["Authorization"]);
    }

    [Fact]
    public async Task A_response_has_its_values_typed()
    {
        cognito.Script = _ => new CognitoReply(200, """
            {"Users":[{"Username":"u","Enabled":true,"UserStatus":"CONFIRMED","UserCreateDate":1.7672256005E9,
            "Attributes":[{"Name":"email","Value":"ü@example.com"}],"MFAOptions":[{"DeliveryMedium":"PIGEON"}],"Future":{"a":[1]}}],"PaginationToken":"t"}
            """);

        var answer = await cognito.Client.ListUsersAsync(new ListUsersRequest { UserPoolId = "p" });

        var user = Assert.Single(answer.Users!);
        Assert.Equal(UserStatusType.CONFIRMED, user.UserStatus);
        Assert.Equal(new DateTime(2026, 1, 1, 0, 0, 0, 500, DateTimeKind.Utc), user.UserCreateDate);
        Assert.True(user.Enabled);
        Assert.Equal("ü@example.com", Assert.Single(user.Attributes!).Value);
        Assert.Equal("PIGEON", Assert.Single(user.MFAOptions!).DeliveryMedium!.Value);
        Assert.Equal("t", answer.PaginationToken);
        Assert.Equal(200, (int)answer.HttpStatusCode);
    }

    [Fact]
    public async Task Nested_shapes_and_challenges_are_read()
    {
        cognito.Script = call => new CognitoReply(200, call.Operation == "DescribeUserPool"
            ? """{"UserPool":{"Id":"p","UserPoolTier":"PLUS","Policies":{"PasswordPolicy":{"MinimumLength":12}},"LambdaConfig":{"PreSignUp":"arn"}}}"""
            : """{"ChallengeName":"NEW_PASSWORD_REQUIRED","ChallengeParameters":{"a":"b"},"AvailableChallenges":["PASSWORD"],"Session":"s"}""");

        var pool = (await cognito.Client.DescribeUserPoolAsync(new() { UserPoolId = "p" })).UserPool!;
        var challenge = await cognito.Client.InitiateAuthAsync(new() { ClientId = "c" });

        Assert.Equal((12, UserPoolTierType.PLUS, "arn"), (pool.Policies!.PasswordPolicy!.MinimumLength, pool.UserPoolTier, pool.LambdaConfig!.PreSignUp));
        Assert.Equal(ChallengeNameType.NEW_PASSWORD_REQUIRED, challenge.ChallengeName);
        Assert.Equal(("b", "s"), (challenge.ChallengeParameters!["a"], challenge.Session));
        Assert.Null(challenge.AuthenticationResult);
    }

    [Fact]
    public async Task An_answer_without_a_body_is_an_empty_response()
    {
        cognito.Script = _ => new CognitoReply(200, "");

        Assert.NotNull(await cognito.Client.AdminDeleteUserAsync(new() { UserPoolId = "p", Username = "u" }));
    }
}
