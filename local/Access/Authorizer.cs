using System.Globalization;
using System.Text.Json.Nodes;
using CognitoStack.Assurance.Access;
using CognitoStack.Local.Deployment;
using Microsoft.Extensions.Logging;

namespace CognitoStack.Local.Access;

/// <inheritdoc/>
internal sealed class Authorizer(IDeployment deployment, BatchingEvaluator evaluator, TimeProvider time, ILogger<Authorizer> log) : IAuthorizer
{
    private const string Assume = "sts:AssumeRoleWithWebIdentity";
    private static readonly bool[] OneCall = [false];
    private static readonly bool[] BothCalls = [false, true];
    private static readonly System.Text.Json.JsonSerializerOptions Compact = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <inheritdoc/>
    public async Task<Decision> DecideAsync(Caller caller, IReadOnlyList<AccessRequest> requests, CancellationToken cancel)
    {
        if (requests.Count == 0) throw new ArgumentException("Nothing is asked.", nameof(requests));
        var deployed = deployment.Current;
        try
        {
            var identity = Policies.Of(caller, deployed);
            var decisions = await Task.WhenAll(requests.Select(r => DecideAsync(Who(caller), new Asking(r.Action, r.Resource)
            {
                Principal = caller.Arn,
                Context = ContextOf(caller, r, deployed),
                Identity = identity,
                Session = caller is RoleSession { IsGuest: true } ? Policies.Guests : null,
                ResourcePolicy = r.Owner is { } owner ? Policies.OfResource(owner, deployed, caller) : null,
                RestrictsPublic = r.Owner?.Properties["PublicAccessBlockConfiguration"]?["RestrictPublicBuckets"]?.ToString() is "true" or "True",
            }, deployed, cancel)));
            return decisions.FirstOrDefault(d => !d.Allowed) ?? decisions[0];
        }
        catch (UnjudgeablePolicyException e)
        {
            Log.Unjudged(log, requests[0].Action, requests[0].Resource, Who(caller), e.Message);
            return new(false, e.Message);
        }
    }

    /// <inheritdoc/>
    public async Task<Decision> DecideTrustAsync(Resource role, string federated, JsonObject context, IReadOnlyDictionary<string, string> tags, CancellationToken cancel)
    {
        var deployed = deployment.Current;
        var given = context.DeepClone().AsObject();
        given["aws:SecureTransport"] = "true";
        foreach (var (tag, value) in tags) given[$"aws:RequestTag/{tag}"] = value;
        if (tags.Count > 0) given["aws:TagKeys"] = new JsonArray([.. tags.Keys.Select(k => (JsonNode?)k)]);
        var decisions = await Task.WhenAll((tags.Count > 0 ? BothCalls : OneCall).Select(tagging => DecideAsync(federated, new Asking(tagging ? "sts:TagSession" : Assume, role.Arn)
        {
            Evaluated = Assume, Principal = federated, Context = given, ResourcePolicy = Policies.Trust(role, tagging),
        }, deployed, cancel)));
        return decisions.FirstOrDefault(d => !d.Allowed) ?? decisions[0];
    }

    private async Task<Decision> DecideAsync(string who, Asking asking, Deployed deployed, CancellationToken cancel)
    {
        var policies = asking.Identity.Append(asking.Session).Append(asking.ResourcePolicy).OfType<HashedPolicy>().ToDictionary(p => p.Name);
        var verdict = await evaluator.DecideAsync(new Question
        {
            Principal = asking.Principal,
            Action = asking.Evaluated ?? asking.Action,
            Resource = asking.Resource,
            Account = deployed.Account,
            Context = asking.Context.DeepClone().AsObject(),
            Identity = [.. asking.Identity.Select(p => p.Name)],
            Session = asking.Session?.Name,
            ResourcePolicy = asking.ResourcePolicy?.Name,
            RestrictsPublic = asking.RestrictsPublic,
        }, policies.Values, cancel);
        // A decision is one line, whatever a key holds.
        var resource = string.Concat(asking.Resource.Select(c => char.IsControl(c) ? '\u240a' : c));
        if (verdict.Problem is { } problem)
        {
            Log.Unjudged(log, asking.Action, resource, who, problem);
            return new(false, problem);
        }

        var (name, statement) = Describe(verdict, policies);
        var by = name.Length > 0 ? $"{name} {statement}" : string.Empty;
        var why = name.Length > 0 ? $"denied by {by}" : "no statement allows it";
        if (verdict.Allowed) Log.Allowed(log, asking.Action, resource, who, name);
        else Log.Denied(log, asking.Action, resource, who, why);
        return new(verdict.Allowed, by);
    }

    private JsonObject ContextOf(Caller caller, AccessRequest request, Deployed deployed)
    {
        var context = request.Context?.DeepClone().AsObject() ?? [];
        context["aws:SecureTransport"] = "true";
        if (request.Action.StartsWith("s3:", StringComparison.Ordinal)) context["s3:TlsVersion"] = "1.3";
        var now = time.GetUtcNow();
        context["aws:CurrentTime"] = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        context["aws:EpochTime"] = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        context["aws:RequestedRegion"] = deployed.Region;
        context["aws:PrincipalType"] = caller switch { RoleSession => "AssumedRole", Administrator => "User", _ => "Anonymous" };
        if (caller is not Anonymous)
        {
            context["aws:PrincipalArn"] = caller is RoleSession session ? session.RoleArn : caller.Arn;
            context["aws:PrincipalAccount"] = deployed.Account;
        }

        foreach (var (tag, value) in (caller as RoleSession)?.Tags ?? new Dictionary<string, string>()) context[$"aws:PrincipalTag/{tag}"] = value;
        return context;
    }

    /// <summary>A statement as <c>policy#index</c>, and what it says; as the proofs show it.</summary>
    private static (string Name, string Statement) Describe(Verdict verdict, Dictionary<string, HashedPolicy> policies)
    {
        var hash = verdict.DecidedBy.LastIndexOf('#');
        if (hash < 0 || !policies.TryGetValue(verdict.DecidedBy[..hash], out var policy)) return (verdict.DecidedBy, string.Empty);
        var index = int.Parse(verdict.DecidedBy[(hash + 1)..], CultureInfo.InvariantCulture);
        var statement = PolicyBinding.Statements(policy.Document).ElementAtOrDefault(index);
        return ($"{policy.Name[..policy.Name.LastIndexOf('@')]}#{index}", statement?.ToJsonString(Compact) ?? string.Empty);
    }

    private static string Who(Caller caller) => caller switch
    {
        RoleSession session => $"{session.RoleArn.Split('/')[^1]}/{session.Variables.GetValueOrDefault("cognito-identity.amazonaws.com:sub", session.SessionName)}",
        Administrator => "the administrator",
        _ => "nobody",
    };

    private sealed record Asking(string Action, string Resource)
    {
        public required string Principal { get; init; }

        public required JsonObject Context { get; init; }

        public string? Evaluated { get; init; }

        public IReadOnlyList<HashedPolicy> Identity { get; init; } = [];

        public HashedPolicy? Session { get; init; }

        public HashedPolicy? ResourcePolicy { get; init; }

        public bool RestrictsPublic { get; init; }
    }
}
