namespace CognitoStack.Tests.Support;

/// <summary>SAML metadata as a provider exports it, and with single parts missing.</summary>
public static class MetadataXml
{
    public const string SignOn =
        """<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://idp.example.com/sso"/>""";

    public const string Key = """
        <md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>MIIC</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
        """;

    public static string Of(string content, string root = "EntityDescriptor") =>
        $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <md:{root} xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.example.com">{content}</md:{root}>
            """;

    public static string IdentityProvider(string content = Key + SignOn) =>
        Of($"""<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">{content}</md:IDPSSODescriptor>""");
}
