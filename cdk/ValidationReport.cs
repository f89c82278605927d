using System.Text.Json.Nodes;
using CognitoStack.Common;
using CognitoStack.Configuration;

namespace CognitoStack.App;

/// <summary>What AWS's template validator and cdk-nag found, by the places of the environment file that it comes from.</summary>
/// <remarks>The CLI's own report names constructs and advises to acknowledge rules there. Whoever wrote the file can do neither.</remarks>
public static class ValidationReport
{
    /// <summary>The findings that stop a deployment, a line each.</summary>
    /// <param name="assembly">Folder of the cloud assembly.</param>
    /// <param name="environment">The environment; null where the file is no environment's.</param>
    /// <param name="file">Name of its file.</param>
    public static IReadOnlyList<string> Read(string assembly, EnvironmentConfiguration? environment, string file)
    {
        var path = Path.Combine(assembly, "validation-report.json");
        if (!File.Exists(path))
            return [];
        var report = JsonNode.Parse(File.ReadAllText(path))!;
        return
        [
            .. (
                from plugin in report["pluginReports"]!.AsArray()
                from violation in plugin!["violations"]?.AsArray() ?? []
                where violation!["severity"]?.ToString() is not ("warning" or "info")
                from construct in violation["violatingConstructs"]?.AsArray() ?? []
                let place = construct!["constructPath"]?.ToString() ?? string.Empty
                select $"{file}: {PlaceOf(environment, place)}: {violation["description"]?.ToString().TrimEnd('.')} ({violation["ruleName"]}, at {place}{Properties(construct)}). "
                    + "Change what the file says there; if it is right as it is, report it with the file."
            ).Distinct(),
        ];
    }

    private static string Properties(JsonNode construct) =>
        construct["cloudFormationResource"]?["propertyPaths"] is JsonArray { Count: > 0 } paths
            ? $", {string.Join(", ", paths.Select(p => p?.ToString()))}"
            : string.Empty;

    /// <summary>Where in the file a construct comes from.</summary>
    private static string PlaceOf(EnvironmentConfiguration? environment, string construct) =>
        environment is not null
        && construct.Split('/') is [_, var id, ..]
        && Places(environment).FirstOrDefault(p => p.Id == id) is { Path: { } path }
            ? path
            : "$";

    private static IEnumerable<(string Id, string? Path)> Places(EnvironmentConfiguration environment)
    {
        foreach (var name in environment.Clients.Keys)
        {
            var (id, path) = (Naming.Pascal(name), JsonPath.Property("$.clients", name));
            yield return ($"Client{id}", path);
            yield return ($"Branding{id}", "$.branding");
            yield return ($"Classic{id}", "$.branding");
            yield return ($"Terms{id}", "$.branding.terms");
            yield return ($"RiskActions{id}", JsonPath.Property("$.threatProtection.clients", name));
        }

        foreach (var name in environment.ResourceServers.Keys)
            yield return ($"ResourceServer{Naming.Pascal(name)}", JsonPath.Property("$.resourceServers", name));
        foreach (var name in environment.IdentityProviders.Keys)
            yield return ($"Provider{LogicalName.Of(name)}", JsonPath.Property("$.identityProviders", name));
        foreach (var name in environment.Groups.Keys)
            yield return ($"Group{LogicalName.Of(name)}", JsonPath.Property("$.groups", name));
        foreach (var name in environment.Storage.Buckets.Keys)
            yield return ($"Bucket{Naming.Pascal(name)}", JsonPath.Property("$.storage.buckets", name));
        foreach (var name in environment.Storage.Tables.Keys)
            yield return ($"Table{Naming.Pascal(name)}", JsonPath.Property("$.storage.tables", name));
        foreach (var name in environment.Access.EffectiveRoles(environment.Storage).Keys)
            yield return ($"Role{Naming.Pascal(name)}", JsonPath.Property("$.access.roles", name));
        yield return ("Firewall", "$.operations.waf");
        yield return ("LogDelivery", "$.operations.logDelivery");
        yield return ("Dashboard", "$.operations.dashboard");
        yield return ("Alarms", "$.operations.alarmEmails");
        yield return ("AlarmTopic", "$.operations.alarmEmails");
        yield return ("UserPool", "$.userPool");
        yield return ("Domain", "$.domain");
        yield return ("SignInGate", "$.signInRules");
        yield return ("SignInAudit", "$.signInAudit");
        yield return ("UserMigration", "$.userMigration");
        yield return ("Triggers", "$.triggers");
        yield return ("RiskActions", "$.threatProtection");
        yield return ("IdentityPool", "$.access");
        yield return ("PrincipalTags", "$.access.principalTags");
        yield return ("DirectProviders", "$.access.directProviders");
        yield return ("Attachment", "$.access.rules");
    }
}
