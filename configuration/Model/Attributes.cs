namespace CognitoStack.Configuration;

/// <summary>Regular expression that every key of a dictionary must match.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class KeyPatternAttribute(string pattern, string? message = null) : Attribute
{
    /// <summary>The expression, in the dialect common to .NET and ECMA 262.</summary>
    public string Pattern { get; } = pattern;

    /// <summary>What it asks for, in words that follow the value: <c>must be …</c>.</summary>
    public string? Message { get; } = message;
}

/// <summary>Regular expression that every value of a list or dictionary of strings must match.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ItemPatternAttribute(string pattern, string? message = null) : Attribute
{
    /// <summary>Whether null may stand for a value: the runtime does not know what a dictionary says of the null of its values.</summary>
    public bool OrNull { get; init; }

    /// <summary>The expression, in the dialect common to .NET and ECMA 262.</summary>
    public string Pattern { get; } = pattern;

    /// <summary>What it asks for, in words that follow the value: <c>must be …</c>.</summary>
    public string? Message { get; } = message;
}

/// <summary>Bounds of an ISO 8601 duration, both included.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DurationRangeAttribute(string minimum, string maximum) : Attribute
{
    /// <summary>Shortest allowed duration, such as <c>PT5M</c>.</summary>
    public string Minimum { get; } = minimum;

    /// <summary>Longest allowed duration, such as <c>P1D</c>.</summary>
    public string Maximum { get; } = maximum;
}

/// <summary>Patterns that stand in more than one place.</summary>
internal static class Patterns
{
    /// <summary>Names of clients, buckets, tables, roles: they become parts of logical IDs and outputs.</summary>
    public const string Key = "^[a-zA-Z][a-zA-Z0-9-]{0,31}$";

    /// <summary>What <see cref="Key"/> asks for.</summary>
    public const string KeyMessage = "must be 1 to 32 letters, digits and hyphens, a letter first";

    /// <summary>An AWS Region.</summary>
    public const string Region = "^[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}$";

    /// <summary>A DNS domain in lower case, without a trailing dot.</summary>
    public const string Domain = @"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$";

    /// <summary>What <see cref="Domain"/> asks for.</summary>
    public const string DomainMessage = "must be a domain in lower case, such as example.com";

    /// <summary>Claims and attributes as they stand in a token.</summary>
    public const string Claim = @"^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,64}$";

    /// <summary>What <see cref="Claim"/> asks for.</summary>
    public const string ClaimMessage = "must be the name of a claim: 1 to 64 characters without spaces";

    /// <summary>An ISO 8601 duration of days, hours, minutes and seconds.</summary>
    public const string Duration = "^P(?!$)([0-9]+D)?(T(?=[0-9])([0-9]+H)?([0-9]+M)?([0-9]+S)?)?$";

    /// <summary>An e-mail address, alone or behind a display name.</summary>
    public const string Mailbox = @"^([^<>\p{Cc}]*[^<>\p{Cc}\s] *<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$";

    /// <summary>An e-mail address, alone.</summary>
    public const string Address = @"^[^<>@\s]+@[^<>@\s]+$";

    /// <summary>An absolute address: http, https or an app's own scheme.</summary>
    public const string Url = @"^[a-zA-Z][a-zA-Z0-9+.\-]*://?[^\s#]+$";

    /// <summary>A path below a folder, never out of it.</summary>
    public const string RelativePath = @"^(?!/)(?!.*(^|/)\.\.?(/|$))[a-zA-Z0-9_./\-]{1,256}$";

    /// <summary>What <see cref="RelativePath"/> asks for.</summary>
    public const string RelativePathMessage = "must be a path below cdk/, such as branding/acme";

    /// <summary>An https address.</summary>
    public const string Https = "^https://[^\\s#]+$";

    /// <summary>What <see cref="Https"/> asks for.</summary>
    public const string HttpsMessage = "must be an https address";
}
