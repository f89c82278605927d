using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using CognitoStack.Configuration.Branding;

namespace CognitoStack.Configuration;

/// <summary>One environment: everything that its stacks are made from. Only <c>name</c> is required.</summary>
public sealed record EnvironmentConfiguration
{
    /// <summary>The JSON Schema that editors check this file against.</summary>
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    /// <summary>Name of the environment; part of stack names and of SSM parameter paths.</summary>
    [RegularExpression("^[a-z][a-z0-9-]{0,19}$", ErrorMessage = "must be 1 to 20 lower-case letters, digits and hyphens, a letter first")]
    public required string Name { get; init; }

    /// <summary>AWS account to deploy to. Give it together with the region, or neither: then the CLI's are used.</summary>
    [RegularExpression("^[0-9]{12}$", ErrorMessage = "must be an AWS account id, 12 digits")]
    public string? Account { get; init; }

    /// <summary>AWS Region to deploy to. Give it together with the account, or neither: then the CLI's are used.</summary>
    [RegularExpression(Patterns.Region, ErrorMessage = "must be an AWS Region, such as eu-west-1")]
    public string? Region { get; init; }

    /// <summary>Retains data, protects against deletion and termination, and refuses what is only fit for development.</summary>
    public bool Production { get; init; }

    /// <summary>Tags on every resource that can carry them. Keys up to 128 and values up to 256 characters.</summary>
    [KeyPattern(
        "^(?![aA][wW][sS]:)[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{1,128}$",
        "must be 1 to 128 letters, digits, spaces and _ . : / = + - @, and not begin with aws:"
    )]
    [ItemPattern("^[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{0,256}$", "may be up to 256 letters, digits, spaces and _ . : / = + - @")]
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>The user directory: how users sign in, and what is known of them.</summary>
    public UserPoolConfiguration UserPool { get; init; } = new();

    /// <summary>Adaptive authentication by risk. Needs the Plus plan.</summary>
    public ThreatProtectionConfiguration? ThreatProtection { get; init; }

    /// <summary>Social, SAML and OIDC providers by their name in Cognito.</summary>
    [KeyPattern(
        @"^(?!.*[_,])[\p{L}\p{M}\p{S}\p{N}\p{P}]{3,32}$",
        "must be 3 to 32 characters without spaces, without _ (it ends the provider's name in a federated user's name) and without a comma (the gate's function gets the names in a list)"
    )]
    public IReadOnlyDictionary<string, IdentityProviderConfiguration> IdentityProviders { get; init; } =
        new Dictionary<string, IdentityProviderConfiguration>();

    /// <summary>Where the managed login pages are served: a Cognito prefix or your own domain. Default: a prefix made from name and stack.</summary>
    public DomainConfiguration Domain { get; init; } = new();

    /// <summary>Looks of the managed login pages. Default: Cognito's own.</summary>
    public BrandingConfiguration? Branding { get; init; }

    /// <summary>APIs and their OAuth 2.0 scopes, by a name that clients use to refer to them.</summary>
    [KeyPattern(Patterns.Key, Patterns.KeyMessage)]
    public IReadOnlyDictionary<string, ResourceServerConfiguration> ResourceServers { get; init; } =
        new Dictionary<string, ResourceServerConfiguration>();

    /// <summary>App clients by name. Default: one single-page app on http://localhost:3000/callback.</summary>
    [KeyPattern(Patterns.Key, Patterns.KeyMessage)]
    public IReadOnlyDictionary<string, ClientConfiguration> Clients { get; init; } = DefaultClients;

    internal static IReadOnlyDictionary<string, ClientConfiguration> DefaultClients { get; } =
        new Dictionary<string, ClientConfiguration>
        {
            ["web"] = new()
            {
                Type = ClientType.Spa,
                CallbackUrls = ["http://localhost:3000/callback"],
                LogoutUrls = ["http://localhost:3000/"],
            },
        };

    /// <summary>User groups by name; a group may give its members a role.</summary>
    [KeyPattern(@"^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$", "must be 1 to 128 characters without spaces")]
    public IReadOnlyDictionary<string, GroupConfiguration> Groups { get; init; } = new Dictionary<string, GroupConfiguration>();

    /// <summary>Who may sign in: the gate before authentication. <c>null</c> leaves the gate away.</summary>
    public SignInRulesConfiguration? SignInRules { get; init; } = new();

    /// <summary>One record a sign-in, after authentication. <c>null</c> switches it off, which production refuses.</summary>
    public SignInAuditConfiguration? SignInAudit { get; init; } = new();

