using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace CognitoStack.Local.S3;

/// <summary>Rules of a lifecycle in the words of S3, which differ from those of templates.</summary>
/// <remarks>Source: Amazon S3 API Reference, "GetBucketLifecycleConfiguration"; CloudFormation Template Reference, "AWS::S3::Bucket Rule"
/// (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-rule.html).</remarks>
internal static class LifecycleRules
{
    private static readonly (string Property, string Name)[] Expirations =
    [
        ("ExpirationInDays", "Days"),
        ("ExpirationDate", "Date"),
        ("ExpiredObjectDeleteMarker", "ExpiredObjectDeleteMarker"),
    ];

    public static XElement Of(JsonObject rule) =>
        S3Xml.Element(
            "Rule",
            rule["Id"] is { } id ? S3Xml.Element("ID", id) : null,
            S3Xml.Element("Filter", S3Xml.Element("Prefix", rule["Prefix"] ?? string.Empty)),
            S3Xml.Element("Status", rule["Status"]),
            Expirations.Where(e => rule[e.Property] is not null).Select(e => S3Xml.Element(e.Name, Text(rule[e.Property]!))).ToList()
                is { Count: > 0 } ends
                ? S3Xml.Element("Expiration", ends)
                : null,
            Copied(rule, "NoncurrentVersionExpiration"),
            Copied(rule, "AbortIncompleteMultipartUpload")
        );

    private static XElement? Copied(JsonObject rule, string name) =>
        rule[name] is JsonObject inner ? S3Xml.Element(name, inner.Select(p => S3Xml.Element(p.Key, Text(p.Value!)))) : null;

    // XML writes switches in small letters.
    private static string Text(JsonNode value) => value.ToString() is "True" or "true" ? "true" : value.ToString();
}
