using System.Text;
using System.Text.Json.Nodes;
using CognitoStack.Local.Access;
using CognitoStack.Local.Coverage;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Deployment.Stacks;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.CloudFormation;

/// <summary>Reads what a call asks of a stack: its template, parameters and tags.</summary>
internal sealed class RequestReader(
    StackEngine engine,
    SupportTable support,
    IAuthorizer authorizer,
    IStoredObjects objects,
    DeploymentOptions options
)
{
    private const int LargestBody = 51_200;

    // Whoever says one of them would miss what it does.
    private static readonly string[] NotHonoured =
    [
        "NotificationARNs",
        "ResourceTypes",
        "RollbackConfiguration",
        "StackPolicyBody",
        "StackPolicyURL",
        "StackPolicyDuringUpdateBody",
        "StackPolicyDuringUpdateURL",
        "TimeoutInMinutes",
    ];

    /// <summary>Reads a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="name">Name of the stack.</param>
    /// <param name="stack">The stack as it is; null where there is none.</param>
    /// <param name="cancel">Cancels.</param>
    public async Task<StackRequest> ReadAsync(QueryCall call, string name, Stack? stack, CancellationToken cancel)
    {
        RequireMembers(call);
        var body = call.Flag("UsePreviousTemplate") == true && stack is not null ? stack.Now.Body : await BodyAsync(call, cancel);
        var template = Read(body);
        var capabilities = call.Texts("Capabilities");
        Capabilities.Require(template, capabilities);
        RequireHonoured(template);
        return new(name, body, template)
        {
            Parameters = Parameters(call, template, stack),
            Tags = Tags(call, stack),
            Capabilities = capabilities,
            ImportsExisting = call.Flag("ImportExistingResources") == true,
            Imports = call.Structures("ResourcesToImport")
                .ToDictionary(
                    r => r.Required("LogicalResourceId"),
                    r => PhysicalId(r.Required("ResourceType"), r.Map("ResourceIdentifier"))
                ),
        };
    }

    /// <summary>The template of a call.</summary>
    public async Task<JsonObject> TemplateAsync(QueryCall call, CancellationToken cancel) => Read(await BodyAsync(call, cancel));

    private static JsonObject Read(string body)
    {
        try
        {
            var template = TemplateText.Read(body);
            foreach (var section in new[] { "Resources", "Outputs", "Conditions", "Mappings", "Parameters" })
                if (template[section] is { } content && (content as JsonObject)?.All(c => c.Value is JsonObject) != true)
                    throw StackErrors.Invalid($"Template format error: {section} is not made of objects.");
            if (template["Resources"] is not JsonObject { Count: > 0 } resources)
                throw StackErrors.Invalid("Template format error: At least one Resources member must be defined.");
            if (
                resources.FirstOrDefault(r => r.Value!["Type"] is not JsonValue || r.Value["Properties"] is not (null or JsonObject)) is
                { Key: { } id }
            )
                throw StackErrors.Invalid($"Template format error: [/Resources/{id}] has no Type, or Properties that are no object.");
            return template;
        }
        catch (TemplateException e)
        {
            throw StackErrors.Invalid(e.Message);
        }
    }

    private async Task<string> BodyAsync(QueryCall call, CancellationToken cancel)
    {
        if (call.Text("TemplateBody") is { } body)
            return Encoding.UTF8.GetByteCount(body) <= LargestBody
                ? body
                : throw StackErrors.Invalid(
                    $"1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to {LargestBody}"
                );
        if (call.Text("TemplateURL") is not { } address)
            throw StackErrors.Invalid("Either Template URL or Template Body must be specified.");
        var (bucket, key) = ObjectOf(address);
        var owner = engine.Deployed.Find("AWS::S3::Bucket", bucket);
        if (
            !(
                await authorizer.DecideAsync(call.Caller, [new("s3:GetObject", $"arn:aws:s3:::{bucket}/{key}", Owner: owner)], cancel)
            ).Allowed
        )
            throw StackErrors.Invalid("S3 error: Access Denied");
        return objects.Read(bucket, key) is { } bytes
            ? Encoding.UTF8.GetString(bytes)
            : throw StackErrors.Invalid("S3 error: The specified key does not exist.");
    }

    /// <summary>Bucket and key of an address of S3, by the path or by the name.</summary>
    private static (string Bucket, string Key) ObjectOf(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri))
            throw StackErrors.Invalid("S3 error: Domain name specified in the request is not a valid S3 domain");
        var path = Uri.UnescapeDataString(uri.AbsolutePath)[1..];
        var s3 = uri.Host.IndexOf(".s3", StringComparison.Ordinal);
        if (s3 > 0)
            return (uri.Host[..s3], path);
        return path.Split('/', 2) is [var bucket, var key]
            ? (bucket, key)
            : throw StackErrors.Invalid("S3 error: The specified key does not exist.");
    }

    private static void RequireMembers(QueryCall call)
    {
        if (NotHonoured.FirstOrDefault(call.Says) is { } member)
            throw StackErrors.Invalid($"{member} is not available here.");
        if (call.Text("DeploymentMode") is { } mode)
            throw StackErrors.Invalid($"The deployment mode {mode} is not available here.");
        if (call.Structure("DeploymentConfig").Text("Mode") is { } config and not "STANDARD")
            throw StackErrors.Invalid($"The deployment mode {config} is not available here.");
    }

    private void RequireHonoured(JsonObject template)
    {
        if (options.AcceptsIgnored)
            return;
        var unknown = template["Resources"]!
            .AsObject()
            .Select(r => r.Value!["Type"]!.ToString())
            .Where(t => !support.Knows(t))
            .Distinct()
            .ToList();
        if (unknown.Count > 0)
            throw StackErrors.Invalid(
                $"Template format error: Unrecognized resource types: [{string.Join(", ", unknown)}]. This machine makes nothing of them; started with --accept-ignored, it lists them as ignored."
            );
    }

    private static Dictionary<string, string> Parameters(QueryCall call, JsonObject template, Stack? stack)
    {
        var declared = template["Parameters"] as JsonObject ?? [];
        var given = call.Structures("Parameters").ToDictionary(p => p.Required("ParameterKey"));
        if (given.Keys.Where(k => !declared.ContainsKey(k)).ToList() is { Count: > 0 } strangers)
            throw StackErrors.Invalid($"Parameters: [{string.Join(", ", strangers)}] do not exist in the template");
        var values = declared.ToDictionary(
            d => d.Key,
            d =>
                given.GetValueOrDefault(d.Key) is { } p && p.Flag("UsePreviousValue") != true
                    ? p.Text("ParameterValue") ?? string.Empty
                    : (given.ContainsKey(d.Key) ? stack?.Now.Parameters.GetValueOrDefault(d.Key) : null) ?? d.Value!["Default"]?.ToString()
        );
        if (values.Where(v => v.Value is null).Select(v => v.Key).ToList() is { Count: > 0 } missing)
            throw StackErrors.Invalid($"Parameters: [{string.Join(", ", missing)}] must have values");
        return values.ToDictionary(v => v.Key, v => v.Value!);
    }

    /// <summary>A stack keeps its tags where a call says nothing of them; an empty list takes them away.</summary>
    private static IReadOnlyDictionary<string, string> Tags(QueryCall call, Stack? stack) =>
        !call.Says("Tags") && call.Text("Tags") is null && stack is not null
            ? stack.Now.Tags
            : call.Structures("Tags").ToDictionary(t => t.Required("Key"), t => t.Text("Value") ?? string.Empty);

    private static string PhysicalId(string type, IReadOnlyDictionary<string, string> identifier) =>
        NamedTypes.Of(type).Given is { } given && identifier.TryGetValue(given, out var name)
            ? name
            : identifier.GetValueOrDefault(ResourceSchemas.Identifier(type) is [.., var last] ? last : string.Empty)
                ?? identifier.Values.LastOrDefault()
                ?? string.Empty;
}
