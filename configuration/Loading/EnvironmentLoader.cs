using System.Text.Json;
using System.Text.Json.Nodes;

namespace CognitoStack.Configuration;

/// <summary>Reads an environment file: everything that is wrong with it at once, or a configuration that can be deployed, with nothing left to work out.</summary>
public static class EnvironmentLoader
{
    private static readonly Lazy<JsonObject> Schema = new(() => EnvironmentSchema.Create());

    /// <summary>Reads and checks an environment.</summary>
    /// <param name="json">The file's text; comments and trailing commas are allowed.</param>
    /// <param name="fileName">The file's name, for the messages.</param>
    /// <param name="files">The files that it may name, such as SAML metadata and brands. Default: there are none.</param>
    /// <param name="defaultRegion">Region that the environment is deployed to where the file names none: the CLI's.</param>
    /// <exception cref="ConfigurationException">The file breaks the schema or a rule; every error is in it.</exception>
    public static EnvironmentConfiguration Load(string json, string fileName, IProjectFiles? files = null, string? defaultRegion = null)
    {
        var findings = new Findings(fileName);
        var root = JsonText.Parse(json, fileName);
        if (!new SchemaCheck(findings).Check(root, Schema.Value, JsonPath.Root))
        {
            if (root is not JsonObject)
                findings.ThrowIfAny();
            // The name is the only key without which nothing can be read: any will do to check the rest.
            root!["name"] = "unnamed";
        }

        var environment = root.Deserialize<EnvironmentConfiguration>(EnvironmentJson.Options)!;
        environment = environment with { TargetRegion = environment.Region ?? environment.UserPool.Adopted?.Region ?? defaultRegion };
        files ??= NoFiles.Instance;
        var brands = EnvironmentRules.Check(environment, files, findings);
        findings.ThrowIfAny();
        return Effective(environment, files) with { Brands = brands };
    }

    /// <summary>The environment with what follows from other parts of it, and from its files.</summary>
    private static EnvironmentConfiguration Effective(EnvironmentConfiguration environment, IProjectFiles files) =>
        environment with
        {
            UserPool = environment.SignInAudit?.Attribute is { } own ? environment.UserPool.With(own) : environment.UserPool,
            IdentityProviders = environment.IdentityProviders.ToDictionary(
                p => p.Key,
                p =>
                    p.Value is SamlConfiguration { MetadataFile: { } file } saml
                        ? saml with
                        {
                            Metadata = SamlMetadata.Text(files.Read(file)!),
                        }
                        : p.Value
            ),
        };
}
