using System.Text.Json.Nodes;

namespace CognitoStack.Local.Http;

/// <summary>An error as AWS names it; every protocol writes it in its own form.</summary>
public sealed class AwsException(string code, string message, int status = 400) : Exception(message)
{
    /// <summary>Name of the error, such as <c>NotAuthorizedException</c>.</summary>
    public string Code => code;

    /// <summary>HTTP status.</summary>
    public int Status => status;

    /// <summary>What the error says beyond its message, as members of its shape; a <c>__type</c> among them is told in place of the name.</summary>
    public JsonObject? Details { get; init; }
}
