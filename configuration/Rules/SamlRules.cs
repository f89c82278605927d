namespace CognitoStack.Configuration;

/// <summary>Rules of SAML providers, and of their metadata where it is a file.</summary>
internal static class SamlRules
{
    /// <summary>Source: Amazon Cognito user pools API Reference, "CreateIdentityProvider", ProviderDetails
    /// (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateIdentityProvider.html).</summary>
    private const int Longest = 131_072;

    public static void Check(SamlConfiguration saml, string path, IProjectFiles files, Findings findings)
    {
        if (saml.MetadataUrl is null && saml.MetadataFile is null)
            findings.Error(
                path + ".metadataUrl",
                "is missing. Give metadataUrl (Cognito then follows the provider's new certificates), or metadataFile.",
                path + ".metadataFile"
            );
        if (saml.MetadataUrl is not null && saml.MetadataFile is not null)
            findings.Error(
                path + ".metadataFile",
                $"\"{saml.MetadataFile}\" stands beside metadataUrl \"{saml.MetadataUrl}\". Keep one.",
                path + ".metadataUrl"
            );
        if (saml.MetadataFile is not null)
            CheckFile(saml, saml.MetadataFile, path + ".metadataFile", path + ".signOut", files, findings);
    }

    private static void CheckFile(
        SamlConfiguration saml,
        string file,
        string path,
        string signOutPath,
        IProjectFiles files,
        Findings findings
    )
    {
        if (files.Read(file) is not { } content)
        {
            findings.Error(path, $"\"{file}\" is not a file below cdk/. Put the provider's metadata there.");
            return;
        }

        if (SamlMetadata.Problem(content, saml.SignOut, DateTimeOffset.UtcNow) is { } problem)
        {
            findings.Error(path, $"\"{file}\" {problem}", signOutPath);
            return;
        }

        var text = SamlMetadata.Text(content);
        if (text.Length > Longest)
            findings.Error(
                path,
                $"\"{file}\" has {text.Length:N0} characters; Cognito takes {Longest:N0}. Leave out what is of no use to it, or give metadataUrl."
            );
        if (SchemaCheck.Evaluated(text) is { } evaluated)
            findings.Error(
                path,
                $"\"{file}\" may not hold \"{evaluated}\": CloudFormation or the CDK would put something else in its place."
            );
    }
}
