using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CognitoStack.Templates;

/// <summary>JSON files that are read with errors for people, and written whole or not at all.</summary>
public static class JsonFile
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Reads an object.</summary>
    /// <param name="path">The file.</param>
    /// <param name="wayOut">What to do about a file that cannot be read, as a sentence.</param>
    public static JsonObject Read(string path, string wayOut)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(path), documentOptions: Strict) as JsonObject
                ?? throw new TemplateException($"{path}: not a JSON object. {wayOut}");
        }
        catch (JsonException e)
        {
            var what = e.Message.Split(" Path:")[0].Split(" LineNumber:")[0];
            throw new TemplateException($"{path}{(e.LineNumber is { } line ? $", line {line + 1}" : null)}: not JSON: {what} {wayOut}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TemplateException($"{path}: cannot be read: {e.Message} {wayOut}");
        }
    }

    /// <summary>Writes for the owner's eyes alone; a process that is killed leaves either the old file or the new one.</summary>
    public static void Write(string path, JsonNode content)
    {
        var temporary = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(temporary, options))
        {
            JsonSerializer.Serialize(file, content, Readable);
            file.Flush(flushToDisk: true);
        }
        File.Move(temporary, path, overwrite: true);
    }
}
