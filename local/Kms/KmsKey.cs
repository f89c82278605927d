using System.Globalization;
using System.Text.Json.Nodes;

namespace CognitoStack.Local.Kms;

/// <summary>A key as it is deployed now: <c>AWS::KMS::Key</c>.</summary>
/// <param name="Resource">Its resource.</param>
/// <param name="Aliases">Names that lead to it: <c>alias/codes</c>.</param>
internal sealed record KmsKey(Resource Resource, IReadOnlyList<string> Aliases)
{
    public const string Type = "AWS::KMS::Key";
    public const string AliasType = "AWS::KMS::Alias";
    public const string Symmetric = "SYMMETRIC_DEFAULT";
    private const string EncryptDecrypt = "ENCRYPT_DECRYPT";

    public string Id => Resource.Name;

    public string Arn => Resource.Arn;

    public string Spec => Resource.Text("KeySpec") ?? Symmetric;

    public string Usage => Resource.Text("KeyUsage") ?? EncryptDecrypt;

    public bool IsEnabled => !bool.TryParse(Resource.Text("Enabled"), out var enabled) || enabled;

    /// <summary>Whether it encrypts as every key does that templates name no kind of.</summary>
    public bool IsSymmetric => Spec == Symmetric && Usage == EncryptDecrypt;

    /// <summary>In the form of <c>KeyMetadata</c>.</summary>
    public JsonObject Describe(string account, DateTimeOffset created) =>
        new()
        {
            ["AWSAccountId"] = account,
            ["KeyId"] = Id,
            [nameof(Arn)] = Arn,
            ["CreationDate"] = created.ToUnixTimeSeconds(),
            ["Enabled"] = IsEnabled,
            ["Description"] = Resource.Text("Description") ?? string.Empty,
            ["KeyUsage"] = Usage,
            ["KeyState"] = IsEnabled ? "Enabled" : "Disabled",
            ["Origin"] = "AWS_KMS",
            ["KeyManager"] = "CUSTOMER",
            ["CustomerMasterKeySpec"] = Spec,
            ["KeySpec"] = Spec,
            ["EncryptionAlgorithms"] = IsSymmetric ? new JsonArray(Symmetric) : [],
            ["MultiRegion"] = false,
        };

    /// <summary>The keys of a deployment by what a request may call them: an id, an ARN, or an alias by its name or ARN.</summary>
    /// <returns>The key; null where there is none.</returns>
    public static KmsKey? Find(TemplateSet deployed, string name)
    {
        var alias = Last(name).StartsWith("alias/", StringComparison.Ordinal)
            ? deployed.OfType(AliasType).FirstOrDefault(a => name == a.Name || name == a.Arn)?.Text("TargetKeyId") ?? string.Empty
            : name;
        return deployed.OfType(Type).FirstOrDefault(k => k.Name == alias || k.Arn == alias) is { } key
            ? new(
                key,
                [
                    .. deployed
                        .OfType(AliasType)
                        .Where(a => a.Text("TargetKeyId") is { } target && (target == key.Name || target == key.Arn))
                        .Select(a => a.Name),
                ]
            )
            : null;
    }

    /// <summary>The alias by which a request names a key; null where it names it otherwise.</summary>
    public static string? AliasIn(string name) =>
        Last(name) is var last && last.StartsWith("alias/", StringComparison.Ordinal) ? last : null;

    /// <summary>The ARN of what a request names, be it there or not.</summary>
    public static string ArnOf(TemplateSet deployed, string name) =>
        name.StartsWith("arn:", StringComparison.Ordinal)
            ? name
            : string.Create(
                CultureInfo.InvariantCulture,
                $"arn:{deployed.Partition}:kms:{deployed.Region}:{deployed.Account}:{(AliasIn(name) is null ? "key/" : string.Empty)}{name}"
            );

    // What stands behind account and Region.
    private static string Last(string name) =>
        name.StartsWith("arn:", StringComparison.Ordinal) && name.Split(':', 6) is [_, _, _, _, _, var last] ? last : name;
}
