using System.Text.Json.Nodes;
using System.Xml.Linq;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;
using static CognitoStack.Local.Front.QueryXml;

namespace CognitoStack.Local.Notifications;

/// <summary>Operations of SNS.</summary>
internal interface ITopicOperations : IQueryOperations;

/// <summary>Amazon SNS, to read: topics, and who gets what is published to them.</summary>
internal sealed class TopicService(IEnumerable<ITopicOperations> parts, IRequestAuthenticator authenticator)
    : QueryService("sns", "http://sns.amazonaws.com/doc/2010-03-31/", parts, authenticator);

/// <summary>Topics and their subscriptions.</summary>
/// <remarks>Source: Amazon SNS API Reference, "GetTopicAttributes", "ListSubscriptionsByTopic", "ListTagsForResource", "ListTopics"
/// (https://docs.aws.amazon.com/sns/latest/api/API_Operations.html).</remarks>
internal sealed class TopicOperations(IDeployment deployment, IAuthorizer authorizer) : ITopicOperations
{
    private const string Type = "AWS::SNS::Topic";

    public IReadOnlyDictionary<string, QueryOperation> Operations =>
        new Dictionary<string, QueryOperation>
        {
            ["GetTopicAttributes"] = (call, cancel) => WithAsync(call, "TopicArn", topic => [Map("Attributes", Attributes(topic))], cancel),
            ["ListSubscriptionsByTopic"] = (call, cancel) =>
                WithAsync(call, "TopicArn", topic => [List("Subscriptions", Subscriptions(topic).Select(s => Told(topic, s)))], cancel),
            ["ListTagsForResource"] = (call, cancel) =>
                WithAsync(
                    call,
                    "ResourceArn",
                    topic =>
                        [List("Tags", ResourceTags.Of(topic).Select(t => new XElement[] { new("Key", t.Key), new("Value", t.Value) }))],
                    cancel
                ),
            ["ListTopics"] = async (call, cancel) =>
            {
                await RequireAsync(call, "*", cancel);
                return [List("Topics", deployment.Current.OfType(Type).Select(t => new XElement("TopicArn", t.Arn)))];
            },
        };

    private async Task<IEnumerable<XElement>> WithAsync(
        QueryCall call,
        string member,
        Func<Resource, IEnumerable<XElement>> tell,
        CancellationToken cancel
    )
    {
        var arn = call.Required(member);
        await RequireAsync(call, arn, cancel);
        return deployment.Current.FindByArn(arn) is { Type: Type } topic
            ? tell(topic)
            : throw new AwsException(
                call.Action.StartsWith("ListTags", StringComparison.Ordinal) ? "ResourceNotFound" : "NotFound",
                "Topic does not exist",
                404
            );
    }

    private async Task RequireAsync(QueryCall call, string arn, CancellationToken cancel)
    {
        var owner = deployment.Current.FindByArn(arn);
        if (!(await authorizer.DecideAsync(call.Caller, [new($"sns:{call.Action}", arn, Owner: owner)], cancel)).Allowed)
            throw new AwsException(
                "AuthorizationError",
                $"User: {call.Caller.Arn} is not authorized to perform: SNS:{call.Action} on resource: {arn}",
                403
            );
    }

    private Dictionary<string, string> Attributes(Resource topic)
    {
        var attributes = new Dictionary<string, string>
        {
            ["TopicArn"] = topic.Arn,
            ["Owner"] = deployment.Current.Account,
            ["SubscriptionsConfirmed"] = $"{Subscriptions(topic).Count}",
            ["SubscriptionsPending"] = "0",
        };
        foreach (var property in new[] { "DisplayName", "KmsMasterKeyId" })
            if (topic.Text(property) is { } value)
                attributes[property] = value;
        if (Policy(topic) is { } policy)
            attributes["Policy"] = policy.ToJsonString();
        return attributes;
    }

    private JsonNode? Policy(Resource topic) =>
        deployment
            .Current.OfType("AWS::SNS::TopicPolicy")
            .LastOrDefault(p => (p.Properties["Topics"] as JsonArray ?? []).Any(t => t?.ToString() == topic.Arn))
            ?.Properties["PolicyDocument"];

    private List<JsonObject> Subscriptions(Resource topic) =>
        [
            .. deployment.Current.OfType("AWS::SNS::Subscription").Where(s => s.Text("TopicArn") == topic.Arn).Select(s => s.Properties),
            .. (topic.Properties["Subscription"] as JsonArray ?? []).OfType<JsonObject>(),
        ];

    private IEnumerable<XElement?> Told(Resource topic, JsonObject subscription) =>
        [
            Member("TopicArn", topic.Arn),
            Member("Protocol", subscription["Protocol"]?.ToString()),
            Member("SubscriptionArn", $"{topic.Arn}:{subscription["Endpoint"]}"),
            Member("Owner", deployment.Current.Account),
            Member("Endpoint", subscription["Endpoint"]?.ToString()),
        ];
}
