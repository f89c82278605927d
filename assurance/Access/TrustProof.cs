using System.Text.Json.Nodes;
using CognitoStack.Configuration;
using CognitoStack.Iam;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Access;

/// <summary>Who may take on a role of users: only identities of this identity pool, and only of the one kind.</summary>
public static class TrustProof
{
    /// <summary>Name of the proof.</summary>
    public const string Name = "trust";

    private const string Assume = "sts:AssumeRoleWithWebIdentity";
    private static readonly string[] Kinds = ["authenticated", "unauthenticated"];

    /// <summary>Asks.</summary>
    public static ProofResult Of(Intent intent, Deployment deployment, IPolicyEvaluator evaluator)
    {
        var interrogation = new Interrogation(evaluator);
        var exchange = new IdentityExchange(deployment);
        var given = new Cast(intent, deployment)
            .Ways()
            .Where(w => w.Role is not null)
            .Select(w => (Arn: exchange.RoleOf(w.Caller!), Guest: w.Caller!.IsGuest))
            .Where(w => w.Arn is not null)
            .ToList();
        foreach (var role in deployment.UserRoles)
        {
            var kind = given.Any(g => g.Guest && g.Arn == role.Resource.Arn) ? "unauthenticated" : "authenticated";
            foreach (var (pool, label) in Pools(deployment))
            foreach (var amr in Kinds.Append(string.Empty))
                AskAs(
                    role,
                    Assume,
                    $"{(amr.Length == 0 ? "somebody of no kind" : amr)}, {label}",
                    pool,
                    amr,
                    pool == deployment.IdentityPool.Name && amr == kind
                );
            if (intent.Access.PrincipalTags.Count > 0 && kind == "authenticated")
                foreach (var (pool, label) in Pools(deployment))
                foreach (var amr in Kinds)
                    AskAs(role, "sts:TagSession", $"{amr}, {label}", pool, amr, pool == deployment.IdentityPool.Name && amr == kind);
        }

        return ProofResult.Of(Name, interrogation.Answers());

        void AskAs(DeployedRole role, string action, string who, string pool, string amr, bool expected)
        {
            var context = new JsonObject();
            if (pool.Length > 0)
                context[$"{AwsNames.CommercialIdentities}:aud"] = pool;
            if (amr.Length > 0)
                context[$"{AwsNames.CommercialIdentities}:amr"] = new JsonArray(amr);
            interrogation.Ask(
                new Decision
                {
                    Subject = who,
                    Action = action,
                    Container = role.Resource.LogicalId,
                    Label = "the role",
                    Resource = role.Resource.Arn,
                    Expected = expected,
                    Allowed = false,
                },
                new Question
                {
                    Principal = AwsNames.CommercialIdentities,
                    Action = Assume,
                    Resource = role.Resource.Arn,
                    Account = deployment.Templates.Account,
                    Context = context,
                    ResourcePolicy = interrogation.Policy(
                        $"trust of {role.Resource.LogicalId}{(action == Assume ? string.Empty : ", session tags")}",
                        AsCommercial(action == Assume ? role.Trust : TaggingAsAssuming(role.Trust), deployment.Templates.Identities)
                    ),
                }
            );
        }
    }

    /// <summary>The evaluator knows the keys of identities only in requests to take on a role, although both requests are one call:
    /// what the policy says of tagging is asked as if it were said of taking on.</summary>
    private static JsonObject TaggingAsAssuming(JsonObject trust) =>
        JsonNode
            .Parse(
                trust
                    .ToJsonString()
                    .Replace($"\"{Assume}\"", "\"sts:AssumeRole\"", StringComparison.Ordinal)
                    .Replace("\"sts:TagSession\"", $"\"{Assume}\"", StringComparison.Ordinal)
            )!
            .AsObject();

    /// <summary>The evaluator knows the service by its commercial name only; a policy that has that name where AWS has another trusts nobody.</summary>
    private static JsonObject AsCommercial(JsonObject trust, string service) =>
        service == AwsNames.CommercialIdentities
            ? trust
            : JsonNode
                .Parse(
                    trust
                        .ToJsonString()
                        .Replace(AwsNames.CommercialIdentities, "nobody.invalid", StringComparison.Ordinal)
                        .Replace(service, AwsNames.CommercialIdentities, StringComparison.Ordinal)
                )!
                .AsObject();

    private static IEnumerable<(string Pool, string Label)> Pools(Deployment deployment) =>
        [
            (deployment.IdentityPool.Name, "this identity pool"),
            ($"{deployment.Templates.Region}:another", "another identity pool"),
            (string.Empty, "no identity pool"),
        ];
}
