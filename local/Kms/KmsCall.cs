using System.Text.Json.Nodes;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.Kms;

/// <summary>A call of an operation, read with KMS's complaints.</summary>
internal sealed class KmsCall(JsonCall call, Deployed deployed, CancellationToken cancel)
{
    public CancellationToken Cancel => cancel;

    public Deployed Deployed => deployed;

    public string Operation => call.Operation;

    public Caller Caller => call.Caller;

    public JsonObject Input => call.Input;

    /// <summary>Rejects by its name what nobody here honours.</summary>
    public void RequireOnly(params ReadOnlySpan<string> members)
    {
        call.Input.RequireOnly(members, name => Invalid($"{name} of {call.Operation} is not honoured by this machine's KMS."));
        if (call.Input["GrantTokens"] is JsonArray { Count: > 0 })
            throw new AwsException("InvalidGrantTokenException", "There are no grants on this machine.");
    }

    /// <summary>Rejects another algorithm than that of symmetric keys.</summary>
    public void RequireAlgorithm()
    {
        if (call.Input["EncryptionAlgorithm"]?.ToString() is { } algorithm && algorithm != KmsKey.Symmetric)
            throw new AwsException("InvalidKeyUsageException", $"Algorithm {algorithm} is incompatible with key spec {KmsKey.Symmetric}.");
    }

    public string Text(string member) =>
        call.Input[member] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0
            ? text
            : throw Violated(member, "null", "Member must not be null");

    public byte[] Bytes(string member, int longest)
    {
        var text = Text(member);
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length))
            throw new AwsException("SerializationException", $"{member} is no Base64.");
        return length is 0 ? throw Violated(member, "''", "Member must have length greater than or equal to 1")
            : length > longest ? throw Violated(member, "'…'", $"Member must have length less than or equal to {longest}")
            : bytes[..length];
    }

    /// <summary>The length that a data key is to have.</summary>
    public int DataKeyLength(int longest) =>
        (call.Input["KeySpec"]?.ToString(), call.Input["NumberOfBytes"]) switch
        {
            ("AES_256", null) => 32,
            ("AES_128", null) => 16,
            (null, JsonValue number) when number.TryGetValue<int>(out var length) => length < 1
                ? throw Violated("numberOfBytes", $"'{length}'", "Member must have value greater than or equal to 1")
            : length > longest ? throw Violated("numberOfBytes", $"'{length}'", $"Member must have value less than or equal to {longest}")
            : length,
            (null, null) or (not null, not null) => throw Invalid("Please specify either number of bytes or key spec."),
            (var spec, _) => throw Violated("keySpec", $"'{spec}'", "Member must satisfy enum value set: [AES_256, AES_128]"),
        };

    private static AwsException Violated(string member, string value, string constraint) =>
        Invalid(
            $"1 validation error detected: Value {value} at '{char.ToLowerInvariant(member[0])}{member[1..]}' failed to satisfy constraint: {constraint}"
        );

    private static AwsException Invalid(string message) => new("ValidationException", message);
}
