namespace CognitoStack.Configuration;

/// <summary>Rules of the secrets that providers name.</summary>
/// <remarks>Source: AWS CloudFormation User Guide, "Get a secret or secret value from Secrets Manager"
/// (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html).</remarks>
internal static class SecretRules
{
    public static void Check(EnvironmentConfiguration environment, Findings findings)
    {
        foreach (var (path, secret) in Named(environment))
        {
            if (secret is { Version: not null, Stage: not null })
                findings.Error(
                    path + ".stage",
                    $"\"{secret.Stage}\" stands beside version \"{secret.Version}\", and CloudFormation takes one of the two. Keep version to deploy each new one by a change of the file.",
                    path + ".version"
                );
            if (secret.IsArn && environment.TargetRegion is { } region && secret.Secret.Split(':')[3] is var other && other != region)
                findings.Error(
                    path + ".secret",
                    $"is a secret in {other}, but the environment is in {region}: CloudFormation reads secrets of its own Region. Replicate it there, and name the replica.",
                    "$.region"
                );
        }
    }

    /// <summary>Every secret that the file names, and where.</summary>
    public static IEnumerable<(string Path, SecretReference Secret)> Named(EnvironmentConfiguration environment) =>
        from provider in environment.IdentityProviders
        let named = provider.Value.NamedSecret
        where named.Reference is not null
        select ($"{JsonPath.Property("$.identityProviders", provider.Key)}.{named.Key}", named.Reference);
}
