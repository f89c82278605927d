using System.Globalization;

namespace CognitoStack.Lambda;

/// <summary>Times in UTC as text of one width each, so that they sort as they follow each other.</summary>
public static class Iso8601
{
    /// <summary>For example 2026-05-04T03:02:01Z.</summary>
    public static string Seconds(DateTimeOffset time) => Text(time, "yyyy-MM-dd'T'HH:mm:ss'Z'");

    /// <summary>For example 2026-05-04T03:02:01.000Z.</summary>
    public static string Milliseconds(DateTimeOffset time) => Text(time, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'");

    private static string Text(DateTimeOffset time, string format) => time.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);
}
