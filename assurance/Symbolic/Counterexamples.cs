using System.Text.Json.Nodes;
using CognitoStack.Assurance.Access;
using CognitoStack.Configuration;
using CognitoStack.Iam;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Symbolic;

/// <summary>Makes real requests of what was found: somebody's identity and tags are put in, and the evaluator decides them as it decides any other.</summary>
internal sealed class Counterexamples(Deployment deployment, IPolicyEvaluator evaluator)
{
    private const string SomeId = "1b2c3d4e-5f60-4718-8293-a4b5c6d7e8f9";
    private const string OtherId = "9f8e7d6c-5b4a-4392-8170-f6e5d4c3b2a1";
    private const string SomeTag = "acme";

    /// <summary>Values that a request has for people to recognize it, where it may have them.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Usual { get; } =
        new Dictionary<string, IReadOnlyList<string>>
        {
            [StatementReader.Action] = [.. Actions.Grantable, .. Actions.All],
            [StatementReader.Principal] = [$"AWS:{Session.StrangersAccount}", "AWS:*"],
            ["aws:securetransport"] = ["true"],
            ["s3:tlsversion"] = ["1.3"],
            ["s3:prefix"] = ["users/"],
            [Solver.AnyKey] = [SomeTag],
        };

    private readonly TemplateSet templates = deployment.Templates;

    private string SomeIdentity => $"{templates.Region}:{SomeId}";

    /// <summary>What a variable can be: an identity has the form of one, a tag is any text.</summary>
    public Pattern AnyValueOf(string variable) =>
        variable == IntentRegions.Identity(templates.Identities)
            ? Pattern.Of($"{templates.Region}:")
                + new Pattern([.. SomeId.Select(c => c == '-' ? new Symbol(SymbolKind.Letter, c) : new Symbol(SymbolKind.One))])
            : Pattern.Anything;

    /// <summary>A request that is allowed, and that the environment file does not mean.</summary>
    public Difference Allowed(UserRole role, FoundRequest request, string by) => Judged(role, request, "denied", "allowed", by);

    /// <summary>A request that the environment file means, and that is denied.</summary>
    public Difference Denied(UserRole role, FoundRequest request, string place, string by) =>
        Judged(role, request, $"allowed, by the {place}", "denied", by);

    /// <summary>The request in words; one key of it, or all.</summary>
    public string Said(FoundRequest request, string? key = null) =>
        key is not null
            ? string.Join(", ", Values(request, key))
            : string.Join(
                "; ",
                request
                    .Values.Where(v => v.Key is not (StatementReader.Action or StatementReader.Resource or StatementReader.Principal))
                    .OrderBy(v => v.Key, StringComparer.Ordinal)
                    .Select(v => v.Value.Count == 0 ? $"without {v.Key}" : $"{v.Key} {string.Join(", ", Values(request, v.Key))}")
            );

    private Difference Judged(UserRole role, FoundRequest request, string expected, string got, string by)
    {
        var (action, resource) = Usually(request);
        var verdict = Decide(role, request, action, resource);
        var told =
            verdict.Problem is { } problem ? $"{got}; nobody else can tell: {problem}"
            : verdict.Allowed == (got == "allowed") ? got
            : $"perhaps {got}: the two readings of the policies differ";
        return new(role.Title, action, resource, expected, $"{told} ({Said(request)})", by);
    }

    private Verdict Decide(UserRole role, FoundRequest request, string action, string resource)
    {
        var person = new Person("somebody", SomeIdentity, new Dictionary<string, string>());
        var policies = role.Role.Policies.ToDictionary(p => p.Name, p => Session.Bind(p, person, templates.Identities));
        if (role.IsGuests)
            policies[Session.OfGuests] = GuestSessionPolicy.Document();
        var owner = OwnerOf(resource);
        if (owner is not null && TemplatePolicies.OfResource(templates, owner) is { } policy)
            policies[owner.LogicalId] = policy;
        JsonObject context = [];
        foreach (
            var (key, values) in request.Values.Where(v =>
                v.Value.Count > 0 && v.Key is not (StatementReader.Action or StatementReader.Resource)
            )
        )
            context[key] = Solver.HasMany(key) ? new JsonArray([.. values.Select(v => (JsonNode?)Bound(v))]) : Bound(values[0]);
        var question = new Question
        {
            Principal = Session.PrincipalOf(templates, role.Role),
            Action = action,
            Resource = resource,
            Account = templates.Account,
            Context = context,
            Identity = [.. role.Role.Policies.Select(p => p.Name)],
            Session = role.IsGuests ? Session.OfGuests : null,
            ResourcePolicy = owner is not null && policies.ContainsKey(owner.LogicalId) ? owner.LogicalId : null,
        };
        return evaluator.Decide(policies, [question])[0];
    }

    /// <summary>An action and a resource that it is for, where the request may as well have them.</summary>
    private (string Action, string Resource) Usually(FoundRequest request) =>
        Pairs()
            .Where(p => request.Fits(StatementReader.Action, p.Action) && request.Fits(StatementReader.Resource, p.Resource))
            .DefaultIfEmpty((Said(request, StatementReader.Action), Said(request, StatementReader.Resource)))
            .First();

    private IEnumerable<(string Action, string Resource)> Pairs()
    {
        var buckets = templates.OfType("AWS::S3::Bucket").Select(b => b.Arn).ToList();
        var tables = templates.OfType("AWS::DynamoDB::Table").Select(t => t.Arn).ToList();
        return
        [
            .. from bucket in buckets from action in Actions.Objects select (action, $"{bucket}/users/{templates.Region}:{OtherId}/a.txt"),
            .. from bucket in buckets from action in Actions.Listings.Concat(Actions.Buckets) select (action, bucket),
            .. from table in tables from action in Actions.Items.Concat(Actions.Tables) select (action, table),
            .. from resource in templates.Resources
            from action in Actions.ByType.GetValueOrDefault(resource.Type) ?? []
            select (action, resource.Arn),
            .. Actions.Account.Select(action => (action, "*")),
        ];
    }

    private Resource? OwnerOf(string arn) =>
        templates.Resources.FirstOrDefault(r =>
            r.Arn == arn || (r.Type == "AWS::S3::Bucket" && arn.StartsWith($"{r.Arn}/", StringComparison.Ordinal))
        );

    private IEnumerable<string> Values(FoundRequest request, string key) => request.Values.GetValueOrDefault(key, []).Select(Bound);

    private string Bound(IReadOnlyList<Symbol> text) =>
        string.Concat(
            text.Select(s =>
                s.Kind == SymbolKind.Letter ? $"{s.Letter}"
                : s.Name == IntentRegions.Identity(templates.Identities) ? SomeIdentity
                : SomeTag
            )
        );
}
