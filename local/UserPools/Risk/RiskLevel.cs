namespace CognitoStack.Local.UserPools.Risk;

/// <summary>How likely it is that somebody else signs in than the user.</summary>
public enum RiskLevel
{
    /// <summary>Nothing speaks against it.</summary>
    None,

    /// <summary>Something is new.</summary>
    Low,

    /// <summary>Much is new.</summary>
    Medium,

    /// <summary>It cannot well be the user.</summary>
    High,
}

/// <summary>The level that this host takes for every sign-in, for a try; null where it judges itself.</summary>
public sealed record ForcedRisk(RiskLevel? Level)
{
    /// <summary>Reads the name of a level; null for one that there is not.</summary>
    public static RiskLevel? Parse(string? name) =>
        name?.ToLowerInvariant() switch
        {
            "none" => RiskLevel.None,
            "low" => RiskLevel.Low,
            "medium" => RiskLevel.Medium,
            "high" => RiskLevel.High,
            _ => null,
        };
}
