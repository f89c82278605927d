using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CognitoStack.Configuration;

/// <summary>Reads the text of a file as JSON, and says where it is not.</summary>
internal static class JsonText
{
    private static readonly JsonDocumentOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Parses a file.</summary>
    /// <exception cref="ConfigurationException">The text is not JSON, or holds what no object can.</exception>
    public static JsonNode? Parse(string text, string fileName)
    {
        text = text.TrimStart('\uFEFF');
        if (string.IsNullOrWhiteSpace(text))
            throw new ConfigurationException([$"{fileName}: $: is empty. The least is {{ \"name\": \"dev\" }}."]);
        var bytes = Encoding.UTF8.GetBytes(text);
        var findings = new Findings(fileName);
        try
        {
            CheckTexts(bytes, findings);
        }
        catch (JsonException e)
        {
            throw new ConfigurationException([Findings.OneLine($"{fileName}{Position(e, text)}: This is not JSON. {Reason(e)}")]);
        }

        findings.ThrowIfAny();
        return JsonNode.Parse(bytes, documentOptions: Options);
    }

    /// <summary>Keys that stand twice, and texts with half a character: the only JSON that a <see cref="JsonNode"/> cannot hold.</summary>
    private static void CheckTexts(byte[] bytes, Findings findings)
    {
        var reader = new Utf8JsonReader(
            bytes,
            new JsonReaderOptions { CommentHandling = Options.CommentHandling, AllowTrailingCommas = Options.AllowTrailingCommas }
        );
        var open = new Stack<Level>();
        var path = JsonPath.Root;
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                open.Pop();
                continue;
            }

            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                if (Read(ref reader) is not { } name)
                {
                    findings.Unreadable(
                        open.Peek().Path,
                        "has a key with half a surrogate pair (\\ud800 to \\udfff). Write the whole character."
                    );
                    name = string.Empty;
                }
                else if (!open.Peek().Keys.Add(name))
                    findings.Unreadable(JsonPath.Property(open.Peek().Path, name), "stands twice. Remove one.");

                path = JsonPath.Property(open.Peek().Path, name);
                continue;
            }

            if (open.TryPeek(out var parent) && parent.IsArray)
                path = JsonPath.Item(parent.Path, parent.Items++);
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                open.Push(new Level(path, reader.TokenType == JsonTokenType.StartArray));
            else if (reader.TokenType == JsonTokenType.String && Read(ref reader) is null)
                findings.Unreadable(path, "has half a surrogate pair (\\ud800 to \\udfff). Write the whole character.");
        }
    }

    /// <summary>The text of a token, or null where it is no text.</summary>
    private static string? Read(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Line and column as editors count them; the parser counts bytes.</summary>
    private static string Position(JsonException e, string text)
    {
        if (e is not { LineNumber: { } line, BytePositionInLine: { } position })
            return string.Empty;
        var before = Encoding.UTF8.GetBytes(text.Split('\n')[line]).AsSpan(0, (int)position);
        return $":{line + 1}:{Encoding.UTF8.GetCharCount(before) + 1}";
    }

    private static string Reason(JsonException e)
    {
        var end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? e.Message : e.Message[..end];
    }

    private sealed record Level(string Path, bool IsArray)
    {
        public HashSet<string> Keys { get; } = [];

        public int Items { get; set; }
    }
}
