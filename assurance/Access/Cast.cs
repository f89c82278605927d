using CognitoStack.Configuration;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Access;

/// <summary>Who asks for access, and by which way they come to a role: everybody that the environment file knows of, and those whom it does not.</summary>
internal sealed class Cast
{
    private static readonly string[] Names = ["ada", "ben"];
    private readonly Intent intent;
    private readonly Deployment deployment;

    public Cast(Intent intent, Deployment deployment)
    {
        (this.intent, this.deployment) = (intent, deployment);
        // Short identities: the evaluator compares ARNs letter by letter.
        People = [.. Names.Select(name => new Person(name, $"{deployment.Templates.Region}:{name}", Claims(name)))];
    }

    public IReadOnlyList<Person> People { get; }

    private string PoolProvider => $"cognito-idp.{deployment.Templates.Region}.amazonaws.com/{deployment.Templates.Output("UserPoolId")}";

    /// <summary>Every way from a token to a role, and some that lead nowhere.</summary>
    public IEnumerable<Subject> Ways()
    {
        foreach (var client in intent.InteractiveClients)
        {
            yield return Way(client, "in no group", [], []);
            foreach (var group in intent.Groups.Keys)
                yield return Way(client, $"in {group}", [group], []);
            var withRoles = intent.Groups.Where(g => g.Value.Role is not null).Select(g => g.Key).ToList();
            if (withRoles.Count > 1)
                yield return Way(client, "in every group", withRoles, []);
            // Whoever fits several rules may ask for the role of each.
            var fitting = intent.RulesOf(client).DistinctBy(r => r.Claim).ToDictionary(r => r.Claim, Fitting);
            if (fitting.Count > 1)
                yield return Way(client, "with claims as several rules ask", [], fitting);
            foreach (var rule in intent.RulesOf(client))
            {
                yield return Way(client, $"with {rule.Claim} as the rule for {rule.Role} asks", [], new() { [rule.Claim] = Fitting(rule) });
                yield return Way(
                    client,
                    $"with {rule.Claim} almost as the rule for {rule.Role} asks",
                    [],
                    new() { [rule.Claim] = AlmostFitting(rule) }
                );
            }
        }

        foreach (var (provider, clientId) in DirectProviders())
            yield return new Subject(
                $"user of {provider}",
                intent.Access.Authenticated,
                People[0] with
                {
                    Claims = new Dictionary<string, string> { ["sub"] = "sub-ada" },
                },
                new Caller
                {
                    Provider = provider,
                    ClientId = clientId,
                    Claims = new Dictionary<string, string> { ["sub"] = "sub-ada" },
                }
            );
        yield return new Subject(
            "user of another user pool",
            null,
            People[0],
            new Caller
            {
                Provider = PoolProvider + "x",
                ClientId = ClientId(intent.InteractiveClients.FirstOrDefault()),
                Claims = People[0].Claims,
            }
        );
        yield return new Subject(
            "user of a client that is not this project's",
            null,
            People[0],
            new Caller
            {
                Provider = PoolProvider,
                ClientId = "another",
                Claims = People[0].Claims,
            }
        );
        yield return new Subject("guest", intent.Access.Guests, People[0], new Caller { IsGuest = true });
    }

    /// <summary>Those whose access is asked about place by place: two of each role, and everybody who must have none.</summary>
    public IEnumerable<Subject> Subjects()
    {
        var ways = Ways().ToList();
        foreach (var way in ways.Where(w => w.Role is not null).DistinctBy(w => w.Role))
        {
            foreach (var person in People)
            {
                var merged = way.Caller!.IsGuest ? person.Claims : Merge(person.Claims, way.Overrides);
                yield return way with
                {
                    Name = $"{way.Role}, {person.Name}",
                    Person = person with { Claims = merged },
                    Caller = way.Caller with { Claims = merged },
                };
            }

            if (
                way.Caller!.IsGuest
                || !intent.GrantsOf(way.Role!).Any(g => $"{g.Prefix}{g.LeadingKey}".Contains("{tag:", StringComparison.Ordinal))
            )
                continue;
            var bare = way.Person.Claims.Where(c => !intent.Access.PrincipalTags.Values.Contains(c.Key)).ToDictionary();
            if (intent.RoleOf(way.Client, way.Caller.Groups, bare) == way.Role)
                yield return way with
                {
                    Name = $"{way.Role}, without a tag",
                    Person = way.Person with { Claims = bare },
                    Caller = way.Caller with { Claims = bare },
                };
        }

        foreach (var way in ways.Where(w => w.Role is null).DistinctBy(w => w.Name.Split(" (")[0]))
            yield return way;
        foreach (var provider in ways.Where(w => w.Role is not null && w.Client.Length == 0 && !w.Caller!.IsGuest))
            yield return provider;
        yield return new Subject("somebody of another account", null, People[0], null) { IsStranger = true };
        yield return new Subject("anybody, without credentials", null, People[0], null);
    }

