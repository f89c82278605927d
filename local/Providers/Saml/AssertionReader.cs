using System.Text.Json.Nodes;
using System.Xml;

namespace CognitoStack.Local.Providers.Saml;

/// <summary>Reads an assertion whose signature was verified: whom it is for, when it counts, and what it says.</summary>
/// <remarks>Source: SAML 2.0 profiles, section 4.1.4.3. https://docs.oasis-open.org/security/saml/v2.0/saml-profiles-2.0-os.pdf</remarks>
internal sealed class AssertionReader(XmlElement assertion, SamlExpectation expected, DateTimeOffset now)
{
    // A provider's clock may be a little ahead. One that is behind costs nothing but its own patience.
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(1);

    /// <param name="answered">The request that the response answers, where a signature covers that.</param>
    /// <exception cref="ProviderException">It is not what is expected.</exception>
    public SamlAssertion Read(string? answered)
    {
        var issuer = Child(assertion, "Issuer")?.InnerText;
        if (issuer != expected.Provider.EntityId)
            throw new ProviderException("issuer", $"the assertion is {issuer ?? "nobody"}'s, not {expected.Provider.EntityId}'s");

        var conditions = Child(assertion, "Conditions");
        CheckTime(conditions);
        CheckAudience(conditions);
        var subject = Child(assertion, "Subject");
        var (recipient, inResponseTo, expires) = Confirmed(subject, answered);
        XmlElement[] statements = [.. assertion.Children("AuthnStatement", SamlNames.Assertion)];
        foreach (var statement in statements)
        {
            if (statement.Time("SessionNotOnOrAfter") <= now)
                throw new ProviderException(
                    "expired",
                    $"the session at the provider ended at {statement.GetAttribute("SessionNotOnOrAfter")}"
                );
        }
        if (assertion.GetAttribute("ID") is not { Length: > 0 } id)
            throw new ProviderException("malformed", "the assertion has no ID");
        return new(id, issuer, Session(subject, statements.FirstOrDefault()), inResponseTo, Attributes(), expires)
        {
            Recipient = recipient,
            Issued =
                assertion.Time("IssueInstant") ?? throw new ProviderException("malformed", "the assertion does not say when it was made"),
            SessionEnds = statements.Select(s => s.Time("SessionNotOnOrAfter")).Min(),
        };
    }

    private static SamlSession Session(XmlElement? subject, XmlElement? statement)
    {
        var name = subject is null ? null : Child(subject, "NameID");
        // Half of a name that a comment or an element cuts in two is somebody else's name.
        if (name is null || name.InnerText.Length == 0 || name.ChildNodes.OfType<XmlElement>().Any())
            throw new ProviderException("subject", "the assertion names nobody by a NameID");
        return new(name.InnerText, name.Attribute("Format"), statement?.Attribute("SessionIndex"));
    }

    private void CheckTime(XmlElement? of)
    {
        if (of?.Time("NotBefore") is { } from && from > now + Ahead)
            throw new ProviderException("notYetValid", $"{of.LocalName} begins at {from:O}; it is {now:O}");
        if (of?.Time("NotOnOrAfter") is { } until && until <= now)
            throw new ProviderException("expired", $"{of.LocalName} ended at {until:O}; it is {now:O}");
    }

    private void CheckAudience(XmlElement? conditions)
    {
        // Each restriction must hold; any of its audiences will do.
        XmlElement[] restrictions = [.. conditions?.Children("AudienceRestriction", SamlNames.Assertion) ?? []];
        var audiences = restrictions.Select(r => r.Children("Audience", SamlNames.Assertion).Select(a => a.InnerText).ToArray()).ToArray();
        if (audiences.Length == 0 || !audiences.All(any => any.Any(expected.Audiences.Contains)))
            throw new ProviderException(
                "audience",
                $"the assertion is for {string.Join(", ", audiences.SelectMany(a => a).DefaultIfEmpty("nobody in particular"))}, not for {string.Join(" or ", expected.Audiences)}"
            );
    }

    /// <summary>One confirmation must hold: that whoever brings the assertion, here and now, is whom it is about.</summary>
    private (string Recipient, string? InResponseTo, DateTimeOffset Expires) Confirmed(XmlElement? subject, string? answered)
    {
        ProviderException? why = null;
        foreach (
            var confirmation in subject
                ?.Children("SubjectConfirmation", SamlNames.Assertion)
                .Where(c => c.GetAttribute("Method") == SamlNames.Bearer)
                ?? []
        )
        {
            try
            {
                return Held(
                    Child(confirmation, "SubjectConfirmationData")
                        ?? throw new ProviderException("recipient", "the confirmation names no recipient"),
                    answered
                );
            }
            catch (ProviderException e)
            {
                why ??= e;
            }
        }
        throw why ?? new ProviderException("subject", "the assertion may be brought by nobody");
    }

    private (string Recipient, string? InResponseTo, DateTimeOffset Expires) Held(XmlElement data, string? answered)
    {
        if (data.Attribute("Recipient") is not { } recipient || !expected.Recipients.Contains(recipient))
            throw new ProviderException(
                "recipient",
                $"the assertion is for {data.Attribute("Recipient") ?? "no address"}, not for {string.Join(" or ", expected.Recipients)}"
            );
        if (data.Time("NotOnOrAfter") is not { } until)
            throw new ProviderException("expired", "the confirmation does not say when it ends");
        CheckTime(data);
        var request = data.Answered() ?? answered;
        return expected.Awaits(request)
            ? (recipient, request, until)
            : throw (
                request is null
                    ? new ProviderException("unsolicited", "nobody asked for the assertion, and the provider may not begin")
                    : new ProviderException(
                        "inResponseTo",
                        $"the assertion answers {request}, which was not asked here, or which was answered before"
                    )
            );
    }

    private JsonObject Attributes()
    {
        if (
            assertion
                .SelectNodes(".//*")!
                .OfType<XmlElement>()
                .Any(e => e is { LocalName: "EncryptedAttribute" or "EncryptedID", NamespaceURI: SamlNames.Assertion })
        )
            throw new ProviderException("encryption", "attributes and names that are encrypted one by one are not accepted");
        var attributes = assertion
            .Children("AttributeStatement", SamlNames.Assertion)
            .SelectMany(s => s.Children("Attribute", SamlNames.Assertion));
        var read = new JsonObject();
        foreach (var named in attributes.GroupBy(a => a.GetAttribute("Name")))
        {
            string[] values =
            [
                .. named
                    .SelectMany(a => a.Children("AttributeValue", SamlNames.Assertion))
                    .Where(v => v.GetAttribute("nil", SamlNames.SchemaInstance) is not ("true" or "1"))
                    .Select(v => v.InnerText),
            ];
            if (values.Length > 0)
                read[named.Key] = values is [var one] ? one : new JsonArray([.. values.Select(v => JsonValue.Create(v))]);
        }
        return read;
    }

    private static XmlElement? Child(XmlElement of, string name) => of.Child(name, SamlNames.Assertion);
}
