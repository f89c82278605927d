using System.Text.Json.Nodes;
using CognitoStack.Local.Access;
using Microsoft.Extensions.DependencyInjection;

namespace CognitoStack.Local.Tests.Access;

[Collection(TestHostCollection.Name)]
public sealed class AssumingTests(TestHost host)
{
    private const string Account = "{ \"AWS\": \"111122223333\" }";

    [Theory]
    [InlineData(Account, "{}", null, true)]
    [InlineData("{ \"AWS\": \"arn:aws:iam::111122223333:root\" }", "{}", null, true)]
    [InlineData("{ \"AWS\": \"arn:aws:iam::111122223333:user/administrator\" }", "{}", null, true)]
    [InlineData("{ \"AWS\": \"arn:aws:iam::111122223333:user/other\" }", "{}", null, false)]
    [InlineData("{ \"AWS\": \"444455556666\" }", "{}", null, false)]
    [InlineData("{ \"Service\": \"lambda.amazonaws.com\" }", "{}", null, false)]
    [InlineData(Account, "{ \"Null\": { \"sts:ExternalId\": \"true\" } }", null, true)]
    [InlineData(Account, "{ \"Null\": { \"sts:ExternalId\": \"true\" } }", "deputy", false)]
    [InlineData(Account, "{ \"StringEquals\": { \"sts:ExternalId\": \"deputy\" } }", "deputy", true)]
    [InlineData(Account, "{ \"StringEquals\": { \"sts:ExternalId\": \"deputy\" } }", "other", false)]
    public async Task A_trust_policy_says_who_takes_on_a_role(string principal, string condition, string? external, bool allowed)
    {
        var context = new JsonObject { ["sts:RoleSessionName"] = "session" };
        if (external is not null)
            context["sts:ExternalId"] = external;

        Assert.Equal(allowed, (await DecideAsync(new Administrator(TestResources.Account), principal, condition, context, [])).Allowed);
    }

    [Fact]
    public async Task Whoever_may_not_assume_does_not_where_the_account_alone_is_trusted()
    {
        var session = new RoleSession
        {
            RoleArn = $"arn:aws:iam::{TestResources.Account}:role/Member",
            SessionName = "x",
            Expires = DateTimeOffset.MaxValue,
        };

        Assert.False((await DecideAsync(session, Account, "{}", [], [])).Allowed);
        Assert.True((await DecideAsync(session, $"{{ \"AWS\": \"{session.RoleArn}\" }}", "{}", [], [])).Allowed);
    }

    [Fact]
    public async Task Tags_have_to_be_trusted_too() =>
        Assert.False(
            (await DecideAsync(new Administrator(TestResources.Account), Account, "{}", [], new() { ["tenant"] = "acme" })).Allowed
        );

    private Task<Decision> DecideAsync(
        Caller caller,
        string principal,
        string condition,
        JsonObject context,
        Dictionary<string, string> tags
    )
    {
        var role = TestResources.Role("Trusting");
        role.Properties["AssumeRolePolicyDocument"] = JsonNode.Parse(
            $$"""{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {{principal}}, "Condition": {{condition}} }] }"""
        );
        return host.Services.GetRequiredService<IAuthorizer>().DecideAssumingAsync(caller, role, context, tags, CancellationToken.None);
    }
}
