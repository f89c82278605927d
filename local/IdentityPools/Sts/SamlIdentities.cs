using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Http;
using CognitoStack.Local.Providers;
using CognitoStack.Local.Providers.Saml;

namespace CognitoStack.Local.IdentityPools.Sts;

/// <summary>Somebody with an assertion that STS believes.</summary>
/// <param name="Assertion">The assertion.</param>
/// <param name="SessionName">The session's name, which the provider gives.</param>
/// <param name="Tags">Session tags, which it gives, too.</param>
/// <param name="Keys">What policies see of it.</param>
internal sealed record SamlIdentity(SamlAssertion Assertion, string SessionName, IReadOnlyDictionary<string, string> Tags, JsonObject Keys)
{
    private const string Formats = "urn:oasis:names:tc:SAML:2.0:nameid-format:";

    /// <summary>The kind of name, without what all have in front.</summary>
    public static string SubjectType(SamlSession session) =>
        session.Format is null ? "unspecified"
        : session.Format.StartsWith(Formats, StringComparison.Ordinal) ? session.Format[Formats.Length..]
        : session.Format;
}

/// <summary>Verifies assertions for STS, and reads what they say of roles.</summary>
/// <remarks>Source: IAM User Guide, "Configure SAML assertions for the authentication response", and "Troubleshoot SAML federation with IAM".
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_saml.html</remarks>
internal sealed partial class SamlIdentities(SamlAssertions assertions, TimeProvider time)
{
    private const string Attributes = "https://aws.amazon.com/SAML/Attributes/";
    private const string Tag = Attributes + "PrincipalTag:";
    private static readonly TimeSpan Redeemable = TimeSpan.FromMinutes(5);

    /// <exception cref="AwsException"><c>InvalidIdentityToken</c>, <c>ExpiredTokenException</c>, <c>AccessDenied</c>.</exception>
    public async Task<SamlIdentity> VerifyAsync(Deployed deployed, string provider, string role, string response, CancellationToken cancel)
    {
        if (!SamlAssertions.IsProvider(provider) || SamlAssertions.Find(deployed, provider) is null)
            throw Invalid("Specified provider doesn't exist");
        SamlAssertion read;
        try
        {
            read = await assertions.VerifyAsync(deployed, provider, response, cancel);
        }
        catch (ProviderException e)
        {
            throw Refused(e);
        }
        if (time.GetUtcNow() - read.Issued > Redeemable)
            throw Expired();
        if (Values(read, Attributes + "SourceIdentity").Any())
            throw new AwsException("NotImplemented", "SourceIdentity is not available here: leave the attribute out.");
        if (
            !Values(read, Attributes + "Role")
                .Any(pair =>
                    pair.Split(',', StringSplitOptions.TrimEntries) is [var one, var other]
                    && ((one == role && other == provider) || (one == provider && other == role))
                )
        )
            throw Denied();
        var name =
            Values(read, Attributes + "RoleSessionName").FirstOrDefault() ?? throw Invalid("RoleSessionName is required in AuthnResponse");
        if (!SessionName.IsMatch(name))
            throw Invalid("RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}");
        return new(
            read,
            name,
            read.Attributes.Where(a => a.Key.StartsWith(Tag, StringComparison.Ordinal))
                .ToDictionary(a => a.Key[Tag.Length..], a => Values(read, a.Key).FirstOrDefault() ?? ""),
            new JsonObject
            {
                ["SAML:aud"] = read.Recipient,
                ["SAML:doc"] = $"{deployed.Account}/{SamlAssertions.NameOf(provider)}",
                ["SAML:iss"] = read.Issuer,
                ["SAML:namequalifier"] = Qualifier(deployed, read, provider),
                ["SAML:sub"] = read.Session.NameId,
                ["SAML:sub_type"] = SamlIdentity.SubjectType(read.Session),
            }
        );
    }

    /// <summary>Not allowed, for whatever reason: nobody learns which roles there are.</summary>
    public static AwsException Denied() => new("AccessDenied", "Not authorized to perform sts:AssumeRoleWithSAML", 403);

    /// <summary>What tells a subject of this provider from one of the same name at another.</summary>
    [System.Diagnostics.CodeAnalysis.SuppressMessage(
        "Security",
        "CA5350",
        Justification = "AWS's own format: BASE64 ( SHA1 ( \"https://example.com/saml\" + \"123456789012\" + \"/MySAMLIdP\" ) ). It protects nothing."
    )]
    private static string Qualifier(Deployed deployed, SamlAssertion read, string provider) =>
        Convert.ToBase64String(SHA1.HashData(Encoding.UTF8.GetBytes($"{read.Issuer}{deployed.Account}/{SamlAssertions.NameOf(provider)}")));

    private static IEnumerable<string> Values(SamlAssertion read, string name) =>
        read.Attributes[name] switch
        {
            null => [],
            JsonArray list => list.Select(v => v!.ToString()),
            var one => [one.ToString()],
        };

    private static AwsException Refused(ProviderException e) =>
        e.Check switch
        {
            "unsigned" or "signature" or "signer" or "wrapping" or "algorithm" => Invalid("Response signature invalid"),
            "issuer" => Invalid("Issuer not present in specified provider"),
            "audience" => Invalid("Response does not contain the required audience."),
            "expired" or "notYetValid" => Expired(),
            "status" => new("IDPRejectedClaim", "The identity provider reported that authentication failed.", 403),
            _ => Invalid("Your request included an invalid SAML response."),
        };

    private static AwsException Expired() => new("ExpiredTokenException", "Token must be redeemed within 5 minutes of issuance");

    private static AwsException Invalid(string message) => new("InvalidIdentityToken", message);

    [GeneratedRegex(@"^[\w+=,.@-]{2,64}\z", RegexOptions.ECMAScript)]
    private static partial Regex SessionName { get; }
}
