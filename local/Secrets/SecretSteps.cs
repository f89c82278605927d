using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.Secrets;

/// <summary>Makes the secrets of templates, with the value that they give or have made up.</summary>
/// <remarks>Source: AWS CloudFormation Template Reference, "AWS::SecretsManager::Secret" and its "GenerateSecretString"
/// (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-secretsmanager-secret-generatesecretstring.html).</remarks>
internal sealed class SecretSteps(SecretStore store, IDeployment deployment) : IDeploymentStep, IResourceLife, ISupports
{
    public const string Type = "AWS::SecretsManager::Secret";
    private const string Letters = "abcdefghijklmnopqrstuvwxyz",
        Digits = "0123456789",
        Punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

    public IReadOnlyCollection<string> Types => [Type];

    public bool MakesSecrets => true;

    IEnumerable<Support> ISupports.Types =>
        [
            new(
                Type,
                ["GenerateSecretString", "Name", "SecretString", "Tags"],
                new Dictionary<string, string>
                {
                    ["Description"] = "for people",
                    ["KmsKeyId"] = "the state folder is not encrypted",
                    ["ReplicaRegions"] = "one machine is one Region",
                }
            ),
        ];

    /// <summary>The name of a secret that a template makes.</summary>
    public static string NameOf(Resource secret) => secret.Arn.Split(":secret:")[^1];

    public Task DeployAsync(Deployed next, CancellationToken cancel)
    {
        foreach (var secret in next.OfType(Type))
        {
            var name = NameOf(secret);
            var isMade = store.Find(name) is not null;
            // What somebody put in its place by hand stays until the template says something else.
            if (
                secret.Text("SecretString") is { } given
                && (!isMade || deployment.Current.FindByArn(secret.Arn)?.Text("SecretString") != given)
            )
                store.Put(name, given);
            else if (!isMade && secret.Properties["GenerateSecretString"] is JsonObject wanted)
                store.Put(name, Made(wanted));
        }
        return Task.CompletedTask;
    }

    public Task RemoveAsync(Resource resource, CancellationToken cancel)
    {
        store.Remove(NameOf(resource));
        return Task.CompletedTask;
    }

    private static string Made(JsonObject wanted)
    {
        bool Is(string name) => wanted[name]?.ToString() is "true" or "True";
        var excluded = wanted["ExcludeCharacters"]?.ToString() ?? string.Empty;
        string[] kinds =
        [
            .. new[]
            {
                Is("ExcludeLowercase") ? "" : Letters,
                Is("ExcludeUppercase") ? "" : Letters.ToUpperInvariant(),
                Is("ExcludeNumbers") ? "" : Digits,
                Is("ExcludePunctuation") ? "" : Punctuation,
                Is("IncludeSpace") ? " " : "",
            }
                .Select(kind => string.Concat(kind.Where(c => !excluded.Contains(c, StringComparison.Ordinal))))
                .Where(kind => kind.Length > 0),
        ];
        var length = int.Parse(wanted["PasswordLength"]?.ToString() ?? "32", CultureInfo.InvariantCulture);
        if (kinds.Length == 0)
            throw new DeploymentException("No characters are left to make a secret of.");
        // One of each kind, unless that is not asked for, and the rest of all.
        var each = wanted["RequireEachIncludedType"]?.ToString() is "false" or "False"
            ? []
            : kinds.Take(length).Select(k => RandomNumberGenerator.GetString(k, 1)).ToList();
        var made = (string.Concat(each) + RandomNumberGenerator.GetString(string.Concat(kinds), length - each.Count)).ToCharArray();
        RandomNumberGenerator.Shuffle<char>(made);
        if (wanted["GenerateStringKey"]?.ToString() is not { } key)
            return new(made);
        var template = JsonNode.Parse(wanted["SecretStringTemplate"]?.ToString() ?? "{}")!.AsObject();
        template[key] = new string(made);
        return template.ToJsonString();
    }
}

/// <summary>Composition.</summary>
public static class SecretsServices
{
    /// <summary>Adds Secrets Manager.</summary>
    public static IServiceCollection AddSecrets(this IServiceCollection services) =>
        services
            .AddSingleton<SecretStore>()
            .AddSingleton<SecretSteps>()
            .AddSingleton<IDeploymentStep>(s => s.GetRequiredService<SecretSteps>())
            .AddSingleton<IResourceLife>(s => s.GetRequiredService<SecretSteps>())
            .AddSingleton<ISupports>(s => s.GetRequiredService<SecretSteps>())
            .AddSingleton<IJsonService, SecretsService>();
}
