using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.Parameters;

/// <summary>SSM's parameters, as the templates make them: to read, not to change.</summary>
internal sealed class ParameterStore(IDeployment deployment, IAuthorizer authorizer) : IJsonService
{
    private const string Type = "AWS::SSM::Parameter";
    private const int Most = 10;

    /// <inheritdoc/>
    public string Target => "AmazonSSM";

    /// <inheritdoc/>
    public string SigningName => "ssm";

    /// <inheritdoc/>
    public Task<JsonObject> InvokeAsync(JsonCall call, CancellationToken cancel)
    {
        if (call.Caller is Anonymous)
            throw new AwsException("MissingAuthenticationTokenException", "Missing Authentication Token");
        return call.Operation switch
        {
            "GetParameter" => GetParameterAsync(call, cancel),
            "GetParameters" => GetParametersAsync(call, cancel),
            "GetParametersByPath" => GetParametersByPathAsync(call, cancel),
            "ListTagsForResource" => ListTagsAsync(call, cancel),
            _ => throw new AwsException(
                "UnknownOperationException",
                $"{call.Operation} is not among what this machine's SSM does: GetParameter, GetParameters, GetParametersByPath, ListTagsForResource"
            ),
        };
    }

    private async Task<JsonObject> GetParameterAsync(JsonCall call, CancellationToken cancel)
    {
        var (deployed, name) = (deployment.Current, Required(call.Input, "Name").ToString());
        await RequireAsync(call, ArnOf(deployed, name), cancel);
        // SSM says nothing more.
        return new() { ["Parameter"] = Find(deployed, name) ?? throw new AwsException("ParameterNotFound", string.Empty) };
    }

    private async Task<JsonObject> GetParametersAsync(JsonCall call, CancellationToken cancel)
    {
        var deployed = deployment.Current;
        var names = Required(call.Input, "Names") is JsonArray list ? list.Select(n => n!.ToString()).ToList() : [];
        if (names.Count is 0 or > Most)
            throw Invalid(
                "names",
                $"[{string.Join(", ", names)}]",
                names.Count == 0
                    ? "Member must have length greater than or equal to 1"
                    : $"Member must have length less than or equal to {Most}"
            );
        foreach (var name in names)
            await RequireAsync(call, ArnOf(deployed, name), cancel);
        var found = names.Distinct().Select(n => (Name: n, Parameter: Find(deployed, n))).ToLookup(p => p.Parameter is not null);
        return new()
        {
            ["Parameters"] = new JsonArray([.. found[true].Select(p => p.Parameter)]),
            ["InvalidParameters"] = new JsonArray([.. found[false].Select(p => (JsonNode?)p.Name)]),
        };
    }

    private async Task<JsonObject> GetParametersByPathAsync(JsonCall call, CancellationToken cancel)
    {
        var (deployed, path) = (deployment.Current, Required(call.Input, "Path").ToString());
        if (!path.StartsWith('/'))
            throw new AwsException(
                "ValidationException",
                "The parameter doesn't meet the parameter name requirements. The parameter name must begin with a forward slash \"/\"."
            );
        if (call.Input["ParameterFilters"] is JsonArray { Count: > 0 })
            throw new AwsException("InvalidFilterKey", "Parameters are not filtered on this machine.");
        var most = call.Input["MaxResults"]?.GetValue<int>() ?? Most;
        if (most is < 1 or > Most)
            throw Invalid(
                "maxResults",
                $"{most}",
                most < 1 ? "Member must have value greater than or equal to 1" : $"Member must have value less than or equal to {Most}"
            );
        await RequireAsync(call, ArnOf(deployed, path), cancel);

        var folder = path.TrimEnd('/') + '/';
        var isRecursive = call.Input["Recursive"]?.GetValue<bool>() ?? false;
        var after = call.Input["NextToken"]?.ToString() is { } token ? Read(token) : string.Empty;
        var page = deployed
            .OfType(Type)
            .Where(p =>
                p.Name.StartsWith(folder, StringComparison.Ordinal)
                && (isRecursive || !p.Name[folder.Length..].Contains('/', StringComparison.Ordinal))
            )
            .Where(p => string.CompareOrdinal(p.Name, after) > 0)
            .OrderBy(p => p.Name, StringComparer.Ordinal)
            .Take(most + 1)
            .ToList();
        var answer = new JsonObject { ["Parameters"] = new JsonArray([.. page.Take(most).Select(Described)]) };
        if (page.Count > most)
            answer["NextToken"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(page[most - 1].Name));
        return answer;
    }

