using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace CognitoStack.Local.IdentityPools.Sts;

/// <summary>A request of the Query protocol: a form, or a query string.</summary>
internal sealed partial class StsQuery
{
    private const string ApiVersion = "2011-06-15";
    private const int MostBytes = 256 * 1024;
    private const string NamePattern = @"[\w+=,.@-]*";

    private static readonly HashSet<string> NotHonoured =
    [
        "MinimumSessionTokenSize",
        "Policy",
        "PolicyArns",
        "ProvidedContexts",
        "ProviderId",
        "SerialNumber",
        "SourceIdentity",
        "TokenCode",
        "TransitiveTagKeys",
    ];

    private readonly Dictionary<string, StringValues> parameters;

    private StsQuery(Dictionary<string, StringValues> parameters) => this.parameters = parameters;

    public string Action => Text("Action") ?? throw new AwsException("MissingAction", "The request must contain the parameter Action");

    public string RoleArn => Required("RoleArn", 20, 2048);

    public string WebIdentityToken => Required("WebIdentityToken", 4, 20000, isSecret: true);

    public string PrincipalArn => Required("PrincipalArn", 20, 2048);

    public string SamlAssertion => Required("SAMLAssertion", 4, 100_000, isSecret: true);

    public string RoleSessionName
    {
        get
        {
            var name = Required("RoleSessionName", 2, 64);
            return NameShape.IsMatch(name)
                ? name
                : throw Broken("RoleSessionName", name, $"Member must satisfy regular expression pattern: {NamePattern}");
        }
    }

    /// <summary>Seconds: an hour where the request says nothing.</summary>
    public int Duration
    {
        get
        {
            if (Text("DurationSeconds") is not { } text)
                return 3600;
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
                throw new AwsException("MalformedInput", "DurationSeconds is not a number");
            if (seconds < 900)
                throw Broken("DurationSeconds", text, "Member must have value greater than or equal to 900");
            return seconds > 43200 ? throw Broken("DurationSeconds", text, "Member must have value less than or equal to 43200") : seconds;
        }
    }

    /// <summary>No role is taken on for longer than it allows.</summary>
    public void RequireDuration(Resource role)
    {
        if (Duration > int.Parse(role.Text("MaxSessionDuration") ?? "3600", CultureInfo.InvariantCulture))
            throw new AwsException("ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    }

    /// <summary>What a trust policy may ask of whoever acts for another; null where it is not given.</summary>
    public string? ExternalId => Text("ExternalId");

    /// <summary>Session tags.</summary>
    public IReadOnlyDictionary<string, string> Tags =>
        parameters
            .Keys.Select(k => TagKey.Match(k))
            .Where(m => m.Success)
            .ToDictionary(m => Text(m.Value)!, m => Text($"Tags.member.{m.Groups[1].Value}.Value") ?? string.Empty);

    /// <summary>A session without the bounds that somebody asked for would be wider than they think.</summary>
    public void RefuseWhatCannotBeHonoured()
    {
        if (parameters.Keys.Select(k => k.Split('.')[0]).FirstOrDefault(NotHonoured.Contains) is { } parameter)
            throw new AwsException("NotImplemented", $"{parameter} is not available here: a session has all that its role has.");
    }

    public static Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpRequest request) => QueryCall.ReadBodyAsync(request, MostBytes);

    public static StsQuery Parse(HttpRequest request, ReadOnlyMemory<byte> body)
    {
        var query = new StsQuery(
            new(
                QueryHelpers.ParseQuery(
                    HttpMethods.IsPost(request.Method) ? Encoding.UTF8.GetString(body.Span) : request.QueryString.Value
                ),
                StringComparer.Ordinal
            )
        );
        return query.Text("Version") is ApiVersion
            ? query
            : throw new AwsException(
                "InvalidAction",
                $"Could not find operation {query.Action} for version {query.Text("Version") ?? "NO_VERSION_SPECIFIED"}"
            );
    }

    private string? Text(string name) => parameters.TryGetValue(name, out var values) && values.Count == 1 ? values[0] : null;

    private string Required(string name, int min, int max, bool isSecret = false)
    {
        var value = Text(name) ?? throw Invalid($"Value null at '{Camel(name)}' failed to satisfy constraint: Member must not be null");
        if (value.Length < min)
            throw Broken(name, isSecret ? null : value, $"Member must have length greater than or equal to {min}");
        return value.Length > max
            ? throw Broken(name, isSecret ? null : value, $"Member must have length less than or equal to {max}")
            : value;
    }

    private static AwsException Broken(string name, string? value, string constraint) =>
        Invalid($"Value {(value is null ? string.Empty : $"'{value}' ")}at '{Camel(name)}' failed to satisfy constraint: {constraint}");

    private static AwsException Invalid(string what) => new("ValidationError", $"1 validation error detected: {what}");

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    [GeneratedRegex(@"^Tags\.member\.(\d+)\.Key\z")]
    private static partial Regex TagKey { get; }

    [GeneratedRegex($"^{NamePattern}\\z")]
    private static partial Regex NameShape { get; }
}
