using System.Net;

namespace CognitoStack.Templates.Firewall;

/// <summary>A request as a web ACL sees it. What users type is not in it: Cognito keeps that to itself.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Associate an AWS WAF web ACL with a user pool" (https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-waf.html).</remarks>
public sealed record InspectedRequest
{
    /// <summary>Who sends it.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>Country of the address, by ISO 3166 code; null where nobody knows.</summary>
    public string? Country { get; init; }

    /// <summary>Method, in capitals.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>Path, as sent.</summary>
    public required string Path { get; init; }

    /// <summary>Query without its question mark, as sent.</summary>
    public string Query { get; init; } = string.Empty;

    /// <summary>Header <c>User-Agent</c>, or null.</summary>
    public string? UserAgent { get; init; }

    /// <summary>Header <c>Cookie</c>, or null.</summary>
    public string? Cookie { get; init; }

    /// <summary>Id of the request, by which a log finds it again.</summary>
    public string Id { get; init; } = string.Empty;

    /// <summary>Bytes of the body.</summary>
    public long BodyBytes { get; init; }

    /// <summary>The values of the query's arguments, decoded.</summary>
    public IReadOnlyList<string> Arguments =>
        [
            .. Query
                .Split('&', StringSplitOptions.RemoveEmptyEntries)
                .Select(a => WebUtility.UrlDecode(a[(a.IndexOf('=', StringComparison.Ordinal) + 1)..])),
        ];
}
