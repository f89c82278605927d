using System.Text.Json.Nodes;
using Amazon.CognitoIdentityProvider;
using Amazon.CognitoIdentityProvider.Model;
using Amazon.Runtime;
using CognitoStack.Lambda.Tests.CognitoIdentityProvider.NativeClient;
using CognitoStack.Lambda.Tests.Support;

namespace CognitoStack.Lambda.Tests.CognitoIdentityProvider;

public sealed class OperationsTests : IAsyncLifetime
{
    private FakeCognito cognito = null!;

    public static TheoryData<string> Names => [.. Operations.All.Keys];

    public async Task InitializeAsync() => cognito = await FakeCognito.StartAsync();

    public async Task DisposeAsync() => await cognito.DisposeAsync();

    [Fact]
    public void Every_operation_of_the_client_is_tested() =>
        Assert.Equal(
            typeof(IAmazonCognitoIdentityProvider)
                .GetMethods()
                .Select(method => method.Name[..^"Async".Length])
                .Order(StringComparer.Ordinal),
            Operations.All.Keys.Order(StringComparer.Ordinal)
        );

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_request_has_its_target_its_body_and_a_signature_where_AWS_wants_one(string name)
    {
        cognito.Script = _ => new CognitoReply(200, "{}");

        await Operations.All[name].Call(cognito.Client);

        AssertRequest(Operations.All[name], Assert.Single(cognito.Calls), name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_response_with_all_that_AWS_may_answer_is_read_to_its_last_member(string name)
    {
        cognito.Script = call => new CognitoReply(200, Answer(call.Operation).ToJsonString());

        AssertResponse(name, await Program.CallAsync(cognito.Client, name));
    }

    [Fact]
    public async Task A_response_has_its_values_typed()
    {
        cognito.Script = _ => new CognitoReply(
            200,
            """
            {"Users":[{"Username":"u","Enabled":true,"UserStatus":"CONFIRMED","UserCreateDate":1.7672256005E9,
            "Attributes":[{"Name":"email","Value":"ü@example.com"}],"MFAOptions":[{"DeliveryMedium":"PIGEON"}],"Future":{"a":[1]}}],"PaginationToken":"t"}
            """
        );

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
        cognito.Script = call => new CognitoReply(
            200,
            call.Operation == "DescribeUserPool"
                ? """{"UserPool":{"Id":"p","UserPoolTier":"PLUS","Policies":{"PasswordPolicy":{"MinimumLength":12}},"LambdaConfig":{"PreSignUp":"arn"}}}"""
                : """{"ChallengeName":"NEW_PASSWORD_REQUIRED","ChallengeParameters":{"a":"b"},"AvailableChallenges":["PASSWORD"],"Session":"s"}"""
        );

        var pool = (await cognito.Client.DescribeUserPoolAsync(new() { UserPoolId = "p" })).UserPool!;
        var challenge = await cognito.Client.InitiateAuthAsync(new() { ClientId = "c" });

        Assert.Equal(
            (12, UserPoolTierType.PLUS, "arn"),
            (pool.Policies!.PasswordPolicy!.MinimumLength, pool.UserPoolTier, pool.LambdaConfig!.PreSignUp)
        );
        Assert.Equal(ChallengeNameType.NEW_PASSWORD_REQUIRED, challenge.ChallengeName);
        Assert.Equal(("b", "s"), (challenge.ChallengeParameters!["a"], challenge.Session));
        Assert.Null(challenge.AuthenticationResult);
    }

    [Fact]
    public async Task The_levels_of_authentication_of_a_pool_are_read()
    {
        cognito.Script = _ => new CognitoReply(
            200,
            """
            {"UserPool":{"Id":"eu-central-1_AbCdEf123","AcrConfiguration":{"Level1":{"AcrValue":"urn:example:password"},"Level2":{"AcrValue":"urn:example:mfa"}}}}
            """
        );

        var levels = (await cognito.Client.DescribeUserPoolAsync(new() { UserPoolId = "p" })).UserPool!.AcrConfiguration!;

        Assert.Equal(
            [("Level1", "urn:example:password"), ("Level2", "urn:example:mfa")],
            levels.Select(level => (level.Key, level.Value.AcrValue!))
        );
    }

    [Fact]
    public async Task An_answer_without_a_body_is_an_empty_response()
    {
        cognito.Script = _ => new CognitoReply(200, "");

        Assert.NotNull(await cognito.Client.AdminDeleteUserAsync(new() { UserPoolId = "p", Username = "u" }));
    }

    /// <summary>Every member that an operation's response may have.</summary>
    internal static JsonNode Answer(string operation) =>
        ServiceModel.Structures.ContainsKey($"{operation}Response") ? ServiceModel.Sample($"{operation}Response") : new JsonObject();

    internal static void AssertRequest(Operation operation, CognitoCall call, string name)
    {
        Assert.Equal($"AWSCognitoIdentityProviderService.{name}", call.Headers["X-Amz-Target"]);
        Assert.Equal("application/x-amz-json-1.1", call.Headers["Content-Type"]);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(operation.Body), call.Body), call.Body.ToJsonString());
        Assert.Equal(operation.IsSigned, call.Headers.ContainsKey("Authorization"));
        if (operation.IsSigned)
            Assert.Matches(
                "^AWS4-HMAC-SHA256 Credential=local/[0-9]{8}/eu-central-1/cognito-idp/aws4_request, ",
                call.Headers["Authorization"]
            );
    }

    internal static void AssertResponse(string operation, string text)
    {
        var response = JsonNode.Parse(text)!.AsObject();
        // What every response of the SDK has.
        foreach (var member in typeof(AmazonWebServiceResponse).GetProperties())
            response.Remove(member.Name);
        Assert.True(JsonNode.DeepEquals(Answer(operation), response), text);
    }
}
