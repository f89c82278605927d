using System.Xml.Linq;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.S3;

/// <summary>Tags of objects.</summary>
internal static class Tagging
{
    private const int Most = 10;

    /// <summary>Tags of the header <c>x-amz-tagging</c>, which are written as a query.</summary>
    public static IReadOnlyDictionary<string, string> OfHeader(string? header) => Checked(RawTarget.Of($"/?{header}").Query);

    public static IReadOnlyDictionary<string, string> OfXml(XElement body) =>
        Checked([.. body.Descendants().Where(e => e.Name.LocalName == "Tag").Select(t => KeyValuePair.Create(S3Xml.Text(t, "Key"), S3Xml.Text(t, "Value")))]);

    public static XElement Xml(IReadOnlyDictionary<string, string> tags) => S3Xml.Element("Tagging",
        S3Xml.Element("TagSet", [.. tags.Select(t => S3Xml.Element("Tag", S3Xml.Element("Key", t.Key), S3Xml.Element("Value", t.Value)))]));

    private static Dictionary<string, string> Checked(IReadOnlyList<KeyValuePair<string, string>> tags)
    {
        if (tags.Count > Most) throw new AwsException("BadRequest", "Object tags cannot be greater than 10");
        if (tags.Any(t => t.Key.Length is 0 or > 128 || t.Value.Length > 256)) throw new AwsException("InvalidTag", "The TagKey you have provided is invalid");
        if (tags.DistinctBy(t => t.Key).Count() < tags.Count) throw new AwsException("InvalidTag", "Cannot provide multiple Tags with the same key");
        return tags.ToDictionary();
    }
}
