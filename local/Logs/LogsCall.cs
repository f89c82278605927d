using System.Globalization;
using System.Text.Json.Nodes;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.Logs;

/// <summary>A call of an operation, read with CloudWatch Logs' complaints.</summary>
internal sealed class LogsCall(JsonCall call)
{
    public JsonObject Input => call.Input;

    /// <summary>Rejects by its name what nobody here honours.</summary>
    public void RequireOnly(params ReadOnlySpan<string> members) =>
        call.Input.RequireOnly(members, name => Invalid($"{name} of {call.Operation} is not honoured by this machine's CloudWatch Logs."));

    public string? Text(string member) =>
        call.Input[member] switch
        {
            null => null,
            JsonValue value when value.TryGetValue<string>(out var text) => text,
            _ => throw new AwsException("SerializationException", $"{member} is no text."),
        };

    public long? Number(string member) =>
        call.Input[member] switch
        {
            null => null,
            JsonValue value when value.TryGetValue<long>(out var number) => number,
            _ => throw new AwsException("SerializationException", $"{member} is no number."),
        };

    public bool Flag(string member) => call.Input[member]?.ToString() == "true";

    /// <summary>The group that is asked for, by name or by ARN.</summary>
    public string Group() =>
        Text("logGroupIdentifier") ?? Text("logGroupName") ?? throw Violated("logGroupName", "null", "Member must not be null");

    /// <summary>How many are asked for.</summary>
    public int Limit(int most, int? otherwise = null) =>
        Number("limit") switch
        {
            null => otherwise ?? most,
            < 1 and var few => throw Violated("limit", $"'{few}'", "Member must have value greater than or equal to 1"),
            var many when many > most => throw Violated("limit", $"'{many}'", $"Member must have value less than or equal to {most}"),
            var limit => (int)limit.Value,
        };

    /// <summary>The number in a token: what comes before and after it is told from its first letter.</summary>
    public long? Token(char kind) =>
        Text("nextToken") is { } token && token.StartsWith($"{kind}/", StringComparison.Ordinal)
            ? long.TryParse(token.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw Invalid("The specified nextToken is invalid.")
            : null;

    public static string TokenOf(char kind, long number) => string.Create(CultureInfo.InvariantCulture, $"{kind}/{number:d20}");

    public static AwsException Invalid(string message) => new("InvalidParameterException", message);

    public static AwsException Violated(string member, string value, string constraint) =>
        Invalid($"1 validation error detected: Value {value} at '{member}' failed to satisfy constraint: {constraint}");
}
