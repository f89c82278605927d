using System.Globalization;
using System.Net.Mail;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CognitoStack.Local.UserPools.Settings;

/// <summary>An attribute that users of a pool may have.</summary>
/// <param name="Name">Its name as requests and tokens have it: with <c>custom:</c>.</param>
/// <param name="Type">String, Number, Boolean or DateTime.</param>
/// <param name="IsMutable">Whether it may change once it is set.</param>
/// <param name="IsRequired">Whether nobody can sign up without it.</param>
/// <param name="Minimum">Shortest text, or smallest number.</param>
/// <param name="Maximum">Longest text, or greatest number.</param>
internal sealed partial record AttributeDefinition(string Name, string Type, bool IsMutable, bool IsRequired, long? Minimum, long? Maximum)
{
    public bool IsCustom => Name.StartsWith("custom:", StringComparison.Ordinal) || Name.StartsWith("dev:", StringComparison.Ordinal);

    /// <summary>What is wrong with a value; null where nothing is.</summary>
    public string? Fault(string value) =>
        Type switch
        {
            "Number" => NumberFault(value),
            "Boolean" => bool.TryParse(value, out _) ? null : "Boolean was expected",
            "DateTime" => DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, out _) ? null : "DateTime was expected",
            _ => TextFault(value),
        };

    /// <summary>The attribute in the form of <c>DescribeUserPool</c>.</summary>
    public JsonObject Describe()
    {
        var description = new JsonObject
        {
            ["Name"] = Name,
            ["AttributeDataType"] = Type,
            ["DeveloperOnlyAttribute"] = false,
            ["Mutable"] = IsMutable,
            ["Required"] = IsRequired,
        };
        var constraints = new JsonObject();
        var (low, high) = Type == "String" ? ("MinLength", "MaxLength") : ("MinValue", "MaxValue");
        if (Minimum is { } minimum)
            constraints[low] = minimum.ToString(CultureInfo.InvariantCulture);
        if (Maximum is { } maximum)
            constraints[high] = maximum.ToString(CultureInfo.InvariantCulture);
        if (Type is "String" or "Number")
            description[$"{Type}AttributeConstraints"] = constraints;
        return description;
    }

    private string? NumberFault(string value) =>
        !decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? "Number was expected"
        : number < Minimum ? $"Number must be no less than {Minimum}"
        : number > Maximum ? $"Number must be no greater than {Maximum}"
        : null;

    private string? TextFault(string value) =>
        value.Length < Minimum ? $"String must be no shorter than {Minimum} characters"
        : value.Length > Maximum ? $"String must be no longer than {Maximum} characters"
        : null;

    /// <summary>Whether an e-mail address has the form of one.</summary>
    public static bool IsEmail(string value) =>
        value.Length <= 254 && MailAddress.TryCreate(value, out var address) && address.Address == value && !value.Contains(' ');

    /// <summary>Whether a phone number has the form E.164.</summary>
    public static bool IsPhoneNumber(string value) => PhoneNumber.IsMatch(value);

    [GeneratedRegex(@"^\+[1-9]\d{1,14}$")]
    private static partial Regex PhoneNumber { get; }
}
