using System.Globalization;
using System.Text.Json.Nodes;
using CognitoStack.Iam;
using CsCheck;

namespace CognitoStack.Assurance.Symbolic;

/// <summary>Two readings of IAM, written apart, decide alike: that of the proof for every request, and the evaluator's. <c>CsCheck_Iter=2000</c> asks 100,000 times.</summary>
public sealed class TwoReadingsTests
{
    private const int RequestsOfAPolicy = 50;

    [Fact]
    public void The_reading_of_the_proof_and_the_evaluator_decide_alike()
    {
        using var evaluator = EvaluatorSupervisor.OfNode();
        var (asked, told) = (0, 0);
        Gen.Select(PolicyGen.Policy, PolicyGen.Request.Array[RequestsOfAPolicy])
            .Sample(
                (policy, requests) =>
                {
                    var verdicts = evaluator.Decide(
                        new Dictionary<string, JsonObject> { ["policy"] = policy },
                        [.. requests.Select(r => Question(r.Action, r.Resource, r.Context))]
                    );
                    foreach (var (request, verdict) in requests.Zip(verdicts))
                    {
                        asked++;
                        // What the evaluator is known to misread it does not decide.
                        if (verdict.Problem is not null)
                            continue;
                        told++;
                        var allowed = Policies.Allows(policy, request.Action, request.Resource, request.Context);
                        Assert.True(
                            allowed == verdict.Allowed,
                            $"{policy.ToJsonString()}\n{request.Action} on {request.Resource} with {request.Context.ToJsonString()}\nis {(allowed ? "allowed" : "denied")} to the proof and {(verdict.Allowed ? "allowed" : "denied")} to the evaluator."
                        );
                    }
                },
                iter: int.Parse(Environment.GetEnvironmentVariable("CsCheck_Iter") ?? "200", CultureInfo.InvariantCulture),
                threads: 1
            );
        Assert.InRange(told, asked / 2, asked);
    }

    private static Question Question(string action, string resource, JsonObject context) =>
        new()
        {
            Principal = $"arn:aws:sts::{PolicyGen.Account}:assumed-role/role/session",
            Action = action,
            Resource = resource,
            Account = PolicyGen.Account,
            Context = context,
            Identity = ["policy"],
        };
}
