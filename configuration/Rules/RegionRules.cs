namespace CognitoStack.Configuration;

/// <summary>Rules of <c>region</c>: what Amazon Cognito offers there, and whether the resources that the file names are of the same partition.</summary>
internal static class RegionRules
{
    private const string Region = "$.region";

    public static void Check(EnvironmentConfiguration environment, Findings findings)
    {
        if (environment.TargetRegion is not { } region)
            return;
        var place = environment.Place;
        if (place.Problem is { } problem)
            findings.Error(
                Region,
                environment.Region is null
                    ? $"is not set, and {(environment.UserPool.Adopt is null ? "the CLI's" : "that of userPool.adopt")} \"{region}\" {problem}"
                    : $"\"{region}\" {problem}"
            );
        if (!place.HasCustomDomains && environment.Domain.Name is { } domain)
            findings.Error(
                "$.domain.name",
                $"\"{domain}\" is a domain of your own, which user pools in {region} cannot have. Use domain.prefix.",
                Region
            );
        foreach (var (path, arn) in Named(environment))
            if (arn.Split(':')[1] is var partition && partition != place.Partition)
                findings.Error(
                    path,
                    $"\"{arn}\" is of the partition {partition}, but {region} is of {place.Partition}, where nothing can reach it. Name a resource there.",
                    Region
                );
    }

    /// <summary>Every resource that the file names by its ARN.</summary>
    public static IEnumerable<(string Path, string Arn)> Named(EnvironmentConfiguration environment)
    {
        if (environment.UserPool.Adopt is { } pool)
            yield return ("$.userPool.adopt", pool);
        if (environment.UserPool.Email?.SesIdentityArn is { } identity)
            yield return ("$.userPool.email.sesIdentityArn", identity);
        if (environment.UserMigration?.UserPoolArn is { } older)
            yield return ("$.userMigration.userPoolArn", older);
        if (environment.Operations.AlarmTopicArn is { } topic)
            yield return ("$.operations.alarmTopicArn", topic);
        if (environment.Domain.CertificateArn is { } certificate)
            yield return ("$.domain.certificateArn", certificate);
        foreach (var (name, trigger) in environment.Triggers)
            yield return (JsonPath.Property("$.triggers", RuleText.Json(name)) + ".aliasArn", trigger.AliasArn);
        foreach (var (path, secret) in SecretRules.Named(environment).Where(s => s.Secret.IsArn))
            yield return (path + ".secret", secret.Secret);
        if (environment.Access.DirectProviders is not { } direct)
            yield break;
        for (var i = 0; i < direct.OidcProviderArns.Count; i++)
            yield return (JsonPath.Item("$.access.directProviders.oidcProviderArns", i), direct.OidcProviderArns[i]);
        for (var i = 0; i < direct.SamlProviderArns.Count; i++)
            yield return (JsonPath.Item("$.access.directProviders.samlProviderArns", i), direct.SamlProviderArns[i]);
    }
}
