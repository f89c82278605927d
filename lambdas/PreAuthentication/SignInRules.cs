using System.Collections.Immutable;

namespace CognitoStack.Lambda.PreAuthentication;

/// <summary>Who may sign in, as the function's environment variables say it.</summary>
public sealed record SignInRules
{
    /// <summary><c>ALLOW_EMAIL_DOMAINS</c>: only these domains, exactly as listed: a subdomain can be in other hands. Empty: any.</summary>
    public ImmutableArray<string> AllowEmailDomains { get; init; } = [];

    /// <summary><c>DENY_EMAIL_DOMAINS</c>: none of these domains nor of their subdomains, even where they are allowed too.</summary>
    public ImmutableArray<string> DenyEmailDomains { get; init; } = [];

    /// <summary><c>REQUIRE_VERIFIED_EMAIL</c>: only users whose e-mail address is verified.</summary>
    public bool RequireVerifiedEmail { get; init; }

    /// <summary>Reads the rules.</summary>
    /// <exception cref="ConfigurationException">A variable has a value that is none of its own.</exception>
    public static SignInRules FromEnvironment(IReadOnlyDictionary<string, string> environment) =>
        new()
        {
            AllowEmailDomains = Domains(environment, FunctionVariables.AllowEmailDomains),
            DenyEmailDomains = Domains(environment, FunctionVariables.DenyEmailDomains),
            RequireVerifiedEmail = environment.Flag(FunctionVariables.RequireVerifiedEmail),
        };

    /// <summary>Why an address may not sign in, or null where it may.</summary>
    /// <param name="email">The address; null where the user has none.</param>
    /// <param name="mustBeVerified">Does the rule on verified addresses apply at this step?</param>
    /// <param name="isVerified">Is it verified?</param>
    public RefusalReason? Judge(string? email, bool mustBeVerified, bool isVerified)
    {
        if (JudgeDomain(email) is { } reason)
            return reason;
        return RequireVerifiedEmail && mustBeVerified && !isVerified ? RefusalReason.EmailNotVerified : null;
    }

    private RefusalReason? JudgeDomain(string? email)
    {
        if (AllowEmailDomains.IsEmpty && DenyEmailDomains.IsEmpty)
            return null;
        if (email is null)
            return AllowEmailDomains.IsEmpty ? null : RefusalReason.EmailMissing;
        if (EmailDomain.OfAddress(email) is not { } domain)
            return RefusalReason.EmailMalformed;
        if (DenyEmailDomains.Any(denied => EmailDomain.IsWithin(domain, denied)))
            return RefusalReason.EmailDomainDenied;
        return AllowEmailDomains.IsEmpty || AllowEmailDomains.Contains(domain) ? null : RefusalReason.EmailDomainNotAllowed;
    }

    private static ImmutableArray<string> Domains(IReadOnlyDictionary<string, string> environment, string variable) =>
        [
            .. environment
                .List(variable)
                .Select(domain =>
                    EmailDomain.Normalize(domain)
                    ?? throw new ConfigurationException(
                        variable,
                        environment[variable],
                        "domains in ASCII (xn--… for others), separated by commas"
                    )
                ),
        ];
}
