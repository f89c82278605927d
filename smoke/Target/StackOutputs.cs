using System.Text.Json;
using CognitoStack.Configuration;

namespace CognitoStack.Smoke.Target;

/// <summary>What a deployment says of itself: the outputs of the environment's stacks.</summary>
internal sealed class StackOutputs
{
    private readonly IReadOnlyDictionary<string, string> values;

    private StackOutputs(IReadOnlyDictionary<string, string> values) => this.values = values;

    /// <summary>Id of the user pool.</summary>
    public string UserPoolId => values["UserPoolId"];

    /// <summary>Id of the identity pool.</summary>
    public string IdentityPoolId => values["IdentityPoolId"];

    /// <summary>Region.</summary>
    public string Region => values["Region"];

    /// <summary>Where users sign in; null where the environment has no login pages.</summary>
    public string? SignInUrl => values.GetValueOrDefault("SignInUrl");

    /// <summary>Table of those who may not sign in; null where the environment has none.</summary>
    public string? DenyListTable => values.GetValueOrDefault("DenyListTableName");

    /// <summary>Reads a file of <c>cdk deploy --outputs-file</c>.</summary>
    /// <exception cref="SmokeException">It is not there, is none, or knows nothing of the environment.</exception>
    public static StackOutputs Read(SmokeOptions options, string environment)
    {
        var path = options.EffectiveOutputs;
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SmokeException(
                options.Outputs is null
                    ? $"{path} is not there: the local AWS writes it when it runs. Start it with \"npm start\", or name the outputs of a deployment with --outputs FILE."
                    : $"{path} cannot be read ({e.Message}) \"cdk deploy --all --outputs-file {path} -c environment={environment}\" writes it."
            );
        }

        return Parse(text, path, environment);
    }

    /// <summary>Reads the text of such a file.</summary>
    /// <exception cref="SmokeException">It is none, or knows nothing of the environment.</exception>
    public static StackOutputs Parse(string text, string path, string environment)
    {
        Dictionary<string, Dictionary<string, string>> stacks;
        try
        {
            stacks = JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string>>>(text) ?? [];
        }
        catch (JsonException e)
        {
            throw new SmokeException($"{path} is not a file of outputs, as \"cdk deploy --outputs-file\" writes it: {e.Message}");
        }

        var own = stacks
            .Where(s => Parts.Any(part => s.Key == $"CognitoStack-{environment}-{part}"))
            .SelectMany(s => s.Value)
            .ToDictionary();
        if (own.Count == 0)
            throw new SmokeException(
                $"{path} has nothing of the environment \"{environment}\": {Known(stacks.Keys)} Choose with --environment NAME, or another file with --outputs FILE."
            );
        if (Needed.FirstOrDefault(n => !own.ContainsKey(n)) is { } missing)
            throw new SmokeException(
                $"{path} has no output {missing} of the environment \"{environment}\". "
                    + $"Deploy all of its stacks: \"cdk deploy --all --outputs-file {path} -c environment={environment}\"."
            );
        return new StackOutputs(own);
    }

    /// <summary>Id of an app client.</summary>
    public string ClientId(string client) => Value(Naming.ClientId(client), $"clients.{client}");

    /// <summary>Name of a bucket.</summary>
    public string Bucket(string bucket) => Value($"BucketName{Naming.Pascal(bucket)}", $"storage.buckets.{bucket}");

    /// <summary>Name of a table.</summary>
    public string Table(string table) => Value($"TableName{Naming.Pascal(table)}", $"storage.tables.{table}");

    private static string[] Parts => ["Authentication", "Storage", "Authorization", "Operations"];

    private static string[] Needed => ["UserPoolId", "IdentityPoolId", "Region"];

    private string Value(string output, string declared) =>
        values.GetValueOrDefault(output)
        ?? throw new SmokeException(
            $"The outputs have no {output}, though the environment file has {declared}: what is deployed is older than the file. Deploy again."
        );

    private static string Known(IEnumerable<string> stacks)
    {
        var parts = stacks.Select(s => s.Split('-')).Where(p => p.Length > 2 && p[0] == "CognitoStack");
        var names = parts.Select(p => string.Join('-', p[1..^1])).Distinct().Order(StringComparer.Ordinal).ToList();
        return names.Count == 0 ? "it is empty, or of another project." : $"it knows {string.Join(", ", names)}.";
    }
}
