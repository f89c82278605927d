namespace CognitoStack.Configuration;

/// <summary>Rules of a provider's <c>attributes</c>: Cognito checks them only when the first user comes.</summary>
internal static class AttributeMapRules
{
    public static void Check(
        EnvironmentConfiguration environment,
        string name,
        IdentityProviderConfiguration provider,
        string providerPath,
        Findings findings
    )
    {
        var pool = environment.UserPool;
        var path = providerPath + ".attributes";
        var map = provider.EffectiveAttributes;
        foreach (var attribute in map.Keys)
            CheckTarget(pool, attribute, JsonPath.Property(path, attribute), findings);
        if (map.TryGetValue("username", out var source) && source != provider.NameSource)
            findings.Error(
                path + ".username",
                $"is mapped from \"{source}\", but a federated user's name is made of \"{provider.NameSource}\" and of nothing else. Remove it; map \"{source}\" to preferred_username or to an attribute of your own."
            );
        foreach (var required in RequiredAttributes(pool).Where(a => !map.ContainsKey(a)))
            findings.Error(
                path,
                $"has no \"{required}\", which every user of the pool has or must have, so that those of \"{name}\" would be without it, or refused. Map it.",
                "$.userPool.signInWith",
                JsonPath.Property("$.userPool.attributes", required)
            );
        if (provider is GoogleConfiguration or AppleConfiguration && map.ContainsKey("email") && !map.ContainsKey("email_verified"))
            findings.Error(
                path,
                $"maps \"email\" without \"email_verified\", so every address from \"{name}\" would count as unverified. Add \"email_verified\": \"email_verified\"."
            );
        if (provider.TrustedForLinking && !map.ContainsKey("email_verified"))
            findings.Error(
                providerPath + ".trustedForLinking",
                $"needs \"email_verified\" from \"{name}\": only a verified address may be linked. Map it, or set trustedForLinking to false.",
                path
            );
    }

    private static void CheckTarget(UserPoolConfiguration pool, string attribute, string path, Findings findings)
    {
        if (attribute == "username" || StandardAttributes.WrittenByCognito.Contains(attribute))
            return;
        var declared = pool.Attributes.GetValueOrDefault(attribute);
        var declaredAt = JsonPath.Property("$.userPool.attributes", attribute);
        var custom = StandardAttributes.IsCustom(attribute);
        if (!custom && !StandardAttributes.All.Contains(attribute))
        {
            findings.Error(
                path,
                $"\"{attribute}\" is not an attribute of the pool.{Suggestion.For(attribute, StandardAttributes.All.Concat(StandardAttributes.WrittenByCognito).Concat(pool.Attributes.Keys))}"
            );
            return;
        }

        if (custom && declared is null)
        {
            findings.Absent(path, attribute, "$.userPool.attributes", $"\"{attribute}\" is not declared. Add it to userPool.attributes.");
            return;
        }

        if (declared?.Mutable == false)
            findings.Error(
                path,
                $"\"{attribute}\" is not mutable, but Cognito writes mapped attributes at every sign-in. Map another; an attribute's mutability is fixed at its creation.",
                declaredAt + ".mutable"
            );
        if (declared?.WritableByUser == false || (custom && declared?.WritableByUser != true))
            findings.Error(
                path,
                $"\"{attribute}\" may not be written by app clients, and Cognito writes mapped attributes through the client. Set its writableByUser to true (never for one that decides about access), or remove it here.",
                declaredAt + ".writableByUser"
            );
    }

    private static IEnumerable<string> RequiredAttributes(UserPoolConfiguration pool)
    {
        var declared = pool.Attributes.Where(a => a.Value.Required == true).Select(a => a.Key);
        return UserPoolAddresses.OfEveryUser(pool) is { } address && pool.Attributes.GetValueOrDefault(address)?.Required is null
            ? declared.Append(address)
            : declared;
    }
}
