using System.Text.Json.Nodes;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Deployment.Stacks;

namespace CognitoStack.Local.CloudFormation;

/// <summary>What CloudFormation asks of services for a resource, as IAM sees it (<c>handlers.json</c>): <c>create</c>, <c>read</c>, <c>update</c> and <c>delete</c>; <c>with</c> a property that is
/// set, at a <c>change</c> of one, to <c>undo</c> one; roles that it <c>passes</c>, and code that it <c>fetches</c>. <c>of</c> is the property that names the resource that the actions are on, and its type;
/// the actions of <c>*</c> are on none.</summary>
/// <remarks>Source: each type's schema, <c>handlers.*.permissions</c> (<c>aws cloudformation describe-type --type RESOURCE --type-name AWS::Cognito::UserPool</c>). These are all that a handler may ever
/// need; the table has those of them that the properties of a template need.</remarks>
internal static class Handlers
{
    private static readonly JsonObject Types = Read();
    private static readonly HashSet<string> OnNothing = [.. Texts(Types["*"])];

    /// <summary>What a change asks for.</summary>
    /// <param name="change">The change; the removal of a resource is asked for by itself.</param>
    /// <param name="now">All that there is.</param>
    /// <param name="next">All that there will be.</param>
    public static IReadOnlyList<AccessRequest> Of(ResourceChange change, Deployed now, Deployed next) =>
        change switch
        {
            { TouchesResource: false } or { Action: ChangeAction.Remove } => [],
            { Action: ChangeAction.Import } => new Asked(change.After!, now, next).Actions("read"),
            { Action: ChangeAction.Add } or { IsReplacement: true } => Creation(new(change.After!, now, next)),
            _ => Update(new(change.After!, now, next), [.. change.Properties.Select(p => p.Name)]),
        };

    /// <summary>What the removal of a resource asks for.</summary>
    public static IReadOnlyList<AccessRequest> OfRemoval(Resource resource, Deployed now)
    {
        var asked = new Asked(resource, now, now);
        return [.. asked.Actions("delete"), .. asked.Actions("undo", Set(resource))];
    }

    private static IReadOnlyList<AccessRequest> Creation(Asked asked)
    {
        var set = Set(asked.Resource);
        return [.. asked.Actions("create"), .. asked.Actions("with", set), .. asked.Passing(set), .. asked.Fetching(set)];
    }

    private static IReadOnlyList<AccessRequest> Update(Asked asked, IReadOnlyList<string> changed)
    {
        var hasItsOwn = changed.All(p => asked.Has("with", p) || asked.Has("change", p));
        return
        [
            .. hasItsOwn ? [] : asked.Actions("update"),
            .. asked.Actions("with", changed),
            .. asked.Actions("change", changed),
            .. asked.Passing(changed),
            .. asked.Fetching(changed),
        ];
    }

    private static IReadOnlyList<string> Set(Resource resource) => [.. resource.Properties.Select(p => p.Key)];

    private static IEnumerable<string> Texts(JsonNode? node) =>
        node switch
        {
            JsonObject o => o.SelectMany(p => Texts(p.Value)),
            JsonArray a => a.SelectMany(Texts),
            JsonValue v => [v.ToString()],
            _ => [],
        };

    private static JsonObject Read()
    {
        using var stream = typeof(Handlers).Assembly.GetManifestResourceStream("handlers.json")!;
        return JsonNode.Parse(stream)!.AsObject();
    }

    /// <summary>A resource for which something is asked.</summary>
    private sealed record Asked(Resource Resource, Deployed Now, Deployed Next)
    {
        private readonly JsonObject row = Types[Resource.Type] as JsonObject ?? [];

        public bool Has(string part, string property) => row[part]?[property] is not null;

        public IReadOnlyList<AccessRequest> Actions(string part) => [.. Texts(row[part]).SelectMany(Requests)];

        public IReadOnlyList<AccessRequest> Actions(string part, IEnumerable<string> properties) =>
            [.. properties.SelectMany(p => Texts(row[part]?[p])).SelectMany(Requests)];

        /// <summary>Roles that services shall take on.</summary>
        public IEnumerable<AccessRequest> Passing(IEnumerable<string> properties) =>
            from property in properties
            where row["passes"]?[property] is not null
            from role in Texts(Resource.Properties[property])
            where role.Contains(":role/", StringComparison.Ordinal)
            select new AccessRequest(
                "iam:PassRole",
                role,
                new JsonObject { ["iam:PassedToService"] = row["passes"]![property]!.ToString() }
            );

        /// <summary>Code that comes from a bucket.</summary>
        public IEnumerable<AccessRequest> Fetching(IEnumerable<string> properties) =>
            row["fetches"]?.ToString() is { } property
            && properties.Contains(property)
            && Resource.Properties[property] is JsonObject code
            && code["S3Bucket"] is { } bucket
                ?
                [
                    Request(
                        "s3:GetObject",
                        $"arn:{Now.Partition}:s3:::{bucket}/{code["S3Key"]}",
                        Now.Find("AWS::S3::Bucket", bucket.ToString())
                    ),
                ]
                : [];

        private IEnumerable<AccessRequest> Requests(string text)
        {
            var parts = text.Split(' ');
            var arns =
                OnNothing.Contains(parts[0]) ? ["*"]
                : parts.Length > 1 ? Texts(Resource.Properties[parts[1]])
                : row["of"] is { } of ? Texts(Resource.Properties[of[0]!.ToString()]).Select(name => ArnOf(of[1]!.ToString(), name))
                : [OfStreams(Resource.Arn)];
            return arns.Select(arn =>
                Request(parts[0], arn, Now.FindByArn(arn) ?? Next.FindByArn(arn) ?? (arn == Resource.Arn ? Resource : null))
            );
        }

        private AccessRequest Request(string action, string arn, Resource? owner)
        {
            var context = new JsonObject();
            if (ResourceSchemas.Tags(Resource.Type) is not null && ResourceTags.Of(Resource) is { Count: > 0 } tags)
            {
                foreach (var (key, value) in tags)
                    context[$"aws:RequestTag/{key}"] = value;
                context["aws:TagKeys"] = new JsonArray([.. tags.Keys.Select(k => (JsonNode?)k)]);
            }
            if (owner is not null && ResourceSchemas.Tags(owner.Type) is not null)
                foreach (var (key, value) in ResourceTags.Of(owner))
                    context[$"aws:ResourceTag/{key}"] = value;
            return new(action, arn, context, owner?.Type is "AWS::S3::Bucket" or "AWS::DynamoDB::Table" or "AWS::KMS::Key" ? owner : null);
        }

        private string ArnOf(string type, string name) =>
            name.StartsWith("arn:", StringComparison.Ordinal)
                ? name
                : OfStreams((Next.Find(type, name) ?? Now.Find(type, name))?.Arn ?? Usual(type, name));

        /// <summary>The ARN of something that is not, or no longer, there.</summary>
        private string Usual(string type, string name) =>
            NamedTypes
                .Of(type)
                .Arn.Replace("{partition}", Now.Partition, StringComparison.Ordinal)
                .Replace("{region}", Now.Region, StringComparison.Ordinal)
                .Replace("{account}", Now.Account, StringComparison.Ordinal)
                .Replace("{Path}", "/", StringComparison.Ordinal)
                .Replace("{name}", name, StringComparison.Ordinal);

        /// <summary>To IAM a log group is all of its streams.</summary>
        private static string OfStreams(string arn) =>
            arn.Length == 0 ? "*"
            : arn.EndsWith(":*", StringComparison.Ordinal) ? $"{arn[..^1]}log-stream:"
            : arn;
    }
}
