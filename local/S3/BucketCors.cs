using System.IO.Enumeration;
using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.S3;

/// <summary>Cross-origin requests to a bucket, as its own rules allow them.</summary>
/// <remarks>Source: Amazon S3 User Guide, "Using cross-origin resource sharing (CORS)"
/// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html).</remarks>
internal static class BucketCors
{
    private const string Vary = "Origin, Access-Control-Request-Headers, Access-Control-Request-Method";

    /// <summary>Answers a preflight request.</summary>
    public static void Preflight(S3Call call, Deployed deployed, ILogger log)
    {
        var bucket = deployed.Find("AWS::S3::Bucket", call.Bucket);
        var headers = call.Http.Request.Headers;
        var (origin, method) = (headers.Origin.ToString(), headers.AccessControlRequestMethod.ToString());
        if (origin.Length == 0)
            throw new AwsException("BadRequest", "Insufficient information. Origin request header needed.");
        if (method.Length == 0)
            throw new AwsException("BadRequest", "Invalid Access-Control-Request-Method: null");
        var asked = headers
            .AccessControlRequestHeaders.ToString()
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (Rule(bucket, origin, method, asked) is not { } rule)
        {
            if (bucket is not null)
                Log.PreflightRefused(log, origin, method, bucket.Name, OutputOf(deployed, bucket), WhyNot(bucket, origin, method));
            throw new AwsException(
                "AccessForbidden",
                "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.",
                403
            );
        }

        Allow(call, rule, origin);
        var response = call.Http.Response.Headers;
        if (asked.Length > 0)
            response.AccessControlAllowHeaders = string.Join(", ", asked.Select(h => h.ToLowerInvariant()));
        if (rule["MaxAge"] is { } age)
            response.AccessControlMaxAge = age.ToString();
    }

    /// <summary>Lets the page that sent a request read the answer, where a rule allows it.</summary>
    public static void Apply(S3Call call, Resource? bucket)
    {
        var origin = call.Http.Request.Headers.Origin.ToString();
        if (origin.Length > 0 && Rule(bucket, origin, call.Method, []) is { } rule)
            Allow(call, rule, origin);
    }

    /// <summary>The developer knows buckets by the outputs that tell their names.</summary>
    private static string OutputOf(Deployed deployed, Resource bucket) =>
        deployed.Outputs.Values.SelectMany(stack => stack).FirstOrDefault(output => output.Value == bucket.Name).Key ?? bucket.LogicalId;

    private static string WhyNot(Resource bucket, string origin, string method) =>
        Rules(bucket).Where(rule => Texts(rule, "AllowedOrigins").Any(o => Matches(o, origin, false))).ToList() switch
        {
            [] => Rules(bucket).SelectMany(rule => Texts(rule, "AllowedOrigins")).ToList() is { Count: > 0 } allowed
                ? $"only pages of {string.Join(", ", allowed)} may"
                : "no page may",
            var rules when rules.Exists(rule => Texts(rule, "AllowedMethods").Contains(method)) =>
                "it asks for a header that is not allowed",
            var rules => $"only {string.Join(", ", rules.SelectMany(rule => Texts(rule, "AllowedMethods")).Distinct())} are allowed",
        };

    private static IEnumerable<JsonObject> Rules(Resource? bucket) =>
        (bucket?.Properties["CorsConfiguration"]?["CorsRules"]?.AsArray() ?? []).OfType<JsonObject>();

    private static void Allow(S3Call call, JsonObject rule, string origin)
    {
        var headers = call.Http.Response.Headers;
        headers.AccessControlAllowOrigin = Texts(rule, "AllowedOrigins").Contains("*") ? "*" : origin;
        if (headers.AccessControlAllowOrigin != "*")
            headers.AccessControlAllowCredentials = "true";
        headers.AccessControlAllowMethods = string.Join(", ", Texts(rule, "AllowedMethods"));
        if (Texts(rule, "ExposedHeaders").ToList() is { Count: > 0 } exposed)
            headers.AccessControlExposeHeaders = string.Join(", ", exposed);
        headers.Vary = Vary;
    }

    private static JsonObject? Rule(Resource? bucket, string origin, string method, string[] asked) =>
        Rules(bucket)
            .FirstOrDefault(rule =>
                Texts(rule, "AllowedOrigins").Any(o => Matches(o, origin, false))
                && Texts(rule, "AllowedMethods").Contains(method)
                && asked.All(h => Texts(rule, "AllowedHeaders").Any(a => Matches(a, h, true)))
            );

    /// <summary>A star stands for any characters, and nothing else is special.</summary>
    private static bool Matches(string pattern, string text, bool ignoreCase) =>
        pattern.Split('*', 2) switch
        {
            [var whole] => whole.Equals(text, ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal),
            _ => FileSystemName.MatchesSimpleExpression(pattern.Replace("?", "\\?", StringComparison.Ordinal), text, ignoreCase),
        };

    private static IEnumerable<string> Texts(JsonObject rule, string property) =>
        (rule[property]?.AsArray() ?? []).Select(t => t!.ToString());
}
