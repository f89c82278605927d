using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.Secrets;

/// <summary>AWS Secrets Manager, with the current version of each secret.</summary>
/// <remarks>Source: AWS Secrets Manager API Reference, "CreateSecret", "GetSecretValue", "PutSecretValue"
/// (https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_Operations.html).</remarks>
internal sealed partial class SecretsService(SecretStore store, IDeployment deployment, IAuthorizer authorizer) : IJsonService
{
    /// <inheritdoc/>
    public string Target => "secretsmanager";

    /// <inheritdoc/>
    public string SigningName => "secretsmanager";

    /// <inheritdoc/>
    public bool IsSignedOnly => true;

    /// <inheritdoc/>
    public async Task<JsonObject> InvokeAsync(JsonCall call, CancellationToken cancel)
    {
        Func<string, JsonObject> act = call.Operation switch
        {
            "CreateSecret" => name => Create(call, name),
            "GetSecretValue" => name =>
                With(name, told => (told["SecretString"], told["VersionStages"]) = (Value(name), new JsonArray("AWSCURRENT"))),
            "PutSecretValue" or "UpdateSecret" => name => Put(call, name),
            "DescribeSecret" => name =>
                With(
                    Required(name),
                    told =>
                        (told["VersionIdsToStages"], told["Tags"]) = (
                            new JsonObject { [Version(name)] = new JsonArray("AWSCURRENT") },
                            Declared(name) is { } secret ? ResourceTags.List(secret) : []
                        )
                ),
            "DeleteSecret" => Delete,
            "ListSecrets" => _ => new() { ["SecretList"] = new JsonArray([.. store.Names().Select(n => (JsonNode?)With(n, _ => { }))]) },
            _ => throw new AwsException(
                "UnknownOperationException",
                $"{call.Operation} is not among what this machine's Secrets Manager does: CreateSecret, DeleteSecret, DescribeSecret, GetSecretValue, ListSecrets, PutSecretValue, UpdateSecret"
            ),
        };
        var named =
            call.Operation == "ListSecrets"
                ? null
                : NameOf(
                    call.Input[call.Operation == "CreateSecret" ? "Name" : "SecretId"]?.ToString()
                        ?? throw Invalid("You must provide the name or the ARN of a secret.")
                );
        await authorizer.RequireAsync(call.Caller, new($"secretsmanager:{call.Operation}", named is null ? "*" : ArnOf(named)), cancel);
        return act(named ?? string.Empty);
    }

    private JsonObject Create(JsonCall call, string name)
    {
        if (!Shape().IsMatch(name))
            throw Invalid("Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!");
        if (store.Find(name) is not null)
            throw new AwsException("ResourceExistsException", $"The operation failed because the secret {name} already exists.");
        store.Put(name, Text(call) ?? string.Empty);
        return With(name, _ => { });
    }

    private JsonObject Put(JsonCall call, string name)
    {
        Required(name);
        if (Text(call) is { } text)
            store.Put(name, text);
        else if (call.Operation == "PutSecretValue")
            throw Invalid("You must provide either SecretString or SecretBinary.");
        return With(name, _ => { });
    }

    private JsonObject Delete(string name)
    {
        var told = new JsonObject { ["ARN"] = ArnOf(Required(name)), ["Name"] = name };
        store.Remove(name);
        return told;
    }

    private JsonObject With(string name, Action<JsonObject> more)
    {
        var told = new JsonObject
        {
            ["ARN"] = ArnOf(name),
            ["Name"] = name,
            ["VersionId"] = Version(name),
        };
        more(told);
        return told;
    }

    private static string? Text(JsonCall call) =>
        call.Input.ContainsKey("SecretBinary")
            ? throw Invalid("Secrets are text here: SecretString.")
            : call.Input["SecretString"]?.ToString();

    private string Required(string name) => store.Find(name) is not null ? name : throw NotFound();

    private string Value(string name) => store.Find(name) ?? throw NotFound();

    /// <summary>A value's version is known by the value: there is but one.</summary>
    private string Version(string name) =>
        new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{name}\0{store.Find(name)}"))[..16]).ToString();

    /// <summary>An ARN ends in six characters that are not in the name.</summary>
    private string NameOf(string nameOrArn)
    {
        if (!nameOrArn.StartsWith("arn:", StringComparison.Ordinal))
            return nameOrArn;
        var name = nameOrArn.Split(":secret:", 2)[^1];
        return store.Find(name) is null && name.Length > 7 && name[^7] == '-' ? name[..^7] : name;
    }

    /// <summary>A secret as a template makes it; null where none does.</summary>
    private Resource? Declared(string name) =>
        deployment.Current.OfType(SecretSteps.Type).FirstOrDefault(s => SecretSteps.NameOf(s) == name);

    private string ArnOf(string name) =>
        Declared(name)?.Arn
        ?? $"arn:aws:secretsmanager:{deployment.Current.Region}:{deployment.Current.Account}:secret:{name}-{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..6]}";

    private static AwsException NotFound() => new("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");

    private static AwsException Invalid(string message) => new("InvalidParameterException", message);

    [GeneratedRegex(@"^[A-Za-z0-9/_+=.@!-]{1,512}\z")]
    private static partial Regex Shape();
}
