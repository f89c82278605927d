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
        if (use is { Claim: "cognito:groups", Part: { } part })
            foreach (var group in writers.GroupsOfOthers(part))
                yield return $"cognito:groups holds \"{part}\" for members of {group}";
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
            var part = rule!["MatchType"]!.ToString() is "Contains" or "StartsWith" ? rule["Value"]!.ToString() : null;
            yield return new(
                rule["Claim"]!.ToString(),
                part,
                $"role {role}",
                $"rule \"{rule["Claim"]} {rule["MatchType"]} {rule["Value"]}\" of {mapping.Key} → role {role}"
            );
        }

        foreach (var (tag, claim, provider) in Tags(deployment))
        foreach (var role in deployment.UserRoles.Where(r => Names(r, tag)))
            yield return new(
                claim,
                null,
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
    /// <param name="Part">The part of the claim that decides, where it is not the whole.</param>
    /// <param name="Target">What it decides about.</param>
    /// <param name="Text">Where it stands.</param>
    private sealed record ClaimUse(string Claim, string? Part, string Target, string Text);
}
