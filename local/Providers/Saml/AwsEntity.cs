namespace CognitoStack.Local.Providers.Saml;

/// <summary>AWS itself as a service provider: what IAM's SAML providers send assertions to.</summary>
/// <remarks>Source: IAM User Guide, "Configure SAML assertions for the authentication response".
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_assertions.html</remarks>
internal static class AwsEntity
{
    /// <summary>Its name.</summary>
    public const string Id = "urn:amazon:webservices";

    /// <summary>Where it takes assertions; that is a name of it, too.</summary>
    public const string SignIn = "https://signin.aws.amazon.com/saml";

    /// <summary>The same in one Region.</summary>
    public static string SignInOf(string region) => $"https://{region}.signin.aws.amazon.com/saml";
}
