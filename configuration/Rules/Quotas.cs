namespace CognitoStack.Configuration;

/// <summary>Quotas that grow with the file, in one place.</summary>
/// <remarks>Sources: Amazon Cognito Developer Guide, "Quotas in Amazon Cognito" (https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html) and "Using attributes
/// for access control" (https://docs.aws.amazon.com/cognito/latest/developerguide/attributes-for-access-control.html); API Reference, "CreateUserPool", Schema (50 items).</remarks>
internal static class Quotas
{
    private const string Clients = "$.clients";

    /// <summary>Names and values of a session's tags together.</summary>
    public const int TagBytes = 460;

    /// <summary>What an environment takes of each quota.</summary>
    public static IEnumerable<Room> Of(EnvironmentConfiguration environment)
    {
        // Rules count it before the pool has it.
        string[] lastSignIn = environment.SignInAudit?.Attribute is { } own ? [own] : [];
        var interactive = environment.Clients.Where(c => c.Value.IsInteractive).Select(c => c.Key).ToList();
        var pages = environment.ClientsWithPages.Count;
        const string Pages =
            "Set branding.clients.NAME to null for clients that sign in through an SDK, or let applications share a client.";
        yield return new Room(Clients, environment.Clients.Count, "app clients", "a user pool", 1_000, "Let applications share a client.")
        {
            Raised = 10_000,
        };
        if (environment.UsesManagedLogin)
            yield return new Room(
                Clients,
                pages,
                "clients show managed login, each in a branding style of its own",
                "a user pool",
                20,
                Pages
            )
            {
                BasedOn = ["$.branding"],
            };
        if (environment.Branding?.Terms is not null)
            yield return new Room(
                "$.branding.terms",
                2 * pages,
                "terms documents, two for each client with pages",
                "a user pool",
                40,
                Pages
            )
            {
                BasedOn = [Clients],
            };
        yield return new Room("$.identityProviders", environment.IdentityProviders.Count, "providers", "a user pool", 300, "Remove some.")
        {
            Raised = 1_000,
        };
        yield return new Room(
            "$.resourceServers",
            environment.ResourceServers.Count,
            "resource servers",
            "a user pool",
            25,
            "Let APIs share one, each with scopes of its own."
        )
        {
            Raised = 300,
        };
        foreach (var (name, server) in environment.ResourceServers)
            yield return new Room(
                JsonPath.Property("$.resourceServers", name) + ".scopes",
                server.Scopes.Count,
                "scopes",
                "a resource server",
                100,
                "Split the resource server."
            );
        yield return new Room("$.groups", environment.Groups.Count, "groups", "a user pool", 10_000, "Remove some.");
        yield return new Room(
            "$.userPool.attributes",
            environment.UserPool.Attributes.Keys.Where(StandardAttributes.IsCustom).Union(lastSignIn).Count(),
            lastSignIn.Length > 0 ? $"custom attributes, {SignInAuditConfiguration.LastSignInAttribute} among them" : "custom attributes",
            "a user pool",
            50,
            "Remove some."
        )
        {
            BasedOn = ["$.signInAudit"],
        };
        yield return new Room(
            "$.access.directProviders",
            environment.Access.DirectProviders is { } direct ? direct.OidcProviderArns.Count + direct.SamlProviderArns.Count : 0,
            "OIDC and SAML providers",
            "an identity pool",
            50,
            "Remove some."
        );
        yield return new Room(
            Clients,
            interactive.Count,
            "clients whose tokens the identity pool takes",
            "an identity pool",
            50,
            "Let applications share a client."
        )
        {
            Raised = 1_000,
        };
        var declared = environment
            .UserPool.Attributes.Where(a => environment.UserPool.Declares(a.Key, a.Value))
            .Select(a => a.Key)
            .Union(lastSignIn)
            .ToList();
        if (!declared.TrueForAll(StandardAttributes.IsCustom))
            yield return new Room(
                "$.userPool.attributes",
                declared.Count,
                "attributes in the template, own ones and standard ones whose settings are not Cognito's",
                "a new user pool",
                50,
                "Leave standard attributes as Cognito makes them, or remove some."
            )
            {
                BasedOn = ["$.signInAudit", "$.userPool.schema"],
            };
        var byGroups = environment.Groups.Values.Any(g => g.Role is not null);
        yield return new Room(
            Clients,
            interactive.Count(c => byGroups || environment.Access.RulesFor(c).Count > 0),
            "clients have roles by groups or rules",
            "an identity pool",
            10,
            "Let applications share a client, or take the roles from groups and rules of the others."
        )
        {
            BasedOn = ["$.groups", "$.access.rules"],
        };
    }

    /// <param name="Path">Where the file grows.</param>
    /// <param name="Count">How many there are.</param>
    /// <param name="What">Of what.</param>
    /// <param name="Whose">Who has room for them.</param>
    /// <param name="Quota">How many.</param>
    /// <param name="Way">What to do about more.</param>
    public sealed record Room(string Path, int Count, string What, string Whose, int Quota, string Way)
    {
        /// <summary>What AWS raises the quota to; null where it is fixed.</summary>
        public int? Raised { get; init; }

        /// <summary>The most that there can ever be.</summary>
        public int AtMost => Raised ?? Quota;

        /// <summary>What the count is made of.</summary>
        public string[] BasedOn { get; init; } = [];
    }
}
