using System.Collections.Concurrent;
using System.Security.Cryptography;
using CognitoStack.Configuration;
using CognitoStack.Smoke.Access;
using CognitoStack.Smoke.People;
using CognitoStack.Smoke.Target;

namespace CognitoStack.Smoke;

/// <summary>Everything that checks are made of: an environment as its file has it, and as it is deployed.</summary>
internal sealed class World
{
    private readonly ConcurrentDictionary<Subject, Actor> actors = [];

    public World(EnvironmentConfiguration environment, SmokeOptions options, StackOutputs outputs, Aws aws, CancellationToken stop)
    {
        (Environment, Options, Outputs, Aws, Stop) = (environment, options, outputs, aws, stop);
        Run = $"smoke-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";
        EmailDomain = EmailDomains.Of(environment, options.EmailDomain);
        Casting = new(environment, Run, options.IsLocal);
        Spots = CognitoStack.Smoke.Access.Spots.Of(Casting.Intent);
        Clients = new(aws, outputs);
        Users = new(environment, outputs.UserPoolId, aws, Clients, Traces, options.IsLocal, stop);
        Federation = new(environment, options, outputs, aws, Clients, Users, Traces, stop);
        Exchange = new(aws, outputs, Traces, stop);
        Audit = new(environment.Name, aws, Users, Traces);
        Data = new(environment.Storage, outputs, aws, Traces, Run, stop);
        Guest = new("a guest gets credentials", () => Exchange.ExchangeAsync("guest", null)) { HasCheck = true };
    }

    /// <summary>What sets everything of this run apart.</summary>
    public string Run { get; }

    /// <summary>Domain of the made-up users' addresses.</summary>
    public string EmailDomain { get; }

    /// <summary>When the run began.</summary>
    public DateTimeOffset Started { get; } = DateTimeOffset.UtcNow;

    /// <summary>The environment file.</summary>
    public EnvironmentConfiguration Environment { get; }

    /// <summary>The command line.</summary>
    public SmokeOptions Options { get; }

    /// <summary>What is deployed.</summary>
    public StackOutputs Outputs { get; }

    /// <summary>Where.</summary>
    public Aws Aws { get; }

    /// <summary>Stops everything but clean-up.</summary>
    public CancellationToken Stop { get; }

    /// <summary>Who is needed.</summary>
    public Casting Casting { get; }

    /// <summary>What the file means.</summary>
    public Intent Intent => Casting.Intent;

    /// <summary>The places that are tried.</summary>
    public IReadOnlyList<Spot> Spots { get; }

    /// <summary>App clients.</summary>
    public AppClients Clients { get; }

    /// <summary>The user pool.</summary>
    public UserDirectory Users { get; }

    /// <summary>The other identity providers.</summary>
    public Federation Federation { get; }

    /// <summary>The identity pool.</summary>
    public TokenExchange Exchange { get; }

    /// <summary>What is kept of sign-ins.</summary>
    public AuditTrail Audit { get; }

    /// <summary>Buckets and tables.</summary>
    public DataStores Data { get; }

    /// <summary>A guest.</summary>
    public Checks.Shared<Identity> Guest { get; }

    /// <summary>What must be gone in the end.</summary>
    public Traces Traces { get; } = new();

    /// <summary>Who could do what.</summary>
    public AccessLog Outcomes { get; } = new();

    /// <summary>What came of each risk.</summary>
    public RiskOutcomes Risks { get; } = new();

    /// <summary>A subject in flesh and blood.</summary>
    public Actor this[Subject subject] => actors.GetOrAdd(subject, s => Make(s, EmailDomain));

    /// <summary>The same with an address of a domain, and perhaps a password of its own.</summary>
    public Actor Make(Subject subject, string domain, string? password = null)
    {
        var email = $"smoke+{Run["smoke-".Length..]}-{subject.Name}@{domain}";
        if (subject.Provider is { } provider)
            return new(subject, email, Casting.ClaimsOf(provider, $"{Run}-{subject.Name}", email), Federation, Exchange);
        var signInWith = Environment.UserPool.SignInWith;
        var login =
            signInWith.Contains(SignInAlias.Email) && !signInWith.Contains(SignInAlias.Username) ? email
            : signInWith.Contains(SignInAlias.Username) || signInWith.Contains(SignInAlias.PreferredUsername) ? $"{Run}-{subject.Name}"
            : $"+1500{RandomNumberGenerator.GetInt32(1_000_000, 9_999_999)}";
        return new(subject, login, email, password ?? Password(), Users, Exchange);
    }

    /// <summary>A password of every kind of character, as long as any policy asks for.</summary>
    public string Password() =>
        "Aa1!"
        + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(50))[
            ..(Math.Max(Environment.UserPool.PasswordPolicy.MinimumLength, 24) - 4)
        ];
}
