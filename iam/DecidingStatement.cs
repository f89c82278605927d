using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CognitoStack.Iam;

/// <summary>The statement that decided a question, for people.</summary>
/// <param name="Name">Where it stands, as <c>policy#index</c>.</param>
/// <param name="Statement">What it says; null where that is not known.</param>
public sealed record DecidingStatement(string Name, JsonObject? Statement)
{
    /// <summary>What follows it in a policy's name tells copies of one policy apart, and is for nobody's eyes.</summary>
    public const char CopyMark = '@';

    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Name of a policy as people know it.</summary>
    public static string PolicyName(string name) => name.LastIndexOf(CopyMark) is >= 0 and var mark ? name[..mark] : name;

    /// <summary>The statement of a verdict; null where none speaks of the request.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="policies">The policies that took part, by name.</param>
    public static DecidingStatement? Of(Verdict verdict, IReadOnlyDictionary<string, JsonObject> policies)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        ArgumentNullException.ThrowIfNull(policies);
        var hash = verdict.DecidedBy.LastIndexOf('#');
        if (hash < 0)
            return null;
        var index = int.Parse(verdict.DecidedBy.AsSpan(hash + 1), CultureInfo.InvariantCulture);
        var statement = policies.GetValueOrDefault(verdict.DecidedBy[..hash])?[nameof(Statement)];
        return new(
            $"{PolicyName(verdict.DecidedBy[..hash])}#{index}",
            (statement is JsonArray many ? many.ElementAtOrDefault(index) : statement) as JsonObject
        );
    }

    /// <inheritdoc/>
    public override string ToString() => Statement is null ? Name : $"{Name} {Statement.ToJsonString(Compact)}";
}
