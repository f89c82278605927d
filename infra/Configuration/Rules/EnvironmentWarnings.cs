namespace CognitoStack.Configuration;

/// <summary>What is allowed, and yet not what one may think.</summary>
public static class EnvironmentWarnings
{
    /// <summary>The warnings about a valid environment: one line each, with file and JSON path.</summary>
    public static IReadOnlyList<string> Of(EnvironmentConfiguration environment, string fileName) =>
        [.. All(environment).Select(w => $"{fileName}: {w.Path}: warning: {w.Message}")];

    private static IEnumerable<(string Path, string Message)> All(EnvironmentConfiguration environment)
    {
        if (environment.ThreatProtection is { IsActive: true } threats)
        {
            if (threats.CompromisedCredentials is not null || threats.Clients.Values.Any(c => c.CompromisedCredentials is not null))
                yield return ("$.threatProtection.compromisedCredentials", "leaked passwords are seen on the managed login pages only: a client that signs in through an SDK uses SRP, which never sends the password.");
            if (environment.IdentityProviders.Count > 0)
                yield return ("$.threatProtection", $"users of {string.Join(", ", environment.IdentityProviders.Keys)} are not covered: the risk of a federated sign-in is for the provider to judge.");
        }

        foreach (var (factor, recovery) in new[] { (MfaFactor.Email, AccountRecovery.Email), (MfaFactor.Sms, AccountRecovery.Phone) })
            if (environment.UserPool.AccountRecovery == recovery && environment.UserPool.Mfa.ActiveFactors.Contains(factor))
                yield return ("$.userPool.accountRecovery", $"users whose second factor is \"{RuleText.Json(factor)}\" cannot recover by \"{RuleText.Json(recovery)}\" alone: one message would then be enough to take the account. Offer them another way.");

        if (environment.Access.SessionMinutes > 60)
            yield return ("$.access.sessionMinutes", "the identity pool gives credentials for one hour, whatever the role allows; longer ones come by the classic flow only, which is off.");

        if (environment.Domain.Name is { } domain)
        {
            var parent = domain[(domain.IndexOf('.', StringComparison.Ordinal) + 1)..];
            yield return ("$.domain.name", $"Cognito takes \"{domain}\" only while its parent \"{parent}\" has an A record; any address will do.");
            if (environment.UserPool.FirstFactors.Contains(FirstFactor.Passkey) && environment.UserPool.Passkeys?.RelyingPartyId is null)
                yield return ("$.domain.name", $"passkeys are bound to \"{domain}\" by default: those registered under another domain stop working. Set userPool.passkeys.relyingPartyId to fix the domain for good.");
        }

        foreach (var client in environment.Clients.Where(c => c.Value.IsInteractive && environment.Access.RulesFor(c.Key).Count > 0).Select(c => c.Key))
            if (environment.Groups.Values.Any(g => g.Role is not null))
                yield return ("$.access.rules", $"rules look at the tokens of \"{client}\", so the roles of groups do not count there. Add a rule on cognito:groups for each.");

        if (environment.Access is { Ambiguous: AmbiguousRole.Deny, Authenticated: not null } && environment.Groups.Values.Any(g => g.Role is not null))
            yield return ("$.access.ambiguous", $"\"deny\" gives a user in no group nothing, so the role \"{environment.Access.Authenticated}\" is only for groups that name it. Make it \"authenticated\" if every user should have it.");
    }
}
