using CognitoStack.Assurance.Access;

namespace CognitoStack.Assurance.Symbolic;

/// <summary>Requests that AWS never makes, and that nothing needs to be shown of. They are the assumptions of the proof.</summary>
internal static class NoRequest
{
    /// <summary>Each with what it assumes as its source.</summary>
    public static IReadOnlyList<Region> All { get; } =
    [
        new("AWS says of every request whether it came over TLS", [new("aws:securetransport", Quantifier.Absent)]),
        new(
            "whether a request came over TLS is true or false",
            [
                new(
                    "aws:securetransport",
                    Quantifier.Any,
                    new TextTest([Pattern.Of("true"), Pattern.Of("false")], ignoresCase: true).Loose.Negation
                ),
            ]
        ),
        new(
            "S3 says of every request over TLS by which version",
            [
                Action([Pattern.Of("s3:") + Pattern.Anything]),
                new("aws:securetransport", Quantifier.Any, new TextTest([Pattern.Of("true")])),
                new("s3:tlsversion", Quantifier.Absent),
            ]
        ),
        new(
            "a request on an object names one",
            [
                Action(Actions.Objects.Select(Pattern.Of)),
                new(StatementReader.Resource, Quantifier.Any, new TextTest([Object]).Loose.Negation),
            ]
        ),
        new(
            "a request on a bucket names no object",
            [
                Action(Actions.Listings.Concat(Actions.Buckets).Select(Pattern.Of)),
                new(StatementReader.Resource, Quantifier.Any, new TextTest([Object])),
            ]
        ),
        new(
            "a scan of a table names no leading keys",
            [Action([Pattern.Of("dynamodb:Scan")]), new("dynamodb:leadingkeys", Quantifier.Present)]
        ),
    ];

    private static Pattern Object => Pattern.Read("arn:?*:s3:::?*/?*", Reading.Wildcards, null)!;

    private static Literal Action(IEnumerable<Pattern> patterns) =>
        new(StatementReader.Action, Quantifier.Any, new TextTest(patterns, ignoresCase: true));
}
