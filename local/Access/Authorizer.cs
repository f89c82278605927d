using System.Text.Json.Nodes;
using CognitoStack.Iam;
using CognitoStack.Local.Deployment;
using Microsoft.Extensions.Logging;

namespace CognitoStack.Local.Access;

/// <inheritdoc/>
internal sealed class Authorizer(
    IDeployment deployment,
    BatchingEvaluator evaluator,
    IHttpContextAccessor http,
    TimeProvider time,
    ILogger<Authorizer> log
) : IAuthorizer
{
    private const string SamlProvider = ":saml-provider/";
    private static readonly bool[] OneCall = [false];
    private static readonly bool[] BothCalls = [false, true];

    /// <inheritdoc/>
    public async Task<Decision> DecideAsync(Caller caller, IReadOnlyList<AccessRequest> requests, CancellationToken cancel)
    {
        if (requests.Count == 0)
            throw new ArgumentException("Nothing is asked.", nameof(requests));
        var deployed = deployment.Current;
        try
        {
            var identity = Policies.Of(caller, deployed);
            var decisions = await Task.WhenAll(
                requests.Select(r =>
                    DecideAsync(
                        Who(caller),
                        new Asking(r.Action, r.Resource)
                        {
                            Principal = caller.Arn,
                            Context = ContextOf(caller, r),
                            Global = GlobalOf(caller, r, deployed),
                            Identity = identity,
                            Session = caller is RoleSession { IsGuest: true } ? Policies.Guests : null,
                            ResourcePolicy = r.Owner is { } owner ? Policies.OfResource(owner, deployed, caller) : null,
                            RestrictsPublic =
                                r.Owner?.Properties["PublicAccessBlockConfiguration"]?["RestrictPublicBuckets"]?.ToString()
                                    is "true"
                                        or "True",
                        },
                        deployed,
                        cancel
                    )
                )
            );
            var refused = Array.FindIndex(decisions, d => !d.Allowed);
            return refused < 0 ? decisions[0] : decisions[refused] with { Refused = requests[refused] };
        }
        catch (TemplateException e)
        {
            Log.Unjudged(log, requests[0].Action, OneLine(requests[0].Resource), Who(caller), e.Message, Request);
            return new(false, e.Message);
        }
    }

    /// <inheritdoc/>
    public async Task<Decision> DecideTrustAsync(
        Resource role,
        string federated,
        JsonObject context,
        IReadOnlyDictionary<string, string> tags,
        CancellationToken cancel
    )
    {
        var deployed = deployment.Current;
        var given = context.DeepClone().AsObject();
        var assume = federated.Contains(SamlProvider, StringComparison.Ordinal)
            ? "sts:AssumeRoleWithSAML"
            : "sts:AssumeRoleWithWebIdentity";
        foreach (var (tag, value) in tags)
            given[$"aws:RequestTag/{tag}"] = value;
        if (tags.Count > 0)
            given["aws:TagKeys"] = new JsonArray([.. tags.Keys.Select(k => (JsonNode?)k)]);
        var decisions = await Task.WhenAll(
            (tags.Count > 0 ? BothCalls : OneCall).Select(tagging =>
                DecideAsync(
                    federated,
                    new Asking(tagging ? "sts:TagSession" : assume, role.Arn)
                    {
                        Evaluated = assume,
                        Principal = federated,
                        Context = given,
                        Global = new()
                        {
                            Deployed = deployed,
                            Now = time.GetUtcNow(),
                            Resource = role.Arn,
                        },
                        ResourcePolicy = Policies.Trust(role, tagging ? assume : null),
                    },
                    deployed,
                    cancel
                )
            )
        );
        return decisions.FirstOrDefault(d => !d.Allowed) ?? decisions[0];
    }

    /// <inheritdoc/>
    public async Task<Decision> DecideAssumingAsync(
        Caller caller,
        Resource role,
        JsonObject context,
        IReadOnlyDictionary<string, string> tags,
        CancellationToken cancel
    )
    {
        var deployed = deployment.Current;
        var given = context.DeepClone().AsObject();
        foreach (var (tag, value) in (caller as RoleSession)?.Tags ?? new Dictionary<string, string>())
            given[$"aws:PrincipalTag/{tag}"] = value;
        foreach (var (tag, value) in tags)
            given[$"aws:RequestTag/{tag}"] = value;
        if (tags.Count > 0)
            given["aws:TagKeys"] = new JsonArray([.. tags.Keys.Select(k => (JsonNode?)k)]);
        string[] actions = tags.Count > 0 ? ["sts:AssumeRole", "sts:TagSession"] : ["sts:AssumeRole"];
        try
        {
            var identity = Policies.Of(caller, deployed);
            var decisions = await Task.WhenAll(
                actions.Select(action =>
                    DecideAsync(
                        Who(caller),
                        new Asking(action, role.Arn)
                        {
                            Principal = caller.Arn,
                            Context = given,
                            Identity = identity,
                            ResourcePolicy = Policies.Trust(role, null),
                            Global = new()
                            {
                                Deployed = deployed,
                                Now = time.GetUtcNow(),
                                Resource = role.Arn,
                                Caller = caller,
                                Http = http.HttpContext,
                            },
                        },
                        deployed,
                        cancel
                    )
                )
            );
            return decisions.FirstOrDefault(d => !d.Allowed) ?? decisions[0];
        }
        catch (TemplateException e)
        {
            Log.Unjudged(log, actions[0], role.Arn, Who(caller), e.Message, Request);
            return new(false, e.Message);
        }
    }

    private async Task<Decision> DecideAsync(string who, Asking asking, Deployed deployed, CancellationToken cancel)
    {
        var policies = asking
            .Identity.Append(asking.Session)
            .Append(asking.ResourcePolicy)
            .OfType<HashedPolicy>()
            .ToDictionary(p => p.Name);
        var resource = OneLine(asking.Resource);
        var (action, context) = (asking.Evaluated ?? asking.Action, asking.Context.DeepClone().AsObject());
        try
        {
            asking.Global.AddTo(context, action, policies.Values);
        }
        catch (TemplateException e)
        {
            Log.Unjudged(log, asking.Action, resource, who, e.Message, Request);
            return new(false, e.Message);
        }

        var verdict = await evaluator.DecideAsync(
            new Question
            {
                Principal = asking.Principal,
                Action = action,
                Resource = asking.Resource,
                Account = deployed.Account,
                Context = context,
                Identity = [.. asking.Identity.Select(p => p.Name)],
                Session = asking.Session?.Name,
                ResourcePolicy = asking.ResourcePolicy?.Name,
                RestrictsPublic = asking.RestrictsPublic,
            },
            policies.Values,
            cancel
        );
        if (verdict.Problem is { } problem)
        {
            Log.Unjudged(log, asking.Action, resource, who, problem, Request);
            return new(false, problem);
        }

        var by = DecidingStatement.Of(verdict, policies.ToDictionary(p => p.Key, p => p.Value.Document));
        if (verdict.Allowed)
            Log.Allowed(
                log,
                asking.Action,
                resource,
                who,
                by?.Statement?["Sid"] is { } id ? $"{by.Name} ({id})" : by?.Name ?? string.Empty,
                Request
            );
        else
            Log.Denied(log, asking.Action, resource, who, by is null ? "no statement allows it" : $"denied by {by}", Request);
        return new(verdict.Allowed, by?.ToString() ?? string.Empty);
    }

    /// <summary>Which request it was, as its answer names it; empty where there is none.</summary>
    private string Request => http.HttpContext is { } context ? $" (request {context.TraceIdentifier})" : string.Empty;

    private static JsonObject ContextOf(Caller caller, AccessRequest request)
    {
        var context = request.Context?.DeepClone().AsObject() ?? [];
        if (request.Action.StartsWith("s3:", StringComparison.Ordinal))
            context["s3:TlsVersion"] = "1.3";
        foreach (var (tag, value) in (caller as RoleSession)?.Tags ?? new Dictionary<string, string>())
            context[$"aws:PrincipalTag/{tag}"] = value;
        return context;
    }

    private GlobalKeys GlobalOf(Caller caller, AccessRequest request, Deployed deployed)
    {
        var isByService = request.Context?.ContainsKey("kms:ViaService") == true;
        return new()
        {
            Deployed = deployed,
            Now = time.GetUtcNow(),
            Resource = request.Resource,
            Caller = caller,
            Http = isByService || caller is AwsService ? null : http.HttpContext,
            IsByService = isByService,
        };
    }

    /// <summary>A decision is one line, whatever a key holds.</summary>
    private static string OneLine(string resource) => string.Concat(resource.Select(c => char.IsControl(c) ? '\u240a' : c));

    private static string Who(Caller caller) =>
        caller switch
        {
            RoleSession session =>
                $"{session.RoleArn.Split('/')[^1]}/{session.Variables.GetValueOrDefault("cognito-identity.amazonaws.com:sub", session.SessionName)}",
            Administrator => "the administrator",
            AwsService service => service.Name,
            _ => "nobody",
        };

    private sealed record Asking(string Action, string Resource)
    {
        public required string Principal { get; init; }

        public required JsonObject Context { get; init; }

        public required GlobalKeys Global { get; init; }

        public string? Evaluated { get; init; }

        public IReadOnlyList<HashedPolicy> Identity { get; init; } = [];

        public HashedPolicy? Session { get; init; }

        public HashedPolicy? ResourcePolicy { get; init; }

        public bool RestrictsPublic { get; init; }
    }
}