    private Subject Way(string client, string what, List<string> groups, Dictionary<string, string> overrides)
    {
        if (groups.Count > 0)
            overrides["cognito:groups"] = string.Join(',', groups);
        overrides["aud"] = ClientId(client);
        var claims = Merge(People[0].Claims, overrides);
        var role = intent.RoleOf(client, groups, claims);
        return new Subject(
            $"user {what} (client {client})",
            role,
            People[0] with
            {
                Claims = claims,
            },
            new Caller
            {
                Provider = PoolProvider,
                ClientId = ClientId(client),
                Groups = groups,
                Claims = claims,
            }
        )
        {
            Client = client,
            Overrides = overrides,
        };
    }

    private string ClientId(string? client) =>
        client is null
            ? "none"
            : deployment.Templates.Output(Naming.ClientId(client))
                ?? throw new TemplateException($"No stack has an output {Naming.ClientId(client)}.");

    private Dictionary<string, string> Claims(string name)
    {
        var claims = new Dictionary<string, string>
        {
            ["sub"] = $"sub-{name}",
            ["cognito:username"] = name,
            ["email"] = $"{name}@example.com",
            ["email_verified"] = "true",
        };
        foreach (var claim in intent.Access.PrincipalTags.Values)
            claims.TryAdd(claim, $"{claim.Split(':')[^1]}-{name}");
        return claims;
    }

    private IEnumerable<(string Provider, string ClientId)> DirectProviders()
    {
        if (intent.Access.DirectProviders is not { } direct)
            yield break;
        if (direct.Google.Count == 1)
            yield return ("accounts.google.com", direct.Google[0]);
        if (direct.Facebook is { } facebook)
            yield return ("graph.facebook.com", facebook);
        if (direct.Amazon is { } amazon)
            yield return ("www.amazon.com", amazon);
        if (direct.Apple is { } apple)
            yield return ("appleid.apple.com", apple);
        foreach (var arn in direct.OidcProviderArns.Concat(direct.SamlProviderArns))
            yield return (arn, string.Empty);
        if (direct.Google.Count > 1 && deployment.Templates.OfType("AWS::IAM::OIDCProvider").FirstOrDefault() is { } google)
            yield return (google.Name, string.Empty);
    }

    private static string Fitting(RoleRuleConfiguration rule) =>
        rule.Match switch
        {
            RuleMatch.NotEquals => $"not-{rule.Value}",
            RuleMatch.Contains => $"x{rule.Value}x",
            RuleMatch.StartsWith => $"{rule.Value}x",
            RuleMatch.Equals => rule.Value,
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule.Match, null),
        };

    private static string AlmostFitting(RoleRuleConfiguration rule) =>
        rule.Match switch
        {
            RuleMatch.NotEquals => rule.Value,
            RuleMatch.Contains => rule.Value[1..] + ".",
            RuleMatch.StartsWith => $"x{rule.Value}",
            RuleMatch.Equals => $"{rule.Value}x",
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule.Match, null),
        };

    private static Dictionary<string, string> Merge(
        IReadOnlyDictionary<string, string> claims,
        IReadOnlyDictionary<string, string> overrides
    ) => claims.Where(c => !overrides.ContainsKey(c.Key)).Concat(overrides).ToDictionary();
}

/// <summary>Somebody who asks.</summary>
/// <param name="Name">Who it is, for people.</param>
/// <param name="Role">Role in the environment file that they should get; null: none.</param>
/// <param name="Person">Identity and claims.</param>
/// <param name="Caller">What they bring to the identity pool; null: nothing, they do not go there.</param>
public sealed record Subject(string Name, string? Role, Person Person, Caller? Caller)
{
    /// <summary>Client that they sign in with; empty where it is none of the user pool's.</summary>
    public string Client { get; init; } = string.Empty;

    /// <summary>Claims that this way needs.</summary>
    public IReadOnlyDictionary<string, string> Overrides { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether they have credentials of another AWS account, with every permission there.</summary>
    public bool IsStranger { get; init; }
}
