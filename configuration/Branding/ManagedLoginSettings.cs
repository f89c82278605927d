using System.Text.Json.Nodes;
using CognitoStack.Configuration;

namespace CognitoStack.Configuration.Branding;

/// <summary>The settings of a managed login style: reading, checking, and looking things up.</summary>
public static class ManagedLoginSettings
{
    /// <summary>Reads settings.json; null where it is no JSON object at all.</summary>
    /// <param name="content">The file.</param>
    /// <param name="path">Its path, for the errors.</param>
    /// <param name="error">Gets the place and what is wrong there.</param>
    /// <param name="acceptsContrast">Whether the environment accepts that the colour at a JSON path is hard to read.</param>
    internal static JsonObject? Read(byte[] content, string path, Action<string, string> error, Func<string, bool> acceptsContrast)
    {
        if (BrandText.Of(content, path, error) is not { } text)
            return null;
        if (string.IsNullOrWhiteSpace(text))
        {
            error(path, "is empty. Write the settings, or remove the file.");
            return null;
        }

        if (Parse(text, path, error) is not { } json)
            return null;
        if (json is not JsonObject settings)
        {
            error($"{path}: $", "must be an object. Write { \"components\": { … } }.");
            return null;
        }

        void AtPath(string jsonPath, string message) => error($"{path}: {jsonPath}", message);
        new SettingsCheck(AtPath).Check(settings);
        ContrastCheck.Run(
            settings,
            (place, message) =>
            {
                if (!acceptsContrast(place))
                    AtPath(place, $"{message} Or accept it, with a reason, in branding.acceptedContrast.");
            }
        );
        return settings;
    }

    /// <summary>The value at a dotted path, or null.</summary>
    public static JsonNode? At(JsonObject settings, string path) =>
        path.Split('.').Aggregate((JsonNode?)settings, (node, key) => (node as JsonObject)?[key]);

    /// <summary>What Cognito takes where a setting is missing, as its shape notes it, or null.</summary>
    public static string? Default(string path)
    {
        if (At(SettingsShape.Root, path) is not JsonValue leaf)
            return null;
        var words = leaf.GetValue<string>().Split(' ');
        return words.ElementAtOrDefault(path.Contains(".darkMode.", StringComparison.Ordinal) ? 2 : 1);
    }

    private static JsonNode? Parse(string text, string path, Action<string, string> error)
    {
        try
        {
            var json = JsonText.Parse(text, path);
            if (json is null)
                error($"{path}: $", "must be an object, not null.");
            return json;
        }
        catch (ConfigurationException e)
        {
            foreach (var line in e.Errors)
            {
                // A line names its place first; split there, it reads the same when put together again.
                var end = line.IndexOf(": ", Math.Min(path.Length, line.Length), StringComparison.Ordinal);
                if (end < 0)
                    error(path, line);
                else
                    error(line[..end], line[(end + 2)..]);
            }

            return null;
        }
    }
}
