using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CognitoStack.Lambda.Tests.Support;

namespace CognitoStack.Lambda.Tests.CognitoIdentityProvider;

/// <summary>Cognito's service model, as AWS's client for JavaScript declares it in its type definitions.</summary>
internal static partial class ServiceModel
{
    private static readonly string Folder = Path.Combine(
        Repository.Root,
        "node_modules/@aws-sdk/client-cognito-identity-provider/dist-types"
    );

    /// <summary>Each structure's members with their types: <c>string</c>, <c>Date</c>, <c>AttributeType[]</c>, …</summary>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Structures { get; } =
        Declarations("models/models_0.d.ts", "models/models_1.d.ts");

    /// <summary>Each error's members but for the message.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Errors { get; } = Declarations("models/errors.d.ts");

    /// <summary>Each enumeration's values.</summary>
    public static IReadOnlyDictionary<string, string[]> Enumerations { get; } =
        Enumeration()
            .Matches(Read("models/enums.d.ts"))
            .ToDictionary(
                one => one.Groups[1].Value,
                one => Value().Matches(one.Groups[2].Value).Select(value => value.Groups[1].Value).ToArray()
            );

    /// <summary>The errors that an operation has.</summary>
    public static IEnumerable<string> ErrorsOf(string operation) =>
        Thrown().Matches(Read($"commands/{operation}Command.d.ts")).Select(error => error.Groups[1].Value).Where(Errors.ContainsKey);

    /// <summary>A value of a type, with every member of every structure.</summary>
    public static JsonNode Sample(string type) =>
        type switch
        {
            "string" => "a \"text\" ü",
            "number" => 7,
            "boolean" => true,
            "Date" => 1767225600.5,
            _ when type.EndsWith("[]", StringComparison.Ordinal) => new JsonArray(Sample(type[..^2])),
            _ when type.StartsWith("Record<string, ", StringComparison.Ordinal) => new JsonObject
            {
                ["key"] = Sample(type["Record<string, ".Length..^1]),
            },
            _ when Enumerations.TryGetValue(type, out var values) => values[^1],
            _ => new JsonObject(Structures[type].Select(member => KeyValuePair.Create(member.Key, (JsonNode?)Sample(member.Value)))),
        };

    private static Dictionary<string, IReadOnlyDictionary<string, string>> Declarations(params string[] files) =>
        files
            .SelectMany(file => Declaration().Matches(Read(file)))
            .ToDictionary(
                one => one.Groups[1].Value,
                one =>
                    (IReadOnlyDictionary<string, string>)
                        Member()
                            .Matches(one.Groups[2].Value)
                            .ToDictionary(member => member.Groups[1].Value, member => member.Groups[2].Value)
            );

    private static string Read(string file) => File.ReadAllText(Path.Combine(Folder, file)).ReplaceLineEndings("\n");

    [GeneratedRegex(
        @"^export (?:interface|declare class) (\w+)(?: extends \w+)? \{\n(.*?)^\}",
        RegexOptions.Multiline | RegexOptions.Singleline
    )]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^    (\w+)\??: (.+?)(?: \| undefined)?;$", RegexOptions.Multiline)]
    private static partial Regex Member();

    [GeneratedRegex(@"^export declare const (\w+): \{\n(.*?)^\};", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Enumeration();

    [GeneratedRegex("""^    readonly \w+: "(.+)";$""", RegexOptions.Multiline)]
    private static partial Regex Value();

    [GeneratedRegex(@"@throws \{@link (\w+)\}")]
    private static partial Regex Thrown();
}
