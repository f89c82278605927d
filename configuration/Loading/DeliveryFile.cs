using System.Text.Json;
using System.Text.Json.Nodes;

namespace CognitoStack.Configuration;

/// <summary>An environment that workflows deliver.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Region">Its Region; null: that of the deployment.</param>
public sealed record DeliveredEnvironment(string Name, string? Region);

/// <summary>Reads a delivery file, and the environments that it names.</summary>
public static class DeliveryFile
{
    private static readonly Lazy<JsonObject> Schema = new(() => EnvironmentSchema.Of<DeliveryConfiguration>("CognitoStack delivery", null));

    /// <summary>Reads the file at a path.</summary>
    /// <exception cref="ConfigurationException">There is no such file, or something in it is wrong.</exception>
    public static (DeliveryConfiguration Delivery, IReadOnlyList<DeliveredEnvironment> Environments, string? Account) Read(
        string path,
        IProjectFiles files
    )
    {
        var text = EnvironmentFile.Text(path, () => $"Chosen by \"-c delivery={path}\"; the project's own is cdk/delivery/github.json.");
        return Parse(text, Path.GetFileName(path), name => EnvironmentFile.Read(name, files));
    }

    /// <summary>What is allowed, and yet not what one may think: a line each.</summary>
    public static IReadOnlyList<string> Warnings(IReadOnlyList<DeliveredEnvironment> environments, string fileName) =>
        [
            .. environments
                .GroupBy(e => e.Region)
                .Where(g => g.Count() > 1)
                .Select(g =>
                    $"{fileName}: $.environments: warning: {string.Join(" and ", g.Select(e => e.Name))} are in one account and Region, where the bootstrap's deploy role reaches every stack: who may deliver one may deliver the other. Give production an account of its own."
                ),
        ];

    /// <summary>Reads the text of a file.</summary>
    /// <param name="json">The text.</param>
    /// <param name="fileName">The file's name, for the messages.</param>
    /// <param name="environment">Reads an environment by its name.</param>
    /// <exception cref="ConfigurationException">Something in it is wrong: every error is in it.</exception>
    public static (DeliveryConfiguration Delivery, IReadOnlyList<DeliveredEnvironment> Environments, string? Account) Parse(
        string json,
        string fileName,
        Func<string, EnvironmentConfiguration> environment
    )
    {
        var findings = new Findings(fileName);
        var root = JsonText.Parse(json, fileName);
        if (!new SchemaCheck(findings).Check(root, Schema.Value, JsonPath.Root))
            findings.ThrowIfAny();
        findings.ThrowIfAny();
        var delivery = root.Deserialize<DeliveryConfiguration>(EnvironmentJson.Options)!;
        RuleText.NoDuplicates(delivery.Environments, "$.environments", findings);
        var environments = delivery
            .Environments.Select(
                (name, i) => (At: JsonPath.Item("$.environments", i), Environment: Known(name, JsonPath.Item("$.environments", i)))
            )
            .Where(e => e.Environment is not null)
            .ToList();
        // The roles of one account deliver to that account alone.
        foreach (var (at, other) in environments.Where(e => e.Environment!.Account != environments[0].Environment!.Account))
            findings.Error(
                at,
                $"\"{other!.Name}\" is for the account {other.Account ?? "of the CLI"}, but \"{environments[0].Environment!.Name}\" for {environments[0].Environment!.Account ?? "that of the CLI"}. Write a delivery file for each account."
            );
        findings.ThrowIfAny();
        return (
            delivery,
            [.. environments.Select(e => new DeliveredEnvironment(e.Environment!.Name, e.Environment.Region))],
            environments[0].Environment!.Account
        );

        EnvironmentConfiguration? Known(string name, string at)
        {
            try
            {
                return environment(name);
            }
            catch (ConfigurationException e)
            {
                findings.Error(at, $"\"{name}\" cannot be read: {e.Errors[0]}");
                return null;
            }
        }
    }
}
