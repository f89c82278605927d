namespace CognitoStack.Local.UserPools.Settings;

/// <summary>Whom tokens name as their issuer.</summary>
/// <param name="Host">This host, such as <c>http://localhost:4566</c>, for clients that insist that issuer, discovery and tokens agree; null for AWS.</param>
public sealed record PoolIssuer(string? Host)
{
    /// <summary>AWS, so that neither clients nor identity pools need to know where they run.</summary>
    public static readonly PoolIssuer Aws = new((string?)null);

    /// <summary>The issuer of a pool.</summary>
    public string Of(string region, string pool) => Host is null ? $"https://{ProviderOf(region, pool)}" : $"{Host}/{pool}";

    /// <summary>The name by which identity pools and IAM know a pool, whoever its tokens name.</summary>
    public static string ProviderOf(string region, string pool) => $"cognito-idp.{region}.amazonaws.com/{pool}";
}
