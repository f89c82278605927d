using System.Text.Json.Nodes;
using CognitoStack.Assurance.Access;
using CognitoStack.Assurance.Stores;
using CognitoStack.Assurance.Symbolic;
using CognitoStack.Configuration;

namespace CognitoStack.Assurance.Readers;

/// <summary>
/// Who may read tokens, codes, secrets and personal data: every place that keeps them, or hears of them, with everybody whom the templates let read it,
/// each by a setting of the file. It goes back from what the templates allow, and names whoever is left over.
/// </summary>
public static class ReadersProof
{
    /// <summary>Name of the proof.</summary>
    public const string Name = "readers";

    private static readonly string[] Assumed =
    [
        "whoever has rights in the account by policies that no template holds reads what these let them",
        "the code of the functions logs no address, password, code or token, as its tests hold it",
        "delivery logs of text messages, and what an SES configuration set records, are switched on by nobody in the account",
    ];

    /// <summary>Looks for readers.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="deployment">What the templates say of access.</param>
    /// <param name="templates">The templates as they are written, by the names of their stacks.</param>
    public static ProofResult Of(
        EnvironmentConfiguration environment,
        Deployment deployment,
        IReadOnlyDictionary<string, JsonObject> templates
    )
    {
        var holdings = Holdings.Of(environment, deployment.Templates);
        var roles = new RoleReaders(environment, deployment, holdings);
        var triggers = TriggerReader.Of(environment, deployment.Templates).ToList();
        List<Reader> readers = [];
        List<Difference> differences = [];
        try
        {
            readers.AddRange(roles.All());
        }
        catch (UndecidedException undecided)
        {
            differences.Add(new("a role", "may read", "what is kept", "policies that can be decided", undecided.Message, string.Empty));
        }

        differences.AddRange([
            .. readers.Where(r => r.Because is null).Select(Unasked),
            .. deployment.Roles.SelectMany(Unread),
            .. triggers.Where(t => t.Because is null).Select(t => t.Difference),
            .. DoorReaders.Of(deployment),
            .. WaysOut.Of(deployment.Templates),
            .. FirewallTraces.Of(deployment.Templates),
            .. SecretReferences.Of(templates),
        ]);
        return new(Name, [], differences)
        {
            Examined =
                $"{holdings.Count(h => h.Sensitivity != Sensitivity.Names)} places, {readers.DistinctBy(r => (r.Place, r.Who)).Count() + triggers.Count} readers; {roles.Questions} questions, each for all requests",
            Assumptions = Assumed,
            Table = Table(environment, holdings, readers, triggers),
        };
    }

    private static Difference Unasked(Reader reader) =>
        new(
            reader.Who,
            $"may {reader.Action}",
            $"{reader.Place.Resource.LogicalId}: {reader.Place.What}",
            "nobody whom no setting lets read it",
            "allowed",
            reader.Statement
        );

    private static IEnumerable<Difference> Unread(DeployedRole role) =>
        role
            .UnreadPolicies.Where(p => !p.IsBoundary)
            .Select(p => new Difference(
                role.Resource.LogicalId,
                "may read",
                "what is kept",
                "what policies of the templates say",
                $"whatever {p} says",
                string.Empty
            ));

    private static ProofTable Table(
        EnvironmentConfiguration environment,
        IReadOnlyList<Holding> holdings,
        List<Reader> readers,
        List<TriggerReader> triggers
    ) =>
        new(
            "Who reads what is kept",
            ["Place", "Keeps", "Kept", "Encrypted by", "Read by"],
            [
                .. holdings
                    .Where(h => h.Sensitivity != Sensitivity.Names)
                    .OrderByDescending(h => h.Sensitivity)
                    .Select(h =>
                        (IReadOnlyList<string>)
                            [
                                h.Resource.LogicalId,
                                $"{(h.Sensitivity == Sensitivity.Secret ? "secret: " : string.Empty)}{h.What} ({h.Because})",
                                Kept(environment, h),
                                Encryption.Of(h.Resource) is { Owner: KeyOwner.Customer }
                                    ? "the customer's key"
                                    : $"{Encryption.Of(h.Resource)}",
                                Said(readers.Where(r => r.Place == h)),
                            ]
                    ),
                .. triggers.Select(t =>
                    (IReadOnlyList<string>)[t.Trigger, t.Hears, "not at all", "–", $"{t.Function.Split(":function:")[1]} ({t.Because})"]
                ),
            ]
        );

    private static string Kept(EnvironmentConfiguration environment, Holding holding) =>
        Retention.Of(holding.Resource) is { Length: > 0 } time
            ? holding.Because == "signInAudit" && holding.Resource.Type == StoreTypes.Table
                ? $"{environment.SignInAudit!.RetentionDays} days"
                : time
            : "until it is deleted";

    private static string Said(IEnumerable<Reader> readers) =>
        string.Join(
            "; ",
            readers
                .GroupBy(r => (r.Who, r.Because))
                .Select(g => $"{g.Key.Who} by {string.Join(", ", g.Select(r => r.Action).Distinct())} ({g.Key.Because})")
                .DefaultIfEmpty("no role of the templates")
        );
}
