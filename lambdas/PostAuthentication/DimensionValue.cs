namespace CognitoStack.Lambda.PostAuthentication;

/// <summary>
/// What a metric is told apart by, as CloudWatch takes it: printable ASCII that is not blank, of 1024 characters at most; with any other
/// value it drops the metric. An identity provider's name may be in any script. Source: AWS, "CloudWatch API: Dimension"
/// (https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Dimension.html).
/// </summary>
public static class DimensionValue
{
    /// <summary>Stands for a value that is not there.</summary>
    public const string Unknown = "UNKNOWN";

    private const int Longest = 1024;

    /// <summary>The value, with <c>\u</c> and four digits for each character that CloudWatch refuses.</summary>
    public static string Of(string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
            return Unknown;
        var taken = value.All(IsTaken) ? value : string.Concat(value.Select(one => IsTaken(one) ? $"{one}" : $"\\u{(int)one:x4}"));
        return taken.Length <= Longest ? taken : taken[..Longest];
    }

    private static bool IsTaken(char one) => one is >= ' ' and <= '~';
}
