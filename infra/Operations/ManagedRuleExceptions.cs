using CognitoStack.Configuration;

namespace CognitoStack.Operations;

/// <summary>A rule of AWS's common rules that only counts.</summary>
/// <param name="Rule">Its name.</param>
/// <param name="Reason">What it would reject.</param>
public sealed record ManagedRuleException(string Rule, string Reason);

/// <summary>What AWS's common rules would reject of sign-ins that this environment is for.</summary>
/// <remarks>Source: AWS WAF Developer Guide, "Baseline rule groups", Core rule set (https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html).
/// It says what each rule looks for; <c>npm run prove</c> holds the requests of every client against it.</remarks>
internal static class ManagedRuleExceptions
{
    /// <summary>The exceptions that an environment's clients and providers need, and no others.</summary>
    public static IReadOnlyList<ManagedRuleException> Of(
        IEnumerable<ClientConfiguration> clients,
        IEnumerable<IdentityProviderConfiguration> providers
    )
    {
        var exceptions = new List<ManagedRuleException>();
        if (clients.Any(c => c.ReturnsToThisMachine))
            exceptions.Add(
                new(
                    "EC2MetaDataSSRF_QUERYARGUMENTS",
                    "A client returns to this machine, and the rule takes such a redirect_uri for an attempt to reach a server's own metadata."
                )
            );
        if (clients.SelectMany(c => c.ReturnHosts).Any(h => Uri.CheckHostName(h) == UriHostNameType.IPv4))
            exceptions.Add(
                new(
                    "GenericRFI_QUERYARGUMENTS",
                    "A client returns to an address of numbers, and the rule takes such a redirect_uri for an attempt to include a remote file."
                )
            );
        if (clients.Any(c => c.Type is ClientType.Machine or ClientType.Web))
            exceptions.Add(
                new("NoUserAgent_HEADER", "A server asks for tokens, and many HTTP libraries, .NET's among them, send no User-Agent.")
            );
        if (providers.Any())
            exceptions.Add(
                new(
                    "SizeRestrictions_QUERYSTRING",
                    "A provider sends its code and Cognito's state back in the query, which together may exceed 2,048 bytes."
                )
            );
        if (providers.Any(p => p is SamlConfiguration))
            exceptions.Add(new("SizeRestrictions_BODY", "A signed SAML response in a form exceeds 8 KB."));
        return exceptions;
    }
}
