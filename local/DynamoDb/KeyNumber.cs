using System.Globalization;
using System.Text.RegularExpressions;

namespace CognitoStack.Local.DynamoDb;

/// <summary>Numbers of up to 38 digits, of which each has one text: 1.0, 10e-1 and 1 are one key, and must be one to a policy.</summary>
/// <remarks>Source: DynamoDB Developer Guide, "Supported data types and naming rules"
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html), Number.</remarks>
internal static partial class KeyNumber
{
    /// <summary>Beyond what DynamoDB stores; a text of more zeros is nobody's key.</summary>
    private const int MostPlaces = 200;

    /// <summary>The number without an exponent and needless zeros, as the store writes it; what is no number stays as it is.</summary>
    public static string Plain(string text)
    {
        if (
            Parts().Match(text) is not { Success: true } parts
            || !int.TryParse(
                parts.Groups["exponent"].Value is { Length: > 0 } e ? e : "0",
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var exponent
            )
        )
            return text;
        var fraction = parts.Groups["fraction"].Value;
        var digits = (parts.Groups["whole"].Value + fraction).TrimStart('0');
        if (digits.Length == 0)
            return parts.Groups["whole"].Length + fraction.Length > 0 ? "0" : text;
        // Where the point stands, counted from the first digit that is not zero.
        var places = (long)digits.Length - fraction.Length + exponent;
        digits = digits.TrimEnd('0');
        if (Math.Abs(places) > MostPlaces)
            return text;
        var point = (int)places;
        var plain =
            point <= 0 ? $"0.{new string('0', -point)}{digits}"
            : point >= digits.Length ? digits.PadRight(point, '0')
            : $"{digits[..point]}.{digits[point..]}";
        return parts.Groups["sign"].Value == "-" ? $"-{plain}" : plain;
    }

    public static int SignificantDigits(string text) =>
        Plain(text).Replace(".", string.Empty, StringComparison.Ordinal).Trim('-', '0').Length;

    [GeneratedRegex(@"^(?<sign>[+-]?)(?<whole>[0-9]*)(?:\.(?<fraction>[0-9]*))?(?:[eE](?<exponent>[+-]?[0-9]{1,9}))?$")]
    private static partial Regex Parts();
}
