using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using CognitoStack.Local.Providers.Saml;
using CognitoStack.Local.UserPools;

namespace CognitoStack.Local.StandIns.Saml;

/// <summary>Makes what a stand-in sends: signed with its own key, encrypted for apps that want that.</summary>
internal sealed class SamlResponses(SamlKeys keys, TimeProvider time)
{
    private const string Failed = "urn:oasis:names:tc:SAML:2.0:status:AuthnFailed";
    private const string Responder = "urn:oasis:names:tc:SAML:2.0:status:Responder";
    private static readonly XNamespace Saml = SamlNames.Assertion;
    private static readonly XNamespace Samlp = SamlNames.Protocol;
    private static readonly XNamespace Md = SamlNames.Metadata;
    private static readonly XNamespace Ds = SamlNames.Signature;
    private static readonly TimeSpan Validity = TimeSpan.FromMinutes(5);

    /// <summary>What the stand-in says of itself.</summary>
    public string Metadata(StandIn standIn)
    {
        XElement Service(string name, string binding, string path) =>
            new(Md + name, new XAttribute("Binding", binding), new XAttribute("Location", $"{standIn.Address}/{path}"));
        return new XElement(
            Md + "EntityDescriptor",
            new XAttribute(XNamespace.Xmlns + "md", Md),
            new XAttribute("entityID", standIn.Address),
            new XElement(
                Md + "IDPSSODescriptor",
                new XAttribute("WantAuthnRequestsSigned", "false"),
                new XAttribute("protocolSupportEnumeration", SamlNames.Protocol),
                new XElement(
                    Md + "KeyDescriptor",
                    new XAttribute("use", "signing"),
                    new XElement(
                        Ds + "KeyInfo",
                        new XAttribute(XNamespace.Xmlns + "ds", Ds),
                        new XElement(
                            Ds + "X509Data",
                            new XElement(Ds + "X509Certificate", Convert.ToBase64String(keys.Provider(standIn.Name).RawData))
                        )
                    )
                ),
                Service("SingleLogoutService", SamlNames.Redirect, SamlStandIn.SignOutPath),
                new XElement(Md + "NameIDFormat", SamlNames.Persistent),
                Service("SingleSignOnService", SamlNames.Redirect, SamlStandIn.SignInPath),
                Service("SingleSignOnService", SamlNames.Post, SamlStandIn.SignInPath)
            )
        ).ToString();
    }

    /// <summary>Says who somebody is.</summary>
    public SamlMessage Of(StandIn standIn, SamlRequest request, Person person)
    {
        var response = Message("Response", standIn, request, SamlNames.Success);
        var assertion = SamlXml.Document(Assertion(standIn, request, person).ToString(SaveOptions.DisableFormatting)).DocumentElement!;
        SamlSignature.Sign(assertion, keys.Provider(standIn.Name));
        var sent = request.Client.Encryption is { } to ? SamlEncryption.Encrypted(assertion, to) : assertion;
        response.AppendChild(response.OwnerDocument.ImportNode(sent, true));
        return Posted(standIn, request, response);
    }

    /// <summary>Says that nobody signed in.</summary>
    public SamlMessage Refusal(StandIn standIn, SamlRequest request) =>
        Posted(standIn, request, Message("Response", standIn, request, Responder, Failed));

    /// <summary>Says that the session has ended.</summary>
    public SamlMessage SignedOut(StandIn standIn, SamlRequest request) =>
        Posted(standIn, request, Message("LogoutResponse", standIn, request, SamlNames.Success));

    private SamlMessage Posted(StandIn standIn, SamlRequest request, XmlElement response)
    {
        SamlSignature.Sign(response, keys.Provider(standIn.Name));
        return SamlMessage.Posted(request.Address, SamlNames.Response, response, request.RelayState);
    }

    private XmlElement Message(string name, StandIn standIn, SamlRequest request, params string[] status)
    {
        XElement? code = null;
        foreach (var value in status.Reverse())
            code = new XElement(Samlp + "StatusCode", new XAttribute("Value", value), code);
        return SamlXml
            .Document(
                new XElement(
                    Samlp + name,
                    [
                        .. Head(),
                        new XAttribute("Destination", request.Address.AbsoluteUri),
                        InResponseTo(request),
                        new XElement(Saml + "Issuer", standIn.Address),
                        new XElement(Samlp + "Status", code),
                    ]
                ).ToString(SaveOptions.DisableFormatting)
            )
            .DocumentElement!;
    }

    private XElement Assertion(StandIn standIn, SamlRequest request, Person person)
    {
        var (now, end) = (
            SamlMessage.Time(time.GetUtcNow()),
            new XAttribute("NotOnOrAfter", SamlMessage.Time(time.GetUtcNow() + Validity))
        );
        return new(
            Saml + "Assertion",
            [
                .. Head(),
                new XElement(Saml + "Issuer", standIn.Address),
                new XElement(
                    Saml + "Subject",
                    new XElement(Saml + "NameID", new XAttribute("Format", SamlNames.Persistent), person.Subject),
                    new XElement(
                        Saml + "SubjectConfirmation",
                        new XAttribute("Method", SamlNames.Bearer),
                        new XElement(
                            Saml + "SubjectConfirmationData",
                            InResponseTo(request),
                            new XAttribute("Recipient", request.Address.AbsoluteUri),
                            end
                        )
                    )
                ),
                new XElement(
                    Saml + "Conditions",
                    new XAttribute("NotBefore", now),
                    end,
                    new XElement(Saml + "AudienceRestriction", new XElement(Saml + "Audience", request.Client.ClientId))
                ),
                new XElement(
                    Saml + "AuthnStatement",
                    new XAttribute("AuthnInstant", now),
                    new XAttribute("SessionIndex", SamlMessage.NewId()),
                    new XElement(
                        Saml + "AuthnContext",
                        new XElement(Saml + "AuthnContextClassRef", "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport")
                    )
                ),
                new XElement(
                    Saml + "AttributeStatement",
                    PersonAttributes
                        .Of(person)
                        .Select(a => new XElement(
                            Saml + "Attribute",
                            new XAttribute("Name", a.Name),
                            new XAttribute("NameFormat", "urn:oasis:names:tc:SAML:2.0:attrname-format:uri"),
                            a.Values.Select(v => new XElement(Saml + "AttributeValue", v))
                        ))
                ),
            ]
        );
    }

    private object[] Head() =>
        [
            new XAttribute(XNamespace.Xmlns + "samlp", Samlp),
            new XAttribute(XNamespace.Xmlns + "saml", Saml),
            new XAttribute("ID", SamlMessage.NewId()),
            new XAttribute("Version", "2.0"),
            new XAttribute("IssueInstant", SamlMessage.Time(time.GetUtcNow())),
        ];

    private static XAttribute? InResponseTo(SamlRequest request) => request.Id is null ? null : new("InResponseTo", request.Id);
}
