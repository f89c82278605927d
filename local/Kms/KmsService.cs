using System.Security.Cryptography;
using System.Text.Json.Nodes;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.Kms;

/// <summary>KMS with the symmetric keys of the templates: to encrypt, to decrypt, and to make data keys for who encrypts elsewhere.</summary>
/// <remarks>Source: AWS Key Management Service API Reference. https://docs.aws.amazon.com/kms/latest/APIReference/API_Operations.html</remarks>
internal sealed class KmsService(IDeployment deployment, IAuthorizer authorizer, Keys keys) : IJsonService
{
    private const int LargestPlaintext = 4096,
        LargestCiphertext = 6144,
        LargestDataKey = 1024;

    /// <inheritdoc/>
    public string Target => "TrentService";

    /// <inheritdoc/>
    public string SigningName => "kms";

    /// <inheritdoc/>
    public bool IsSignedOnly => true;

    /// <inheritdoc/>
    public Task<JsonObject> InvokeAsync(JsonCall call, CancellationToken cancel)
    {
        var request = new KmsCall(call, deployment.Current, cancel);
        return call.Operation switch
        {
            "Encrypt" => EncryptAsync(request),
            "Decrypt" => DecryptAsync(request),
            "GenerateDataKey" => GenerateDataKeyAsync(request),
            "DescribeKey" => DescribeKeyAsync(request),
            "GetKeyPolicy" => GetPolicyAsync(request),
            "GetKeyRotationStatus" => GetRotationAsync(request),
            "ListResourceTags" => ListTagsAsync(request),
            _ => throw new AwsException(
                "UnknownOperationException",
                $"{call.Operation} is not among what this machine's KMS does: Decrypt, DescribeKey, Encrypt, GenerateDataKey, GetKeyPolicy, GetKeyRotationStatus, ListResourceTags"
            ),
        };
    }

    private async Task<JsonObject> EncryptAsync(KmsCall call)
    {
        call.RequireOnly("KeyId", "Plaintext", "EncryptionContext", "EncryptionAlgorithm", "GrantTokens", "DryRun");
        var plain = call.Bytes("Plaintext", LargestPlaintext);
        var context = EncryptionContext.Of(call.Input["EncryptionContext"]);
        var key = await UseAsync(call, call.Text("KeyId"), context);
        return new()
        {
            ["CiphertextBlob"] = Convert.ToBase64String(keys.Encrypt(key, plain, context)),
            ["KeyId"] = key.Arn,
            ["EncryptionAlgorithm"] = KmsKey.Symmetric,
        };
    }

    private async Task<JsonObject> DecryptAsync(KmsCall call)
    {
        call.RequireOnly("KeyId", "CiphertextBlob", "EncryptionContext", "EncryptionAlgorithm", "GrantTokens", "DryRun");
        var blob = call.Bytes("CiphertextBlob", LargestCiphertext);
        var context = EncryptionContext.Of(call.Input["EncryptionContext"]);
        // What was encrypted tells under which key. Whoever names one wants no other.
        var id = Keys.KeyOf(blob);
        var key = id is null || KmsKey.Find(call.Deployed, id) is not { } found ? null : found;
        if (call.Input["KeyId"]?.ToString() is { } named)
        {
            var wanted = await UseAsync(call, named, context);
            if (id is not null && wanted.Id != id)
                throw new AwsException(
                    "IncorrectKeyException",
                    "The key ID in the request does not identify a CMK that can perform this operation."
                );
        }
        else if (key is not null)
            await UseAsync(call, key.Arn, context);
        return key is not null && keys.TryDecrypt(key, blob, context, out var plain)
            ? new()
            {
                ["Plaintext"] = Convert.ToBase64String(plain),
                ["KeyId"] = key.Arn,
                ["EncryptionAlgorithm"] = KmsKey.Symmetric,
            }
            // KMS says nothing more.
            : throw new AwsException("InvalidCiphertextException", string.Empty);
    }

