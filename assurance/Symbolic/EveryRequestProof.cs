using CognitoStack.Assurance.Access;
using CognitoStack.Configuration;
using CognitoStack.Iam;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Symbolic;

/// <summary>Who reaches what, for every request there can be: whatever a role's sessions are allowed lies within what the environment file means, and the
/// other way round; for every identity, every tag, every key, and every context. What gets through is shown as a request, which the evaluator decides too.</summary>
internal sealed class EveryRequestProof
{
    /// <summary>Name of the proof.</summary>
    public const string Name = "requests";

    // What the CDK puts after the names of constructs.
    private const int HashLength = 8;
    private const string Assume = "sts:AssumeRoleWithWebIdentity";

    private static readonly string[] Assumed =
    [
        "the identity of a session is the one that the identity pool gave it, and its tags are those of the proof of roles",
        "values of tags that places are made of hold no / # and no colon, so that one place does not begin inside another",
        "a role of the account, or a service of AWS, that a resource's policy lets in is accounted for by the proof of principals",
        "policies of the organization and boundaries of permissions, which may only take away, are not in the templates",
    ];

    private readonly Deployment deployment;
    private readonly IntentRegions intended;
    private readonly Counterexamples counterexamples;
    private readonly IReadOnlyList<GuardedResource> resources;
    private readonly Solver solver = new(Counterexamples.Usual);
    private readonly List<Difference> differences = [];
    private int questions;

    private EveryRequestProof(Intent intent, Deployment deployment, IPolicyEvaluator evaluator)
    {
        this.deployment = deployment;
        intended = new IntentRegions(intent, deployment);
        counterexamples = new Counterexamples(deployment, evaluator);
        resources = GuardedResource.AllOf(deployment.Templates);
    }

    /// <summary>Decides.</summary>
    public static ProofResult Of(Intent intent, Deployment deployment, IPolicyEvaluator evaluator)
    {
        var proof = new EveryRequestProof(intent, deployment, evaluator);
        var exchange = new IdentityExchange(deployment);
        var ways = RoleNames.Of(exchange, new Cast(intent, deployment).Ways()).DistinctBy(w => w.Arn).ToDictionary(w => w.Arn, w => w.Way);
        foreach (var role in deployment.UserRoles)
        {
            // A role that no way leads to has the name that its construct has.
            var name =
                ways.GetValueOrDefault(role.Resource.Arn)?.Role
                ?? intent.Roles.Keys.FirstOrDefault(n => IsOf(role.Resource.LogicalId, $"Role{Naming.Pascal(n)}"));
            var judged = new UserRole(role, name, name is not null && name == intent.Access.Guests);
            proof.Deciding(judged.Title, () => proof.Judge(judged));
        }

        foreach (var resource in proof.resources)
            proof.Deciding(resource.Resource.LogicalId, () => proof.Judge(resource));
        return new(Name, [], proof.differences)
        {
            Examined = $"{proof.questions} questions, each for all requests",
            IsForAll = true,
            Assumptions = [.. NoRequest.All.Select(r => r.Source), .. Assumed],
        };
    }

    private static bool IsOf(string logicalId, string construct) =>
        logicalId.StartsWith(construct, StringComparison.Ordinal) && logicalId.Length == construct.Length + HashLength;

    private void Judge(UserRole role)
    {
        if (role.Role.UnreadPolicies is [var unread, ..])
            throw new UndecidedException($"the role has {unread}");
        var policies = new RolePolicyRegions(deployment, role, resources);
        Region[] meant = role.Name is null ? [] : [.. intended.AtMost(role.Name)];
        Region[] denied = [.. policies.Denied(Side.Narrow)];
        foreach (var allowed in policies.Allowed(Side.Wide))
            NoMore(role, allowed, [.. denied, .. meant, .. NoRequest.All]);
        Region[] granted = [.. policies.Allowed(Side.Narrow)];
        Region[] refused = [.. policies.Denied(Side.Wide)];
        foreach (var place in role.Name is null ? [] : intended.AtLeast(role.Name))
        {
            NoLess(role, place, granted);
            foreach (var refusal in refused)
                NotRefused(role, place, refusal);
        }

        foreach (var trusted in policies.Trust("Allow", Side.Wide))
            OnlyTheIdentityPool(role, trusted, policies.Trust("Deny", Side.Narrow));
    }

