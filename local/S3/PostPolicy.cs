using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.S3;

/// <summary>What a form may upload, and until when: the policy document in it.</summary>
/// <remarks>Source: Amazon S3 API Reference, "POST policy" (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html).</remarks>
internal sealed record PostPolicy(DateTimeOffset Expires, IReadOnlyList<PostPolicy.Condition> Conditions)
{
    /// <summary>What is said of a field, or with two numbers of the size of the file.</summary>
    internal sealed record Condition(string Operator, string Field, string Value);

    private const string Size = "content-length-range";

    /// <exception cref="AwsException"><c>InvalidPolicyDocument</c>.</exception>
    public static PostPolicy Of(string base64)
    {
        try
        {
            var document = JsonNode.Parse(Convert.FromBase64String(base64))!.AsObject();
            var expires = DateTimeOffset.Parse(
                document["expiration"]!.GetValue<string>(),
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal
            );
            return new(expires, [.. document["conditions"]!.AsArray().SelectMany(c => Read(c!))]);
        }
        catch (Exception e)
            when (e is JsonException or FormatException or InvalidOperationException or NullReferenceException or ArgumentException)
        {
            throw new AwsException("InvalidPolicyDocument", "Invalid Policy: Invalid JSON.");
        }
    }

    /// <summary>Holds a form against it.</summary>
    /// <exception cref="AwsException"><c>AccessDenied</c>: its time is over, a condition does not hold, or a field has none.</exception>
    public void Require(DateTimeOffset now, string bucket, IReadOnlyDictionary<string, string> fields)
    {
        if (now >= Expires)
            throw Refused("Policy expired.");
        foreach (var condition in Conditions.Where(c => c.Operator != Size))
        {
            var value = condition.Field == "bucket" ? bucket : fields.GetValueOrDefault(condition.Field, string.Empty);
            if (!(condition.Operator == "eq" ? value == condition.Value : value.StartsWith(condition.Value, StringComparison.Ordinal)))
                throw Refused($"Policy Condition failed: [\"{condition.Operator}\", \"${condition.Field}\", \"{condition.Value}\"]");
        }

        var free = fields
            .Keys.Where(f =>
                f is not ("policy" or "x-amz-signature" or "file" or "bucket")
                && !f.StartsWith("x-ignore-", StringComparison.Ordinal)
                && Conditions.All(c => c.Field != f)
            )
            .ToList();
        if (free.Count > 0)
            throw Refused($"Extra input fields: {string.Join(", ", free)}");
    }

    /// <exception cref="AwsException">The file is smaller or larger than it may be.</exception>
    public void RequireSize(long size)
    {
        foreach (var (_, least, most) in Conditions.Where(c => c.Operator == Size))
        {
            if (size < Number(least))
                throw S3Errors.With(
                    "EntityTooSmall",
                    "Your proposed upload is smaller than the minimum allowed size",
                    ("ProposedSize", size),
                    ("MinSizeAllowed", Number(least))
                );
            if (size > Number(most))
                throw S3Errors.With(
                    "EntityTooLarge",
                    "Your proposed upload exceeds the maximum allowed size",
                    ("ProposedSize", size),
                    ("MaxSizeAllowed", Number(most))
                );
        }
    }

    /// <summary>A list is an operator and what it takes; an object says what fields are.</summary>
    private static IEnumerable<Condition> Read(JsonNode condition) =>
        condition switch
        {
            JsonObject exact => exact.Select(f => new Condition("eq", f.Key.ToLowerInvariant(), f.Value!.ToString())),
            JsonArray { Count: 3 } list => list[0]!.ToString().ToLowerInvariant() switch
            {
                Size => [new(Size, $"{Number(list[1]!.ToString())}", $"{Number(list[2]!.ToString())}")],
                "eq" or "starts-with" when list[1]!.ToString() is ['$', .. var field] =>
                [
                    new(list[0]!.ToString().ToLowerInvariant(), field.ToLowerInvariant(), list[2]!.ToString()),
                ],
                _ => throw new FormatException(),
            },
            _ => throw new FormatException(),
        };

    private static long Number(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static AwsException Refused(string why) => new("AccessDenied", $"Invalid according to Policy: {why}", 403);
}
