using System.Text;
using System.Text.Json.Nodes;

namespace CognitoStack.Lambda.Tests.Support;

/// <summary>What a function wrote to its log; a line that is no JSON object fails the test.</summary>
internal static class LogLines
{
    public static List<JsonObject> Parse(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject())];

    public static List<JsonObject> Parse(MemoryStream output) => Parse(Encoding.UTF8.GetString(output.ToArray()));

    public static string? Text(this JsonObject line, string field) => (string?)line[field];
}
