using CognitoStack.Local.Access;
using CognitoStack.Local.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace CognitoStack.Local.Front;

/// <summary>A call of an operation by the Query protocol: a form, in which lists and structures are written as <c>Tags.member.1.Key</c>.</summary>
internal sealed class QueryCall(IReadOnlyDictionary<string, StringValues> parameters, Caller caller)
{
    /// <summary>Reads a form, or a query string.</summary>
    public static QueryCall Parse(string text, Caller caller) =>
        new(new Dictionary<string, StringValues>(QueryHelpers.ParseQuery(text), StringComparer.Ordinal), caller);

    /// <summary>Reads the body of a request.</summary>
    /// <exception cref="AwsException">It has more bytes than allowed.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpRequest request, int mostBytes)
    {
        using var body = new MemoryStream();
        var buffer = new byte[8192];
        while (await request.Body.ReadAsync(buffer) is > 0 and var read)
        {
            if (body.Length + read > mostBytes)
                throw new AwsException("RequestEntityTooLarge", "The request is too long", 413);
            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    /// <summary>Who calls.</summary>
    public Caller Caller => caller;

    /// <summary>Name of the operation.</summary>
    public string Action => Text("Action") ?? throw new AwsException("MissingAction", "The request must contain the parameter Action");

    /// <summary>A member; null where it is not set.</summary>
    public string? Text(string name) => parameters.TryGetValue(name, out var values) && values.Count == 1 ? values[0] : null;

    /// <summary>A member that must be set.</summary>
    /// <exception cref="AwsException"><c>ValidationError</c>.</exception>
    public string Required(string name) =>
        Text(name) is { Length: > 0 } text
            ? text
            : throw new AwsException(
                "ValidationError",
                $"1 validation error detected: Value null at '{char.ToLowerInvariant(name[0])}{name[1..]}' failed to satisfy constraint: Member must not be null"
            );

    /// <summary>A switch; null where it is not set.</summary>
    public bool? Flag(string name) => Text(name) is { } text ? text.Equals("true", StringComparison.OrdinalIgnoreCase) : null;

    /// <summary>Whether anything is said of a member, of whatever kind it is.</summary>
    public bool Says(string name) =>
        parameters.Any(p => (p.Key == name || p.Key.StartsWith(name + '.', StringComparison.Ordinal)) && p.Value.ToString().Length > 0);

    /// <summary>A list of texts.</summary>
    public IReadOnlyList<string> Texts(string name) => [.. Members(name).Select(member => parameters.GetValueOrDefault(member).ToString())];

    /// <summary>A list of structures.</summary>
    public IReadOnlyList<QueryCall> Structures(string name) => [.. Members(name).Select(Within)];

    /// <summary>A structure.</summary>
    public QueryCall Structure(string name) => Within(name);

    /// <summary>A map of texts.</summary>
    public IReadOnlyDictionary<string, string> Map(string name) =>
        Numbered($"{name}.entry.").Select(Within).ToDictionary(e => e.Text("key") ?? string.Empty, e => e.Text("value") ?? string.Empty);

    private IEnumerable<string> Members(string name) => Numbered($"{name}.member.");

    private IEnumerable<string> Numbered(string prefix) =>
        parameters
            .Keys.Where(k => k.StartsWith(prefix, StringComparison.Ordinal))
            .Select(k => k[prefix.Length..].Split('.')[0])
            .Distinct()
            .Where(n => int.TryParse(n, out _))
            .OrderBy(int.Parse)
            .Select(n => prefix + n);

    private QueryCall Within(string prefix) =>
        new(
            parameters
                .Where(p => p.Key.StartsWith(prefix + '.', StringComparison.Ordinal))
                .ToDictionary(p => p.Key[(prefix.Length + 1)..], p => p.Value),
            caller
        );
}
