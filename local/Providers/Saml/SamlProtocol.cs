using System.Collections.Immutable;
using System.Xml;
using System.Xml.Linq;

namespace CognitoStack.Local.Providers.Saml;

/// <inheritdoc cref="ISaml"/>
internal sealed class SamlProtocol(TimeProvider time, SeenAssertions seen) : ISaml
{
    private static readonly XNamespace Protocol = SamlNames.Protocol;
    private static readonly XNamespace Assertion = SamlNames.Assertion;

    public SamlMessage Begin(SamlMetadata provider, SamlServiceProvider pool, string relayState, bool signs) =>
        SamlMessage.To(
            provider.SignIn,
            SamlNames.Request,
            to =>
                Request(
                    "AuthnRequest",
                    pool,
                    to,
                    new XAttribute("ProtocolBinding", SamlNames.Post),
                    new XAttribute("AssertionConsumerServiceURL", pool.AssertionConsumer)
                ),
            relayState,
            signs || provider.WantsSignedRequests ? pool.Signing : null
        );

    public SamlMessage? BeginLogout(SamlMetadata provider, SamlServiceProvider pool, SamlSession session, string relayState) =>
        provider.SignOut.IsEmpty
            ? null
            : SamlMessage.To(
                provider.SignOut,
                SamlNames.Request,
                to =>
                    Request(
                        "LogoutRequest",
                        pool,
                        to,
                        new XElement(
                            Assertion + "NameID",
                            session.Format is null ? null : new XAttribute("Format", session.Format),
                            session.NameId
                        ),
                        session.Index is null ? null : new XElement(Protocol + "SessionIndex", session.Index)
                    ),
                relayState,
                pool.Signing
            );

    public SamlAssertion Verify(SamlExpectation expected, string response)
    {
        var root = Root(SamlXml.FromForm(response), "Response");
        // A failure has no assertion; what it says is more use than that there is none.
        CheckStatus(root);
        var shape = ResponseShape.Of(root);
        if (expected.IsEncrypted && !shape.IsEncrypted)
            throw new ProviderException("encryption", "the assertion is not encrypted, as the provider's settings demand");

        var certificates = expected.Provider.SigningCertificates;
        var isSigned = SamlSignature.IsSigned(root);
        if (isSigned)
            (root, shape) = Again(SamlSignature.Verified(root, certificates));
        CheckSender(root, expected.Provider.EntityId, expected.Recipients);

        var assertion = shape.IsEncrypted
            ? ResponseShape.Assertion(SamlEncryption.Decrypted(shape.Assertions, expected.Keys))
            : shape.Assertions;
        if (SamlSignature.IsSigned(assertion))
            assertion = SamlSignature.Verified(assertion, certificates);
        else if (!isSigned)
            throw new ProviderException("unsigned", "neither the response nor the assertion is signed");

        var read = new AssertionReader(assertion, expected, time.GetUtcNow()).Read(isSigned ? root.Answered() : null);
        if (root.Answered() is { } answered && answered != read.InResponseTo)
            throw new ProviderException("inResponseTo", $"the response answers {answered}, its assertion {read.InResponseTo ?? "nothing"}");
        if (!expected.IsReusable && !seen.IsNew(read))
            throw new ProviderException("replay", $"the assertion {read.Id} was used before");
        return read;
    }

    public void VerifyLogout(SamlMetadata provider, SamlServiceProvider pool, string request, string response)
    {
        var root = SamlSignature.Verified(Root(SamlXml.FromForm(response), "LogoutResponse"), provider.SigningCertificates);
        CheckSender(root, provider.EntityId, [pool.Logout.AbsoluteUri]);
        if (root.Answered() != request)
            throw new ProviderException("inResponseTo", $"the response answers {root.Answered() ?? "nothing"}, not {request}");
        CheckStatus(root);
    }

    private static (XmlElement, ResponseShape) Again(XmlElement verified) => (verified, ResponseShape.Of(verified));

    private XmlDocument Request(string name, SamlServiceProvider pool, Uri to, params object?[] content) =>
        SamlXml.Document(
            new XElement(
                Protocol + name,
                new XAttribute(XNamespace.Xmlns + "samlp", Protocol),
                new XAttribute(XNamespace.Xmlns + "saml", Assertion),
                new XAttribute("ID", SamlMessage.NewId()),
                new XAttribute("Version", "2.0"),
                new XAttribute("IssueInstant", SamlMessage.Time(time.GetUtcNow())),
                new XAttribute("Destination", to.AbsoluteUri),
                new XElement(Assertion + "Issuer", pool.EntityId),
                content
            ).ToString(SaveOptions.DisableFormatting)
        );

    private static XmlElement Root(XmlDocument document, string name) =>
        document.DocumentElement is { NamespaceURI: SamlNames.Protocol } root
        && root.LocalName == name
        && root.GetAttribute("Version") == "2.0"
            ? root
            : throw new ProviderException("malformed", $"the message is a {document.DocumentElement!.Name}, not a {name} of SAML 2.0");

    private static void CheckSender(XmlElement root, string provider, ImmutableArray<string> recipients)
    {
        if (root.Child("Issuer", SamlNames.Assertion)?.InnerText is { } issuer && issuer != provider)
            throw new ProviderException("issuer", $"the {root.LocalName} is {issuer}'s, not {provider}'s");
        if (root.Attribute("Destination") is { } destination && !recipients.Contains(destination))
            throw new ProviderException(
                "destination",
                $"the {root.LocalName} was sent to {destination}, not to {string.Join(" or ", recipients)}"
            );
    }

    private static void CheckStatus(XmlElement root)
    {
        var status =
            root.Child("Status", SamlNames.Protocol) ?? throw new ProviderException("malformed", $"the {root.LocalName} has no status");
        var code = status.Child("StatusCode", SamlNames.Protocol);
        if (code?.GetAttribute("Value") == SamlNames.Success)
            return;
        string?[] said =
        [
            code?.GetAttribute("Value"),
            code?.Child("StatusCode", SamlNames.Protocol)?.GetAttribute("Value"),
            status.Child("StatusMessage", SamlNames.Protocol)?.InnerText,
        ];
        throw new ProviderException("status", string.Join(", ", said.Where(part => part is not null)));
    }
}
