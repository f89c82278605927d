using System.Text.Json.Nodes;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.Firewall;

/// <summary>AWS WAF, to read: web ACLs, IP sets, what they are associated with, and where they log.</summary>
/// <remarks>Source: AWS WAF API Reference, "GetWebACL", "GetWebACLForResource", "GetIPSet", "GetLoggingConfiguration" (https://docs.aws.amazon.com/waf/latest/APIReference/API_Operations.html).</remarks>
internal sealed class FirewallService(IDeployment deployment, IAuthorizer authorizer) : IJsonService
{
    private const string Acl = "AWS::WAFv2::WebACL",
        Set = "AWS::WAFv2::IPSet",
        Association = "AWS::WAFv2::WebACLAssociation",
        Logging = "AWS::WAFv2::LoggingConfiguration";

    /// <inheritdoc/>
    public string Target => "AWSWAF_20190729";

    /// <inheritdoc/>
    public string SigningName => "wafv2";

    /// <inheritdoc/>
    public bool IsSignedOnly => true;

    /// <inheritdoc/>
    public Task<JsonObject> InvokeAsync(JsonCall call, CancellationToken cancel) =>
        call.Operation switch
        {
            "GetIPSet" => TellAsync(call, Named(call, Set), set => Told("IPSet", set), cancel),
            "GetLoggingConfiguration" => TellAsync(
                call,
                ByArn(Text(call, "ResourceArn"), Acl),
                acl => new() { ["LoggingConfiguration"] = LoggingOf(acl) },
                cancel
            ),
            "GetWebACL" => TellAsync(
                call,
                call.Input["ARN"] is { } arn ? ByArn(arn.ToString(), Acl) : Named(call, Acl),
                acl => Told("WebACL", acl),
                cancel
            ),
            "GetWebACLForResource" => ForResourceAsync(call, cancel),
            "ListIPSets" => ListAsync(call, Set, "IPSets", cancel),
            "ListResourcesForWebACL" => TellAsync(
                call,
                ByArn(Text(call, "WebACLArn"), Acl),
                acl => new() { ["ResourceArns"] = new JsonArray([.. Associated(acl).Select(arn => (JsonNode?)arn)]) },
                cancel
            ),
            "ListTagsForResource" => TellAsync(
                call,
                ByArn(Text(call, "ResourceARN"), Acl, Set),
                of =>
                    new()
                    {
                        ["TagInfoForResource"] = new JsonObject { ["ResourceARN"] = of.Arn, ["TagList"] = ResourceTags.List(of) },
                    },
                cancel
            ),
            "ListWebACLs" => ListAsync(call, Acl, "WebACLs", cancel),
            _ => throw new AwsException(
                "UnknownOperationException",
                $"{call.Operation} is not among what this machine's WAF does: GetIPSet, GetLoggingConfiguration, GetWebACL, GetWebACLForResource, ListIPSets, ListResourcesForWebACL, ListTagsForResource, ListWebACLs"
            ),
        };

    private async Task<JsonObject> TellAsync(JsonCall call, Resource of, Func<Resource, JsonObject> tell, CancellationToken cancel)
    {
        await RequireAsync(call, of.Arn, cancel);
        return tell(of);
    }

    private async Task<JsonObject> ForResourceAsync(JsonCall call, CancellationToken cancel)
    {
        var arn = Text(call, "ResourceArn");
        await RequireAsync(call, arn, cancel);
        var acl = deployment.Current.OfType(Acl).FirstOrDefault(a => Associated(a).Contains(arn));
        return acl is null ? [] : new() { ["WebACL"] = Described(acl) };
    }

    private async Task<JsonObject> ListAsync(JsonCall call, string type, string member, CancellationToken cancel)
    {
        var scope = Text(call, "Scope");
        await RequireAsync(call, "*", cancel);
        return new()
        {
            [member] = new JsonArray([.. deployment.Current.OfType(type).Where(r => r.Text("Scope") == scope).Select(Summary)]),
        };
    }

    private Task RequireAsync(JsonCall call, string arn, CancellationToken cancel) =>
        authorizer.RequireAsync(call.Caller, new($"wafv2:{call.Operation}", arn), cancel);

    /// <summary>Of the name, the scope and the id that a call says: all three have to be right.</summary>
    private Resource Named(JsonCall call, string type)
    {
        var (name, id, scope) = (Text(call, "Name"), Text(call, "Id"), Text(call, "Scope"));
        return deployment
                .Current.OfType(type)
                .FirstOrDefault(r => NameOf(r) == name && r.Attributes.GetValueOrDefault("Id") == id && r.Text("Scope") == scope)
            ?? throw NotThere();
    }

    private Resource ByArn(string arn, params string[] types) =>
        deployment.Current.FindByArn(arn) is { } found && types.Contains(found.Type) ? found : throw NotThere();

    private IEnumerable<string> Associated(Resource acl) =>
        deployment.Current.OfType(Association).Where(a => a.Text("WebACLArn") == acl.Arn).Select(a => a.Text("ResourceArn")!);

    private JsonObject LoggingOf(Resource acl) =>
        deployment.Current.OfType(Logging).FirstOrDefault(l => l.Text("ResourceArn") == acl.Arn)?.Properties.DeepClone().AsObject()
        ?? throw NotThere();

    private static JsonObject Told(string member, Resource of) => new() { [member] = Described(of), ["LockToken"] = LockOf(of) };

    /// <summary>As its template says it, but for its tags, which are asked for by themselves.</summary>
    private static JsonObject Described(Resource of)
    {
        var described = of.Properties.DeepClone().AsObject();
        described.Remove("Tags");
        described.Remove("Scope");
        (described["Name"], described["Id"], described["ARN"]) = (NameOf(of), of.Attributes["Id"], of.Arn);
        return described;
    }

    private static JsonObject Summary(Resource of) =>
        new()
        {
            ["Name"] = NameOf(of),
            ["Id"] = of.Attributes["Id"],
            ["Description"] = of.Text("Description") ?? string.Empty,
            ["LockToken"] = LockOf(of),
            ["ARN"] = of.Arn,
        };

    private static string NameOf(Resource of) => of.Arn.Split('/')[^2];

    // Nothing is changed by it here, so nobody waits for another.
    private static string LockOf(Resource of) => of.Attributes["Id"];

    private static string Text(JsonCall call, string member) =>
        call.Input[member]?.ToString()
        ?? throw new AwsException(
            "WAFInvalidParameterException",
            $"Error reason: A required field is missing from the parameter., field: {member.ToUpperInvariant()}, parameter: null"
        );

    private static AwsException NotThere() =>
        new("WAFNonexistentItemException", "AWS WAF couldn’t perform the operation because your resource doesn’t exist.");
}
