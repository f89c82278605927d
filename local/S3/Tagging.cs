using System.Text.RegularExpressions;
using System.Xml.Linq;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.S3;

/// <summary>Tags of objects.</summary>
/// <remarks>Source: Amazon S3 User Guide, "Categorizing your objects using tags" (https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html);
/// AWS Billing User Guide, "User-defined tag restrictions"
/// (https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/allocation-tag-restrictions.html).</remarks>
internal static partial class Tagging
{
    private const int Most = 10;
    private const int LongestKey = 128;
    private const int LongestValue = 256;

    /// <summary>Tags of the header <c>x-amz-tagging</c>, which are written as a query.</summary>
    public static IReadOnlyDictionary<string, string> OfHeader(string? header)
    {
        var tags = RawTarget.Of($"/?{HeaderBytes.Text(header ?? string.Empty)}").Query.ToList();
        return tags.DistinctBy(t => t.Key).Count() == tags.Count
            ? Checked(tags)
            : throw S3Errors.InvalidArgument(
                "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
                "x-amz-tagging",
                header
            );
    }

    public static IReadOnlyDictionary<string, string> OfXml(XElement body) =>
        Checked([
            .. body.Descendants()
                .Where(e => e.Name.LocalName == "Tag")
                .Select(t => KeyValuePair.Create(S3Xml.Text(t, "Key"), S3Xml.Text(t, "Value"))),
        ]);

    public static XElement Xml(IReadOnlyDictionary<string, string> tags) =>
        S3Xml.Element(
            "Tagging",
            S3Xml.Element(
                "TagSet",
                [.. tags.Select(t => S3Xml.Element("Tag", S3Xml.Element("Key", t.Key), S3Xml.Element("Value", t.Value)))]
            )
        );

    private static Dictionary<string, string> Checked(List<KeyValuePair<string, string>> tags)
    {
        if (tags.Count > Most)
            throw new AwsException("BadRequest", $"Object tags cannot be greater than {Most}");
        foreach (var (key, value) in tags)
        {
            if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
                throw Invalid("System tags cannot be added/updated by requester", "TagKey", key);
            if (key.Length == 0 || Letters(key) > LongestKey || !Allowed().IsMatch(key))
                throw Invalid("The TagKey you have provided is invalid", "TagKey", key);
            if (Letters(value) > LongestValue || !Allowed().IsMatch(value))
                throw Invalid("The TagValue you have provided is invalid", "TagValue", value);
        }

        if (tags.GroupBy(t => t.Key).FirstOrDefault(g => g.Count() > 1) is { Key: var twice })
            throw Invalid("Cannot provide multiple Tags with the same key", "TagKey", twice);
        return tags.ToDictionary();
    }

    private static int Letters(string text) => text.EnumerateRunes().Count();

    private static AwsException Invalid(string message, string element, string value) =>
        S3Errors.With("InvalidTag", message, (element, value));

    /// <summary>Letters, digits and spaces of any script, and a few signs; letters beyond the first plane come in two halves.</summary>
    [GeneratedRegex(@"^[\p{L}\p{M}\p{N}\p{Z}\p{Cs}_.:/=+\-@]*$")]
    private static partial Regex Allowed();
}
