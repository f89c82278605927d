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
            if (threats.CustomAuthMode != ThreatProtectionMode.Off && !environment.HasCustomAuthentication)
                yield return (
                    "$.threatProtection.customAuthMode",
                    "is about custom authentication, for which triggers has no functions yet."
                );
            if (
                environment.UserMigration is null
                && (threats.CompromisedCredentials is not null || threats.Clients.Values.Any(c => c.CompromisedCredentials is not null))
            )
                yield return (
                    "$.threatProtection.compromisedCredentials",
                    "leaked passwords are seen on the managed login pages only: a client that signs in through an SDK uses SRP, which never sends the password."
                );
            if (environment.IdentityProviders.Count > 0)
                yield return (
                    "$.threatProtection",
                    $"users of {string.Join(", ", environment.IdentityProviders.Keys)} are not covered: the risk of a federated sign-in is for the provider to judge."
                );
        }

        foreach (var (factor, recovery) in new[] { (MfaFactor.Email, AccountRecovery.Email), (MfaFactor.Sms, AccountRecovery.Phone) })
            if (environment.UserPool.AccountRecovery == recovery && environment.UserPool.Mfa.ActiveFactors.Contains(factor))
                yield return (
                    "$.userPool.accountRecovery",
                    $"users whose second factor is \"{RuleText.Json(factor)}\" cannot recover by \"{RuleText.Json(recovery)}\" alone: one message would then be enough to take the account. Offer them another way."
                );

        if (environment.Access.SessionMinutes > 60)
            yield return (
                "$.access.sessionMinutes",
                "the identity pool gives credentials for one hour, whatever the role allows; longer ones come by the classic flow only, which is off."
            );

        if (environment.Triggers.ContainsKey(TriggerName.UserMigration))
            yield return (
                "$.triggers.userMigration",
                "is called on the managed login pages only: a client that signs in through an SDK uses SRP, and Cognito has no password to hand over."
            );

        if (environment.UserMigration is not null)
            yield return (
                "$.userMigration",
                "lets SDKs of every client send the password itself (USER_PASSWORD_AUTH), which SRP never does: Cognito has nothing to hand over otherwise. Remove it once those who still come are over."
            );

        if (environment is { HasCustomAuthentication: true, SignInRules: not null })
            yield return (
                "$.triggers.defineAuthChallenge",
                "may sign users in whom signInRules would refuse: Cognito calls the gate where the challenges begin with the password (SRP_A), and not before challenges alone. Let the function begin with SRP_A, or refuse by itself."
            );

        if (environment.Domain.Name is { } domain)
        {
            var parent = domain[(domain.IndexOf('.', StringComparison.Ordinal) + 1)..];
            yield return (
                "$.domain.name",
                $"Cognito takes \"{domain}\" only while its parent \"{parent}\" has an A record; any address will do."
            );
            if (environment.UserPool.FirstFactors.Contains(FirstFactor.Passkey) && environment.UserPool.Passkeys?.RelyingPartyId is null)
                yield return (
                    "$.domain.name",
                    $"passkeys are bound to \"{domain}\" by default: those registered under another domain stop working. Set userPool.passkeys.relyingPartyId to fix the domain for good."
                );
        }

        foreach (
            var (client, rules) in environment.Clients.Keys.Select(c => (c, environment.Access.RulesFor(c))).Where(c => c.Item2.Count > 0)
        )
        foreach (
            var group in environment
                .Groups.Where(g => g.Value.Role is not null && !rules.Any(r => r.Claim == "cognito:groups" && r.Value == g.Key))
                .Select(g => g.Key)
        )
            yield return (
                "$.access.rules",
                $"rules look at the tokens of \"{client}\", so the group \"{group}\" gives no role there. Name clients in the rules (client), and let the group's members use another."
            );

        if (environment.SignInRules is { AllowEmailDomains.Count: > 0, RequireVerifiedEmail: false })
            yield return (
                "$.signInRules.allowEmailDomains",
                "takes an address that nobody has verified at its word, as Cognito verifies the phone number of who has both, and not every provider verifies. Set requireVerifiedEmail to true."
            );

        if (environment.SignInRules?.RequireVerifiedEmail == true)
            foreach (
                var name in environment
                    .IdentityProviders.Where(p => !p.Value.EffectiveAttributes.ContainsKey("email_verified"))
                    .Select(p => p.Key)
            )
                yield return (
                    $"$.identityProviders.{name}.attributes",
                    "has no \"email_verified\", so signInRules.requireVerifiedEmail refuses everyone who comes through it. Map it if the provider says it."
                );

        if (environment.SignInRules?.AllowedGroupsByClient.Count > 0)
            yield return (
                "$.signInRules.allowedGroupsByClient",
                "keeps out new sign-ins only: whoever is already signed in to another client passes without the gate. Check cognito:groups in the application too."
            );

        foreach (
            var client in environment.SignInRules?.AllowedGroupsByClient.Keys.Where(c =>
                environment.Clients[c].EffectiveProviders.Any(p => p != "COGNITO")
            )
                ?? []
        )
            yield return (
                $"$.signInRules.allowedGroupsByClient.{client}",
                $"a first sign-in to \"{client}\" through a provider is always refused: a new user is in no group yet. Let them sign in to another client first, or create and link them."
            );

        // Source: Google, "Verify the Google ID token on your server side" (developers.google.com/identity/gsi/web/guides/verify-google-id-token).
        foreach (
            var name in environment
                .IdentityProviders.Where(p => p.Value is { TrustedForLinking: true, IsGoogle: true, HostedDomainAttribute: null })
                .Select(p => p.Key)
        )
            yield return (
                JsonPath.Property("$.identityProviders", name) + ".trustedForLinking",
                "links only users whose address is at gmail.com: Google vouches for no others but those of domains that it hosts, which its claim \"hd\" tells. Map an attribute of your own to \"hd\", such as \"custom:hostedDomain\", if you have such users."
            );

        // Google's and Facebook's ids are digits, Apple's letters are small ones.
        foreach (
            var (name, provider) in environment.IdentityProviders.Where(p =>
                p.Value
                    is { TrustedForLinking: true, SubjectAttribute: null }
                        and (AmazonConfiguration or OidcConfiguration or SamlConfiguration)
            )
        )
            yield return (
                JsonPath.Property("$.identityProviders", name) + ".trustedForLinking",
                "links only users whose id at the provider has no letters, as the sign-up has it in lower case alone and a link needs its exact spelling. "
                    + (
                        provider.SubjectClaim is { } claim
                            ? $"Map an attribute of your own to \"{claim}\", such as \"custom:subject\"."
                            : "Let the provider send a NameID of digits, or link its users before they first sign in."
                    )
            );

        if (
            environment.SignInRules is { } gate
            && environment.UserPool is var pool
            && pool.SignInWith.Contains(SignInAlias.Email)
            && UserPoolAddresses.OfEveryUser(pool) != "email"
            && pool.Attributes.GetValueOrDefault("email")?.Required != true
        )
            foreach (
                var (key, isSet) in new[]
                {
                    ("allowEmailDomains", gate.AllowEmailDomains.Count > 0),
                    ("requireVerifiedEmail", gate.RequireVerifiedEmail),
                }
            )
                if (isSet)
                    yield return (
                        "$.signInRules." + key,
                        "refuses users who sign in with another name and have no email. Require userPool.attributes.email, if everybody has one."
                    );

        foreach (
            var warning in QuotaWarnings.Of(environment).Concat(TextRuleWarnings.Of(environment)).Concat(OperationsWarnings.Of(environment))
        )
            yield return warning;

        foreach (var (path, secret) in SecretRules.Named(environment))
            if (secret.IsArn && environment.TargetAccount is { } account && secret.Secret.Split(':')[4] is var other && other != account)
                yield return (
                    path + ".secret",
                    $"is a secret of the account {other}, but the environment's is {account}: the secret's policy and a key of its own must let that account's CloudFormation role read it."
                );

        foreach (var (role, configuration) in environment.Access.EffectiveRoles(environment.Storage))
            for (var i = 0; i < configuration.Grants.Count; i++)
                if (configuration.Grants[i] is { Table: { } table, Access: AccessKind.Write })
                    yield return (
                        JsonPath.Item(JsonPath.Property("$.access.roles", role) + ".grants", i) + ".access",
                        $"\"write\" on the table \"{table}\" reads, too: a write whose condition fails may answer with the item that stood there (ReturnValuesOnConditionCheckFailure), and IAM has no key that holds it back. Let others' items stand under another leading key, or in a bucket."
                    );

        if (environment.UserPool.Mfa.Mode != MfaMode.Off && environment.IdentityProviders.Count > 0)
            yield return (
                "$.userPool.mfa.mode",
                $"users of {string.Join(", ", environment.IdentityProviders.Keys)} are asked for no second factor, {(environment.UserPool.Mfa.Mode == MfaMode.Required ? "although it is \"required\"" : "whatever they set up")}: Cognito leaves that to their provider. Demand it there, or refuse who comes without it by a trigger of your own (inboundFederation)."
            );

        foreach (var (name, client) in environment.Clients)
        foreach (var scheme in client.CallbackUrls.Where(ReturnUrlRules.IsOfApp).Select(u => u.Split(':')[0]).Distinct())
            yield return (
                JsonPath.Property("$.clients", name) + ".callbackUrls",
                $"another app on the device can take the scheme \"{scheme}\" and the code with it. PKCE keeps the code useless there; where the platform has them, use https addresses that the system binds to your app (App Links, Universal Links)."
            );

        if (
            environment.Access is { Ambiguous: AmbiguousRole.Deny, Authenticated: not null }
            && environment.Groups.Values.Any(g => g.Role is not null)
        )
            yield return (
                "$.access.ambiguous",
                $"\"deny\" gives a user in no group nothing, so the role \"{environment.Access.Authenticated}\" is only for groups that name it. Make it \"authenticated\" if every user should have it."
            );
    }
}
