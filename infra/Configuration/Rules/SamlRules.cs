using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace CognitoStack.Configuration;

/// <summary>Rules of SAML providers, and of their metadata where it is a file.</summary>
internal static class SamlRules
{
    private static readonly XNamespace Metadata = "urn:oasis:names:tc:SAML:2.0:metadata";
    private static readonly XNamespace Signature = "http://www.w3.org/2000/09/xmldsig#";

    public static void Check(SamlConfiguration saml, string path, IProjectFiles files, Findings findings)
    {
        if (saml.MetadataUrl is null && saml.MetadataFile is null)
            findings.Error(path + ".metadataUrl", "is missing. Give metadataUrl (Cognito then follows the provider's new certificates), or metadataFile.", path + ".metadataFile");
        if (saml.MetadataUrl is not null && saml.MetadataFile is not null)
            findings.Error(path + ".metadataFile", $"\"{saml.MetadataFile}\" stands beside metadataUrl \"{saml.MetadataUrl}\". Keep one.", path + ".metadataUrl");
        if (saml.MetadataFile is not null) CheckFile(saml.MetadataFile, path + ".metadataFile", files, findings);
    }

    private static void CheckFile(string file, string path, IProjectFiles files, Findings findings)
    {
        if (files.Read(file) is not { } content)
        {
            findings.Error(path, $"\"{file}\" is not a file below cdk/. Put the provider's metadata there.");
            return;
        }

        if (Problem(content) is { } problem) findings.Error(path, $"\"{file}\" {problem}");
    }

    private static string? Problem(byte[] content)
    {
        try
        {
            // No DTD: a document from elsewhere must not reach for files or grow without end.
            using var reader = XmlReader.Create(new MemoryStream(content), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            var root = XDocument.Load(reader).Root!;
            if (root.Name != Metadata + "EntityDescriptor") return $"is not SAML 2.0 metadata: its root is {root.Name}, not EntityDescriptor of {Metadata}. Export it again from the provider.";
            if (root.Element(Metadata + "IDPSSODescriptor") is not { } idp) return "describes no identity provider (IDPSSODescriptor). It may be the metadata of a service provider: export the other one.";
            if (!idp.Elements(Metadata + "SingleSignOnService").Any()) return "has no SingleSignOnService, where sign-ins would go. Export it again from the provider.";
            return idp.Descendants(Signature + "X509Certificate").Any() ? null : "has no X509Certificate, so no assertion could be checked. Export it again from the provider.";
        }
        catch (XmlException) when (Encoding.UTF8.GetString(content).Contains("<!DOCTYPE", StringComparison.Ordinal))
        {
            return "has a DTD, which metadata does not need and a document from elsewhere may not have. Export it again from the provider.";
        }
        catch (XmlException e)
        {
            return $"is not well-formed XML: {e.Message} Export it again from the provider.";
        }
    }
}
