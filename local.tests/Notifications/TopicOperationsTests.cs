using System.Text.Json.Nodes;
using System.Xml.Linq;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;
using CognitoStack.Local.Notifications;
using CognitoStack.Local.Tests.Access;
using CognitoStack.Local.Tests.CloudFormation;
using Microsoft.AspNetCore.WebUtilities;

namespace CognitoStack.Local.Tests.Notifications;

public sealed class TopicOperationsTests
{
    private const string Arn = "arn:aws:sns:us-east-1:111122223333:alarms";
    private readonly Gate gate = new();
    private readonly FakeDeployment deployment = new(
        new(
            "111122223333",
            "us-east-1",
            [
                Of("AWS::SNS::Topic", Arn, """{"DisplayName": "Alarms", "Tags": [{"Key": "team", "Value": "identity"}]}"""),
                Of("AWS::SNS::Subscription", "s", $$"""{"TopicArn": "{{Arn}}", "Protocol": "email", "Endpoint": "oncall@example.com"}"""),
                Of("AWS::SNS::TopicPolicy", "p", $$"""{"Topics": ["{{Arn}}"], "PolicyDocument": {"Statement": [] } }"""),
            ],
            new Dictionary<string, IReadOnlyDictionary<string, string>>()
        )
    );

    [Fact]
    public async Task A_topic_is_told_with_its_policy_its_subscriptions_and_its_tags()
    {
        var attributes = (await CallAsync("GetTopicAttributes", ("TopicArn", Arn)))
            .Descendants("entry")
            .ToDictionary(e => e.Element("key")!.Value, e => e.Element("value")!.Value);
        Assert.Equal(
            ("Alarms", "1", """{"Statement":[]}"""),
            (attributes["DisplayName"], attributes["SubscriptionsConfirmed"], attributes["Policy"])
        );
        Assert.Equal(
            "oncall@example.com",
            (await CallAsync("ListSubscriptionsByTopic", ("TopicArn", Arn))).Descendants("Endpoint").Single().Value
        );
        Assert.Equal("identity", (await CallAsync("ListTagsForResource", ("ResourceArn", Arn))).Descendants("Value").Single().Value);
        Assert.Equal(Arn, (await CallAsync("ListTopics")).Descendants("TopicArn").Single().Value);
    }

    [Theory]
    [InlineData("GetTopicAttributes", "TopicArn", "NotFound")]
    [InlineData("ListSubscriptionsByTopic", "TopicArn", "NotFound")]
    [InlineData("ListTagsForResource", "ResourceArn", "ResourceNotFound")]
    public async Task Who_may_not_learns_nothing_and_a_topic_that_is_not_there_is_told(string action, string member, string code)
    {
        Assert.Equal(code, await RefusalAsync(action, (member, Arn + "-other")));

        gate.Forbidden = $"sns:{action}";
        Assert.Equal("AuthorizationError", await RefusalAsync(action, (member, Arn)));
        Assert.Equal("AuthorizationError", await RefusalAsync(action, (member, Arn + "-other")));
    }

    private static Resource Of(string type, string arn, string properties) =>
        new()
        {
            Stack = "One",
            LogicalId = type[(type.LastIndexOf(':') + 1)..],
            Type = type,
            Name = arn,
            Arn = arn,
            Properties = JsonNode.Parse(properties)!.AsObject(),
            Attributes = new Dictionary<string, string>(),
        };

    private async Task<XElement> CallAsync(string action, params (string Name, string Value)[] members)
    {
        var call = QueryCall.Parse(
            QueryHelpers.AddQueryString(
                string.Empty,
                members.Prepend(("Action", action)).Select(m => KeyValuePair.Create(m.Item1, (string?)m.Item2))
            ),
            new Administrator("111122223333")
        );
        return new("Result", await new TopicOperations(deployment, gate).Operations[action](call, CancellationToken.None));
    }

    private async Task<string> RefusalAsync(string action, params (string Name, string Value)[] members) =>
        (await Assert.ThrowsAsync<AwsException>(() => CallAsync(action, members))).Code;
}