    /// <summary>Brings users over from an older user pool when they first sign in. Default: nobody comes over.</summary>
    public UserMigrationConfiguration? UserMigration { get; init; }

    /// <summary>Your own functions for any Cognito trigger, by the trigger's name.</summary>
    public IReadOnlyDictionary<TriggerName, TriggerConfiguration> Triggers { get; init; } =
        new Dictionary<TriggerName, TriggerConfiguration>();

    /// <summary>Buckets and tables that users reach.</summary>
    public StorageConfiguration Storage { get; init; } = new();

    /// <summary>Who may reach what: roles, their grants, and how users come to a role.</summary>
    public AccessConfiguration Access { get; init; } = new();

    /// <summary>Alarms, logs and the web firewall.</summary>
    public OperationsConfiguration Operations { get; init; } = new();

    /// <summary>Account that the environment is deployed to as far as the file says: its own word, or else that of the adopted pool.</summary>
    [JsonIgnore]
    public string? TargetAccount => Account ?? UserPool.Adopted?.Account;

    /// <summary>Region that the environment is deployed to as far as anybody knows: the file's, or else the adopted pool's, or else the CLI's. Null: whichever it is deployed to.</summary>
    [JsonIgnore]
    public string? TargetRegion { get; init; }

    /// <summary>What AWS calls its services there, and what it offers.</summary>
    [JsonIgnore]
    public AwsRegion Place => AwsRegion.Of(TargetRegion);

    /// <summary>Whether login pages are managed login; else they are the classic ones.</summary>
    [JsonIgnore]
    public bool UsesManagedLogin => UserPool.Plan != UserPoolPlan.Lite && Branding?.ManagedLogin != ManagedLoginKind.Classic;

    /// <summary>Clients that show login pages, in the file's order.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> ClientsWithPages =>
        [.. Clients.Where(c => c.Value.IsInteractive && Branding?.HasPages(c.Key) != false).Select(c => c.Key)];

    /// <summary>The brands of clients that show pages, by client. One that is not among them has Cognito's own looks.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, Brand> Brands { get; init; } = new Dictionary<string, Brand>();

    /// <summary>The firewall before the user pool, or null. Production has one unless the file says otherwise; its managed rules count only, until somebody has looked at what they would block.</summary>
    [JsonIgnore]
    public WafConfiguration? Firewall =>
        (Operations.Waf ?? (Production ? new WafConfiguration { Mode = WafMode.Count } : null)) is { Mode: not WafMode.Off } waf
            ? waf
            : null;

    /// <summary>Whether there is a dashboard.</summary>
    [JsonIgnore]
    public bool HasDashboard => Operations.Dashboard ?? Production;

    /// <summary>Whether anything is asked for that the Operations stack has.</summary>
    [JsonIgnore]
    public bool HasOperations => Operations.HasAlarms || Operations.LogDelivery is not null || Firewall is not null || HasDashboard;

    /// <summary>Whether users may answer challenges of the team's own functions.</summary>
    [JsonIgnore]
    public bool HasCustomAuthentication => Triggers.ContainsKey(TriggerName.DefineAuthChallenge);

    /// <summary>Providers whose users may be linked to an existing user of the same verified address.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> TrustedProviders => [.. IdentityProviders.Where(p => p.Value.TrustedForLinking).Select(p => p.Key)];

    /// <summary>What the gate links by.</summary>
    [JsonIgnore]
    public AccountLinks Links =>
        new(
            TrustedProviders,
            IdentityProviders
                .Where(p => p.Value is { TrustedForLinking: true, SubjectAttribute: not null })
                .ToDictionary(p => p.Key, p => p.Value.SubjectAttribute!),
            IdentityProviders
                .Where(p => p.Value is { TrustedForLinking: true, IsGoogle: true })
                .ToDictionary(p => p.Key, p => p.Value.HostedDomainAttribute)
        );
}

/// <summary>Providers whose users are linked to an existing user of the same verified address.</summary>
/// <param name="Providers">Their names.</param>
/// <param name="SubjectAttributes">The own attributes that have a user's subject as the provider spells it, by provider.</param>
/// <param name="HostedDomainAttributes">Those that are Google, with the own attribute that has the claim <c>hd</c>, or null.</param>
public sealed record AccountLinks(
    IReadOnlyList<string> Providers,
    IReadOnlyDictionary<string, string> SubjectAttributes,
    IReadOnlyDictionary<string, string?> HostedDomainAttributes
);
