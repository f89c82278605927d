namespace CognitoStack.Configuration;

/// <summary>Whether a claim may decide about access: not if users, or the providers that they come from, can write it.</summary>
internal static class ClaimRules
{
    /// <summary>Claims that Cognito itself makes, in every ID token.</summary>
    private static readonly string[] MadeByCognito =
    [
        "sub",
        "cognito:username",
        "cognito:groups",
        "cognito:roles",
        "cognito:preferred_role",
    ];

    /// <summary>Claims that are the same for all users of a client, and so tell nobody apart.</summary>
    private static readonly string[] SameForAll = ["aud", "iss", "token_use"];

    /// <summary>Other claims of ID tokens, which speak of the sign-in or of an address, and not of what somebody may do.</summary>
    /// <remarks>Source: Amazon Cognito Developer Guide, "Understanding the identity (ID) token"
    /// (https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html).</remarks>
    private static readonly string[] NotAboutAccess =
    [
        "at_hash",
        "auth_time",
        "event_id",
        "exp",
        "iat",
        "identities",
        "jti",
        "nonce",
        "origin_jti",
        .. StandardAttributes.WrittenByCognito,
    ];

    /// <summary>Checks a claim that decides about access.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="claim">The claim.</param>
    /// <param name="path">Where it is named.</param>
    /// <param name="effect">What it does there, for the message.</param>
    /// <param name="findings">Where errors go.</param>
    public static void Check(EnvironmentConfiguration environment, string claim, string path, string effect, Findings findings)
    {
        var pool = environment.UserPool;
        if (SameForAll.Contains(claim))
        {
            findings.Error(
                path,
                $"\"{claim}\" {effect}, and is the same for all users of a client. Use sub, cognito:groups or a custom attribute."
            );
            return;
        }

        if (NotAboutAccess.Contains(claim))
        {
            findings.Error(
                path,
                $"\"{claim}\" {effect}, and does not say what somebody may do. Use sub, cognito:groups or a custom attribute."
            );
            return;
        }

        if (
            claim == "cognito:username"
            && ((pool.SelfSignUp && pool.SignInWith.Contains(SignInAlias.Username)) || environment.IdentityProviders.Count > 0)
        )
            findings.Error(
                path,
                $"\"cognito:username\" {effect}, and people choose it when they sign up, or their provider does: they would raise their own rights. Use sub or cognito:groups.",
                "$.userPool.signInWith",
                "$.userPool.selfSignUp",
                "$.identityProviders"
            );
        if (!IsIssued(environment, claim, path, findings) || MadeByCognito.Contains(claim))
            return;
        var declared = pool.Attributes.GetValueOrDefault(claim);
        var custom = StandardAttributes.IsCustom(claim);
        // A function of the team's own may add whatever claim it likes, and answers for it.
        if (custom ? declared is null : !StandardAttributes.All.Contains(claim))
            return;

        // Whoever signs up types the address, whatever the client may write later.
        var typed = pool.SelfSignUp && UserPoolAddresses.Of(pool).Contains(claim);
        var writable = typed || (custom ? declared!.WritableByUser == true : declared?.WritableByUser != false);
        if (writable)
            findings.Error(
                path,
                $"\"{claim}\" {effect}, and users can write it: they would raise their own rights. Set writableByUser of \"{claim}\" to false, or use another claim, such as cognito:groups.",
                JsonPath.Property("$.userPool.attributes", claim) + ".writableByUser"
            );
        foreach (var (name, provider) in environment.IdentityProviders.Where(p => p.Value.EffectiveAttributes.ContainsKey(claim)))
            findings.Error(
                path,
                $"\"{claim}\" {effect}, and \"{name}\" writes it at every sign-in. Remove it from the provider's attributes, or use another claim.",
                JsonPath.Property("$.identityProviders", name)
            );
    }

    /// <summary>Whether the pool's ID tokens have a claim, or a function of the team's own may add it; reports one that they cannot have.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="claim">The claim.</param>
    /// <param name="path">Where it is named.</param>
    /// <param name="findings">Where errors go.</param>
    public static bool IsIssued(EnvironmentConfiguration environment, string claim, string path, Findings findings)
    {
        var attributes = environment.UserPool.Attributes;
        string[] always = [.. MadeByCognito, .. SameForAll, .. NotAboutAccess];
        var custom = StandardAttributes.IsCustom(claim);
        if (custom ? attributes.ContainsKey(claim) : always.Contains(claim) || StandardAttributes.All.Contains(claim))
            return true;
        if (
            environment.Triggers.ContainsKey(TriggerName.PreTokenGeneration)
            || findings.LeftOutOf("$.triggers").Contains(RuleText.Json(TriggerName.PreTokenGeneration))
        )
            return true;
        findings.Absent(
            path,
            claim,
            "$.userPool.attributes",
            $"\"{claim}\" is not in the pool's ID tokens.{(custom ? " Declare it in userPool.attributes." : "")}{Suggestion.For(claim, MadeByCognito.Concat(attributes.Keys).Concat(findings.LeftOutOf("$.userPool.attributes")).Distinct())}"
        );
        return false;
    }
}
