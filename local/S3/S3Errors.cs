using System.Text.Json.Nodes;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.S3;

/// <summary>Errors with the elements by which SDKs, and people, tell what they are about.</summary>
internal static class S3Errors
{
    public static AwsException With(string code, string message, params (string Name, JsonNode? Value)[] elements) =>
        With(code, message, StatusCodes.Status400BadRequest, elements);

    public static AwsException With(string code, string message, int status, params (string Name, JsonNode? Value)[] elements) =>
        new(code, message, status) { Details = new(elements.Select(e => KeyValuePair.Create(e.Name, e.Value))) };

    public static AwsException InvalidArgument(string message, string name, string? value) =>
        With("InvalidArgument", message, ("ArgumentName", name), ("ArgumentValue", value));
}