    private async Task<JsonObject> GenerateDataKeyAsync(KmsCall call)
    {
        call.RequireOnly("KeyId", "KeySpec", "NumberOfBytes", "EncryptionContext", "GrantTokens", "DryRun");
        var length = call.DataKeyLength(LargestDataKey);
        var context = EncryptionContext.Of(call.Input["EncryptionContext"]);
        var key = await UseAsync(call, call.Text("KeyId"), context);
        var plain = RandomNumberGenerator.GetBytes(length);
        return new()
        {
            ["CiphertextBlob"] = Convert.ToBase64String(keys.Encrypt(key, plain, context)),
            ["Plaintext"] = Convert.ToBase64String(plain),
            ["KeyId"] = key.Arn,
        };
    }

    private async Task<JsonObject> DescribeKeyAsync(KmsCall call)
    {
        call.RequireOnly("KeyId", "GrantTokens");
        var key = await FindAsync(call, call.Text("KeyId"), KeyAccess.KeysOf(call.Deployed));
        return new() { ["KeyMetadata"] = key.Describe(call.Deployed.Account, keys.MadeAt(key)) };
    }

    private async Task<JsonObject> GetPolicyAsync(KmsCall call)
    {
        call.RequireOnly("KeyId", "PolicyName");
        var key = await FindAsync(call, call.Text("KeyId"), KeyAccess.KeysOf(call.Deployed));
        return new() { ["Policy"] = key.Resource.Properties["KeyPolicy"]?.ToJsonString(), ["PolicyName"] = "default" };
    }

    /// <summary>What the template says: a key has one secret here.</summary>
    private async Task<JsonObject> GetRotationAsync(KmsCall call)
    {
        call.RequireOnly("KeyId");
        var key = await FindAsync(call, call.Text("KeyId"), KeyAccess.KeysOf(call.Deployed));
        var told = new JsonObject
        {
            ["KeyId"] = key.Id,
            ["KeyRotationEnabled"] = bool.TryParse(key.Resource.Text("EnableKeyRotation"), out var rotates) && rotates,
        };
        if (key.Resource.Properties["RotationPeriodInDays"] is { } days)
            told["RotationPeriodInDays"] = days.DeepClone();
        return told;
    }

    private async Task<JsonObject> ListTagsAsync(KmsCall call)
    {
        call.RequireOnly("KeyId", "Limit", "Marker");
        var key = await FindAsync(call, call.Text("KeyId"), KeyAccess.KeysOf(call.Deployed));
        return new() { ["Tags"] = ResourceTags.List(key.Resource, "TagKey", "TagValue"), ["Truncated"] = false };
    }

    /// <summary>A key that the caller may use, and that can be used.</summary>
    private async Task<KmsKey> UseAsync(KmsCall call, string name, EncryptionContext context)
    {
        call.RequireAlgorithm();
        var conditions = KeyAccess.KeysOf(call.Deployed, KmsKey.Symmetric);
        context.AddTo(conditions);
        var key = await FindAsync(call, name, conditions);
        if (!key.IsEnabled)
            throw new AwsException("DisabledException", $"{key.Arn} is disabled.");
        if (!key.IsSymmetric)
            throw new AwsException(
                "InvalidKeyUsageException",
                $"{key.Arn} is of {key.Spec} for {key.Usage}: keys of this machine are {KmsKey.Symmetric}, and encrypt."
            );
        if (call.Input["DryRun"]?.ToString() == "true")
            throw new AwsException("DryRunOperationException", "The request would have succeeded, but the DryRun option is set.", 412);
        return key;
    }

    /// <summary>A key, of which nobody hears who may not do to it what they want.</summary>
    private async Task<KmsKey> FindAsync(KmsCall call, string name, JsonObject conditions)
    {
        if (KmsKey.AliasIn(name) is { } alias)
            conditions["kms:RequestAlias"] = alias;
        var arn = KmsKey.ArnOf(call.Deployed, name);
        var key =
            KmsKey.Find(call.Deployed, name)
            ?? throw new AwsException(
                "NotFoundException",
                KmsKey.AliasIn(name) is null ? $"Key '{arn}' does not exist" : $"Alias {arn} is not found."
            );
        KeyAccess.AddOf(key, conditions);
        await authorizer.RequireAsync(call.Caller, new($"kms:{call.Operation}", key.Arn, conditions, key.Resource), call.Cancel);
        return key;
    }
}
