using CognitoStack.Configuration;

namespace CognitoStack.Smoke.People;

/// <summary>Where the made-up users have their addresses: where the sign-in rules refuse them, nothing could be checked.</summary>
internal static class EmailDomains
{
    /// <summary>Domains that are kept for examples: nobody gets mail there.</summary>
    private static readonly string[] Examples = ["example.com", "example.org", "example.net"];

    /// <summary>The chosen domain, or one that the environment lets in.</summary>
    /// <exception cref="SmokeException">The chosen one is refused there, or there is none to choose.</exception>
    public static string Of(EnvironmentConfiguration environment, string? chosen)
    {
        var rules = environment.SignInRules ?? new();
        var allowed = rules.AllowEmailDomains;
        if (chosen is null)
            return (allowed.Count > 0 ? allowed : Examples).FirstOrDefault(d => rules.DenialOf(d) is null)
                ?? throw new SmokeException(
                    $"\"{environment.Name}\" denies every domain that made-up users could have. Name one that is yours: --email-domain DOMAIN"
                );
        if (rules.DenialOf(chosen) is { } denial)
            throw new SmokeException(
                $"--email-domain {chosen}: \"{environment.Name}\" denies it (signInRules.denyEmailDomains has {denial}), so nobody of it could sign in. Name another, or none."
            );
        if (allowed.Count > 0 && !allowed.Contains(chosen, StringComparer.OrdinalIgnoreCase))
            throw new SmokeException(
                $"--email-domain {chosen}: \"{environment.Name}\" lets in {string.Join(", ", allowed)} only (signInRules.allowEmailDomains). Name one of these, or none."
            );
        return chosen;
    }
}