    /// <summary>A resource's policy lets in roles of the environment, services of AWS and, to keys, whom the account itself lets; nobody else.</summary>
    private void Judge(GuardedResource guarded)
    {
        var templates = deployment.Templates;
        var reader = new PolicyReader(templates.Identities);
        List<Pattern> own =
        [
            Pattern.Of("Service:") + Pattern.Anything,
            .. deployment.Roles.Select(r => Pattern.Of($"AWS:{r.Resource.Arn}")),
        ];
        if (guarded.Resource.Type == "AWS::KMS::Key")
            own.Add(Pattern.Of($"AWS:arn:{templates.Partition}:iam::{templates.Account}:root"));
        Region known = new("the environment's own", [new(StatementReader.Principal, Quantifier.Any, new TextTest(own))]);
        foreach (var allowed in guarded.Read(reader, "Allow", Side.Wide))
            if (Outside(allowed, [known, .. guarded.Read(reader, "Deny", Side.Narrow), .. NoRequest.All]) is { } request)
                differences.Add(
                    new(
                        counterexamples.Said(request, StatementReader.Principal),
                        counterexamples.Said(request, StatementReader.Action),
                        guarded.Resource.Arn,
                        "denied to whoever is not the environment's own",
                        $"allowed ({counterexamples.Said(request)})",
                        allowed.Source
                    )
                );
    }

    /// <summary>What cannot be decided is not proven.</summary>
    private void Deciding(string subject, Action judge)
    {
        try
        {
            judge();
        }
        catch (UndecidedException undecided)
        {
            differences.Add(
                new(subject, "any action", "everywhere", "policies that can be decided for every request", undecided.Message, string.Empty)
            );
        }
    }

    private FoundRequest? Outside(Region region, IEnumerable<Region> others)
    {
        questions++;
        return solver.Outside(region, others);
    }

    private void NoMore(UserRole role, Region allowed, IReadOnlyList<Region> others)
    {
        if (Outside(allowed, others) is { } request)
            differences.Add(counterexamples.Allowed(role, request, allowed.Source));
    }

    private void NoLess(UserRole role, Region place, IReadOnlyList<Region> granted)
    {
        if (Outside(place, granted) is { } request)
            differences.Add(counterexamples.Denied(role, request, place.Source, string.Empty));
    }

    /// <summary>A refusal may name what a variable stands for, so that may be any text here.</summary>
    private void NotRefused(UserRole role, Region place, Region refusal)
    {
        questions++;
        var anybody = place with
        {
            Literals = [.. place.Literals.Select(l => l.Test is TextTest text ? l with { Test = text.Of(counterexamples.AnyValueOf) } : l)],
        };
        if (solver.Common(anybody, refusal) is { } request)
            differences.Add(counterexamples.Denied(role, request, place.Source, refusal.Source));
    }

    private void OnlyTheIdentityPool(UserRole role, Region trusted, IEnumerable<Region> distrusted)
    {
        var service = deployment.Templates.Identities;
        Region pool = new(
            "the environment's identity pool",
            [
                new(StatementReader.Principal, Quantifier.Any, Text($"Federated:{service}")),
                new(
                    StatementReader.Action,
                    Quantifier.Any,
                    new TextTest([Pattern.Of(Assume), Pattern.Of("sts:TagSession")], ignoresCase: true)
                ),
                new($"{service}:aud", Quantifier.Any, Text(deployment.IdentityPool.Name)),
                new($"{service}:amr", Quantifier.Any, Text(role.IsGuests ? "unauthenticated" : "authenticated")),
            ]
        );
        if (Outside(trusted, [.. distrusted, pool]) is { } request)
            differences.Add(
                new(
                    counterexamples.Said(request, StatementReader.Principal) is { Length: > 0 } who ? who : "anybody",
                    "takes on the role",
                    role.Role.Resource.LogicalId,
                    $"identities of the identity pool alone, as {(role.IsGuests ? "guests" : "users")}",
                    counterexamples.Said(request),
                    trusted.Source
                )
            );
    }

    private static TextTest Text(string text) => new([Pattern.Of(text)]);
}

/// <summary>A role of users.</summary>
/// <param name="Role">The role.</param>
/// <param name="Name">Its name in the environment file; null where it has none.</param>
/// <param name="IsGuests">Whether guests get it.</param>
internal sealed record UserRole(DeployedRole Role, string? Name, bool IsGuests)
{
    /// <summary>For people.</summary>
    public string Title => Name ?? Role.Resource.LogicalId;
}
