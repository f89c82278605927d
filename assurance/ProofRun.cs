using System.Text.Json.Nodes;
using CognitoStack.Assurance.Access;
using CognitoStack.Assurance.Escalation;
using CognitoStack.Assurance.Firewall;
using CognitoStack.Assurance.Principals;
using CognitoStack.Assurance.Readers;
using CognitoStack.Assurance.Secrets;
using CognitoStack.Assurance.Settings;
using CognitoStack.Assurance.Stores;
using CognitoStack.Assurance.Symbolic;
using CognitoStack.Configuration;
using CognitoStack.Iam;
using CognitoStack.Templates;

namespace CognitoStack.Assurance;

/// <summary>All proofs of one environment.</summary>
/// <param name="environment">The environment.</param>
/// <param name="templates">Its templates by the names of their stacks.</param>
/// <param name="files">Everything that the synthesis has written, by name.</param>
/// <param name="evaluator">Who decides requests.</param>
public sealed class ProofRun(
    EnvironmentConfiguration environment,
    IReadOnlyDictionary<string, JsonObject> templates,
    IReadOnlyDictionary<string, string> files,
    IPolicyEvaluator evaluator
)
{
    private readonly RememberingEvaluator memory = evaluator as RememberingEvaluator ?? new(evaluator);

    /// <summary>Names of the proofs.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        SettingsProof.Name,
        StatementProof.Name,
        RoleProof.Name,
        TrustProof.Name,
        PrincipalProof.Name,
        EveryRequestProof.Name,
        AccessProof.Name,
        EscalationProof.Name,
        FirewallProof.Name,
        StoresProof.Name,
        ReadersProof.Name,
        SecretGate.Name,
    ];

    /// <summary>Every proof, in the order of <see cref="Names"/>.</summary>
    public IReadOnlyList<ProofResult> All() => [.. Names.Select(Of)];

    /// <summary>What a proof finds first, or null; it looks no further than to the first subject that something is wrong with.</summary>
    public Difference? FirstDifference(string name) =>
        (
            name == AccessProof.Name
                ? Reading(
                    name,
                    deployment => AccessProof.BySubject(Intent.Of(environment), deployment, memory).FirstOrDefault(r => !r.Holds)
                )
                : Of(name)
        )?.Differences
            is [var first, ..]
            ? first
            : null;

    /// <summary>One proof.</summary>
    public ProofResult Of(string name) =>
        Reading(
            name,
            deployment =>
            {
                var intent = Intent.Of(environment);
                return name switch
                {
                    SettingsProof.Name => SettingsProof.Of(environment, deployment.Templates),
                    StatementProof.Name => StatementProof.Of(deployment),
                    RoleProof.Name => RoleProof.Of(intent, deployment),
                    TrustProof.Name => TrustProof.Of(intent, deployment, memory),
                    PrincipalProof.Name => PrincipalProof.Of(environment, deployment),
                    AccessProof.Name => AccessProof.Of(intent, deployment, memory),
                    EveryRequestProof.Name => EveryRequestProof.Of(intent, deployment, memory),
                    EscalationProof.Name => EscalationProof.Of(deployment),
                    FirewallProof.Name => FirewallProof.Of(intent, deployment.Templates),
                    StoresProof.Name => StoresProof.Of(environment, deployment.Templates),
                    ReadersProof.Name => ReadersProof.Of(environment, deployment, templates),
                    SecretGate.Name => SecretGate.Of(files),
                    _ => throw new ArgumentException($"There is no proof \"{name}\".", nameof(name)),
                };
            }
        )!;

    private ProofResult? Reading(string name, Func<Deployment, ProofResult?> proof)
    {
        try
        {
            var adopted = AdoptedPool.Of(environment, templates);
            var read = TemplatesAlone.Read(templates, environment.TargetAccount, environment.TargetRegion);
            var result = proof(new Deployment(adopted?.Beside(read) ?? read));
            return name == SettingsProof.Name && adopted is not null ? result! with { Assumptions = adopted.Assumptions } : result;
        }
        catch (TemplateException unreadable)
        {
            // What cannot be read is not proven.
            return new(name, [], [new("the templates", "say", "somewhere", "what can be judged", unreadable.Message, string.Empty)]);
        }
    }
}
