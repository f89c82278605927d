using System.Text.Json.Nodes;

namespace CognitoStack.Local.Kms;

/// <summary>Condition keys of requests to keys, from whichever service they come.</summary>
/// <remarks>Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS Key Management Service".
/// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html</remarks>
internal static class KeyAccess
{
    /// <summary>Those that every request has, and those with an algorithm.</summary>
    public static JsonObject KeysOf(TemplateSet deployed, string? algorithm = null)
    {
        var keys = new JsonObject { ["kms:CallerAccount"] = deployed.Account };
        if (algorithm is not null)
            keys["kms:EncryptionAlgorithm"] = algorithm;
        return keys;
    }

    /// <summary>Adds those of a key.</summary>
    public static void AddOf(KmsKey key, JsonObject keys)
    {
        if (key.Aliases.Count > 0)
            keys["kms:ResourceAliases"] = new JsonArray([.. key.Aliases.Select(a => (JsonNode?)a)]);
    }
}
