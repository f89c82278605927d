using System.Text;

namespace CognitoStack.Local.S3;

/// <summary>What can be a header of an answer.</summary>
/// <remarks>Source: Amazon S3 User Guide, "Working with object metadata"
/// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html): only user-defined metadata is encoded by RFC 2047; whatever else is in ISO-8859-1 is given back as it came.</remarks>
internal static class HeaderText
{
    public const string Metadata = "x-amz-meta-";

    public static bool IsName(string name) =>
        name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal));

    /// <summary>Whether a header can hold it, in ISO-8859-1.</summary>
    public static bool IsValue(string value) => value.All(c => c is >= ' ' and <= '\xFF' and not '\x7F' or '\t');

    /// <summary>A value as it is given back.</summary>
    public static string Of(string name, string value) =>
        IsValue(value) && (Ascii.IsValid(value) || !name.StartsWith(Metadata, StringComparison.Ordinal)) ? value : Encoded(value);

    public static string Encoded(string value) => $"=?UTF-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(value))}?=";
}
