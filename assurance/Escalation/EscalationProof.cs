using System.Text.Json.Nodes;
using CognitoStack.Assurance.Access;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Escalation;

/// <summary>Whether users can raise their own rights: follows each claim that decides about access back to those who can write it. Reads templates only.</summary>
public static class EscalationProof
{
    /// <summary>Name of the proof.</summary>
    public const string Name = "escalation";

    /// <summary>Claims that Cognito itself makes.</summary>
    private static readonly HashSet<string> MadeByCognito =
    [
        "sub",
        "aud",
        "iss",
        "token_use",
        "cognito:username",
        "cognito:groups",
        "cognito:roles",
        "cognito:preferred_role",
        "email_verified",
        "phone_number_verified",
    ];

    /// <summary>Claims that a user has by their groups.</summary>
    private static readonly HashSet<string> OfGroups = ["cognito:groups", "cognito:roles", "cognito:preferred_role"];

    /// <summary>Follows every claim.</summary>
    public static ProofResult Of(Deployment deployment)
    {
        var writers = new AttributeWriters(deployment.Templates);
        var uses = Uses(deployment).ToList();
        return new(
            Name,
            [],
            [
                .. from use in uses
                from path in Paths(use, writers)
                select new Difference("a user", "raises their own rights", use.Target, "no path", $"{path} → {use.Text}", string.Empty),
                .. SharedTags(deployment),
            ]
        )
        {
            Examined = $"{uses.Count} uses of {uses.DistinctBy(use => use.Claim).Count()} claims",
        };
    }

    private static IEnumerable<string> Paths(ClaimUse use, AttributeWriters writers)
    {
        if (use.Claim == "cognito:username" && writers.UsersChooseTheirNames)
            yield return "cognito:username is chosen by whoever signs up";
        if (OfGroups.Contains(use.Claim) && use.Match == "NotEqual")
            yield return $"{use.Claim} is not \"{use.Value}\" for the members of any other group";
        if (use is { Claim: "cognito:groups", ComparesParts: true })
            foreach (var group in writers.GroupsOfOthers(use.Value))
                yield return $"cognito:groups holds \"{use.Value}\" for members of {group}";
        else if (OfGroups.Contains(use.Claim) && use.ComparesParts)
            yield return $"{use.Claim} holds \"{use.Value}\" for whoever has a role with that in its ARN";
        if (MadeByCognito.Contains(use.Claim))
            yield break;
        foreach (var writer in writers.Of(use.Claim))
            yield return $"{use.Claim} is {writer}";
        if (use.Claim is "email" or "phone_number" && !writers.KeepsVerified(use.Claim))
            yield return $"{use.Claim} may be unverified";
    }

    /// <summary>Rules and tags: what a claim decides.</summary>
    private static IEnumerable<ClaimUse> Uses(Deployment deployment)
    {
        foreach (
            var mapping in (deployment.Attachment.Properties["RoleMappings"]?.AsObject() ?? []).Where(m =>
                m.Value!["Type"]?.ToString() == "Rules"
            )
        )
        foreach (var rule in mapping.Value!["RulesConfiguration"]!["Rules"]!.AsArray())
        {
            var role =
                deployment.Roles.FirstOrDefault(r => r.Resource.Arn == rule!["RoleARN"]!.ToString())?.Resource.LogicalId
                ?? rule!["RoleARN"]!.ToString();
            yield return new(
                rule!["Claim"]!.ToString(),
                $"role {role}",
                $"rule \"{rule["Claim"]} {rule["MatchType"]} {rule["Value"]}\" of {mapping.Key} → role {role}"
            )
            {
                Match = rule["MatchType"]!.ToString(),
                Value = rule["Value"]!.ToString(),
            };
        }

        foreach (var (tag, claim, provider) in Tags(deployment))
        foreach (var role in deployment.UserRoles.Where(r => Names(r, tag)))
            yield return new(
                claim,
                $"role {role.Resource.LogicalId}",
                $"principal tag \"{tag}\" of {provider} → places of the role {role.Resource.LogicalId}"
            );
    }

    /// <summary>A tag that two issuers write means one thing to each: whoever finds the same value at the other is taken for somebody else.</summary>
    private static IEnumerable<Difference> SharedTags(Deployment deployment) =>
        from tag in Tags(deployment).GroupBy(t => t.Tag)
        where tag.Select(t => t.Provider).Distinct().Count() > 1
        from other in tag.Where(t => t.Provider.StartsWith("arn:", StringComparison.Ordinal))
        where deployment.UserRoles.Any(r => Names(r, tag.Key))
        select new Difference(
            "a user of another provider",
            "takes on somebody's tag",
            $"principal tag \"{tag.Key}\"",
            "one issuer for a tag that opens places",
            $"{other.Claim} of {other.Provider} may equal {other.Claim} of the user pool → principal tag \"{tag.Key}\" → the other's places",
            string.Empty
        );

    private static IEnumerable<(string Tag, string Claim, string Provider)> Tags(Deployment deployment) =>
        from mapping in deployment.Templates.OfType("AWS::Cognito::IdentityPoolPrincipalTag")
        from tag in mapping.Text("UseDefaults") == "true" ? Defaults : mapping.Properties["PrincipalTags"]?.AsObject() ?? []
        select (tag.Key, tag.Value!.ToString(), mapping.Text("IdentityProviderName")!);

    private static JsonObject Defaults => new() { ["username"] = "sub", ["client"] = "aud" };

    private static bool Names(DeployedRole role, string tag) =>
        role.Policies.Any(p => p.Document.ToJsonString().Contains($"aws:PrincipalTag/{tag}", StringComparison.OrdinalIgnoreCase));

    /// <param name="Claim">The claim.</param>
    /// <param name="Target">What it decides about.</param>
    /// <param name="Text">Where it stands.</param>
    private sealed record ClaimUse(string Claim, string Target, string Text)
    {
        /// <summary>How a rule compares the claim; empty for a tag.</summary>
        public string Match { get; init; } = string.Empty;

        /// <summary>What a rule compares it with.</summary>
        public string Value { get; init; } = string.Empty;

        /// <summary>Whether a part of the claim is enough.</summary>
        public bool ComparesParts => Match is "Contains" or "StartsWith";
    }
}
