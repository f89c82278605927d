namespace CognitoStack.Local.Providers.Saml;

/// <summary>The words of SAML 2.0, XML Signature and XML Encryption.</summary>
internal static class SamlNames
{
    public const string Assertion = "urn:oasis:names:tc:SAML:2.0:assertion";
    public const string Protocol = "urn:oasis:names:tc:SAML:2.0:protocol";
    public const string Metadata = "urn:oasis:names:tc:SAML:2.0:metadata";
    public const string Signature = "http://www.w3.org/2000/09/xmldsig#";
    public const string Encryption = "http://www.w3.org/2001/04/xmlenc#";
    public const string Encryption11 = "http://www.w3.org/2009/xmlenc11#";
    public const string SchemaInstance = "http://www.w3.org/2001/XMLSchema-instance";

    public const string Redirect = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";
    public const string Post = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";
    public const string Bearer = "urn:oasis:names:tc:SAML:2.0:cm:bearer";
    public const string Success = "urn:oasis:names:tc:SAML:2.0:status:Success";
    public const string Persistent = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent";

    public const string RsaSha256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
    public const string RsaSha384 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384";
    public const string RsaSha512 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512";

    /// <summary>The parameters of both bindings.</summary>
    public const string Request = "SAMLRequest";

    /// <inheritdoc cref="Request"/>
    public const string Response = "SAMLResponse";

    /// <inheritdoc cref="Request"/>
    public const string RelayState = "RelayState";
}