    private async Task<JsonObject> ListTagsAsync(JsonCall call, CancellationToken cancel)
    {
        var (deployed, type, name) = (
            deployment.Current,
            Required(call.Input, "ResourceType").ToString(),
            Required(call.Input, "ResourceId").ToString()
        );
        if (type != "Parameter")
            throw new AwsException("InvalidResourceType", $"{type} is not among the types of this machine's SSM: Parameter.");
        await RequireAsync(call, ArnOf(deployed, name), cancel);
        return deployed.Find(Type, name) is { } parameter
            ? new() { ["TagList"] = ResourceTags.List(parameter) }
            : throw new AwsException("InvalidResourceId", string.Empty);
    }

    private Task RequireAsync(JsonCall call, string arn, CancellationToken cancel) =>
        authorizer.RequireAsync(call.Caller, new($"ssm:{call.Operation}", arn), cancel);

    /// <summary>Finds a parameter by name or ARN; a version that is asked for must be the one there is.</summary>
    private static JsonObject? Find(Deployed deployed, string name)
    {
        var (plain, selector) = Parts(name);
        var parameter = plain.StartsWith("arn:", StringComparison.Ordinal) ? deployed.FindByArn(plain) : deployed.Find(Type, plain);
        if (parameter is null || parameter.Type != Type)
            return null;
        if (selector is not null && selector != parameter.Attributes["Version"])
            throw new AwsException(
                "ParameterVersionNotFound",
                $"Systems Manager could not find version {selector} of {plain}. Verify the version and try again."
            );
        var described = Described(parameter);
        if (selector is not null)
            described["Selector"] = $":{selector}";
        return described;
    }

    private static JsonObject Described(Resource parameter) =>
        new()
        {
            ["Name"] = parameter.Name,
            ["Type"] = parameter.Text("Type"),
            ["Value"] = parameter.Text("Value"),
            ["Version"] = int.Parse(parameter.Attributes["Version"], CultureInfo.InvariantCulture),
            ["LastModifiedDate"] = long.Parse(parameter.Attributes["LastModifiedDate"], CultureInfo.InvariantCulture),
            ["ARN"] = parameter.Arn,
            ["DataType"] = parameter.Text("DataType") ?? "text",
        };

    private static string ArnOf(Deployed deployed, string name) =>
        Parts(name).Name is var plain && plain.StartsWith("arn:", StringComparison.Ordinal)
            ? plain
            : $"arn:aws:ssm:{deployed.Region}:{deployed.Account}:parameter/{plain.TrimStart('/')}";

    private static (string Name, string? Selector) Parts(string name)
    {
        var colon = name.IndexOf(
            ':',
            name.StartsWith("arn:", StringComparison.Ordinal) ? Math.Max(name.IndexOf(":parameter/", StringComparison.Ordinal), 0) + 1 : 0
        );
        return colon < 0 ? (name, null) : (name[..colon], name[(colon + 1)..]);
    }

    private static string Read(string token)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(token));
        }
        catch (FormatException)
        {
            throw new AwsException("InvalidNextToken", "The specified token isn't valid.");
        }
    }

    private static JsonNode Required(JsonObject input, string member) =>
        input[member] ?? throw Invalid(char.ToLowerInvariant(member[0]) + member[1..], "null", "Member must not be null", isNull: true);

    private static AwsException Invalid(string member, string value, string constraint, bool isNull = false) =>
        new(
            "ValidationException",
            $"1 validation error detected: Value {(isNull ? value : $"'{value}'")} at '{member}' failed to satisfy constraint: {constraint}"
        );
}
