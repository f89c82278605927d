using System.Text.Json.Nodes;
using CsCheck;

namespace CognitoStack.Assurance.Symbolic;

/// <summary>Policies and requests at random, with the corners of IAM: case of keys and values, keys that are absent, of many values, wildcards and variables.</summary>
internal static class PolicyGen
{
    public const string Account = "111122223333";

    private static readonly Gen<string> Text = Pick("red", "RED", "blue", "re", "red/x", "r*d", "red,blue");
    private static readonly Gen<string> Like = Pick(
        "red",
        "r*",
        "*d",
        "*",
        "r?d",
        "?",
        "re*/x",
        "*e*",
        "${aws:PrincipalTag/team}",
        "${aws:PrincipalTag/team}*",
        "${aws:PrincipalTag/none, 'red'}"
    );
    private static readonly Gen<string> Plain = Pick(
        "red",
        "RED",
        "blue",
        "r*d",
        "${aws:PrincipalTag/team}",
        "${aws:PrincipalTag/team, 'red'}"
    );
    private static readonly Gen<string> Number = Pick("1.1", "1.2", "1.3", "1.20", "2");
    private static readonly Gen<string> Time = Pick("2026-01-01T00:00:00Z", "2026-06-01T12:00:00Z", "2027-01-01T00:00:00Z");
    private static readonly Gen<string> Block = Pick("198.51.100.0/24", "198.51.100.7/32", "203.0.113.0/25", "2001:db8::/32");
    private static readonly Gen<string> Address = Pick("198.51.100.7", "198.51.100.8", "203.0.113.200", "2001:db8::1");
    private static readonly Gen<string> Arn = Pick(
        "arn:aws:s3:::files",
        "arn:aws:s3:::files2",
        $"arn:aws:sns:us-east-1:{Account}:topic",
        $"arn:aws:sns:eu-west-1:{Account}:topic:x"
    );
    private static readonly Gen<string> ArnPattern = Pick(
        "arn:aws:s3:::*",
        "arn:aws:s3:::files",
        $"arn:aws:sns:*:{Account}:topic",
        "arn:aws:*:*:*:*",
        "arn:aws:sns:us-east-?:*:topic"
    );

    /// <summary>Keys with the operators that compare them.</summary>
    private static readonly (string Key, string[] Operators, Gen<string> Values)[] Keys =
    [
        (
            "aws:PrincipalTag/team",
            ["StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringEqualsIfExists", "StringNotEqualsIfExists"],
            Plain
        ),
        ("aws:PrincipalTag/Other", ["StringLike", "StringNotLike", "StringLikeIfExists"], Like),
        ("s3:prefix", ["StringLike", "StringEquals", "StringNotLike", "StringLikeIfExists"], Like),
        (
            "s3:TlsVersion",
            ["NumericLessThan", "NumericEquals", "NumericGreaterThanEquals", "NumericNotEquals", "NumericLessThanIfExists"],
            Number
        ),
        ("aws:CurrentTime", ["DateLessThan", "DateGreaterThanEquals", "DateEquals"], Time),
        ("aws:SecureTransport", ["Bool", "BoolIfExists"], Pick("true", "false")),
        ("aws:SourceIp", ["IpAddress", "NotIpAddress", "IpAddressIfExists"], Block),
        ("aws:SourceArn", ["ArnLike", "ArnEquals", "ArnNotLike", "ArnLikeIfExists"], ArnPattern),
        (
            "dynamodb:LeadingKeys",
            [
                "ForAllValues:StringEquals",
                "ForAnyValue:StringEquals",
                "ForAllValues:StringLike",
                "ForAllValues:StringNotEquals",
                "ForAnyValue:StringNotEquals",
            ],
            Plain
        ),
        ("dynamodb:LeadingKeys", ["Null"], Pick("true", "false")),
        ("aws:PrincipalTag/team", ["Null"], Pick("true", "false")),
        ("s3:prefix", ["Null"], Pick("true", "false")),
    ];

    public static readonly Gen<JsonObject> Statement =
        from effect in Pick("Allow", "Allow", "Deny")
        from not in Pick("", "", "", "Not")
        from actions in Pick(
            "s3:GetObject",
            "s3:*",
            "*",
            "s3:Get*",
            "S3:listbucket",
            "dynamodb:Query",
            "dynamodb:*Item",
            "dynamodb:GetIte?"
        ).Array[1, 2]
        from notResource in Pick("", "", "", "", "Not")
        from resources in Pick(
            "*",
            "arn:aws:s3:::files",
            "arn:aws:s3:::files/*",
            "arn:aws:s3:::files/users/${aws:PrincipalTag/team}/*",
            "arn:aws:s3:::files/users/re?/*",
            "arn:aws:s3:::*/users/*",
            "arn:aws:s3:::files/${*}",
            $"arn:aws:dynamodb:us-east-1:{Account}:table/notes",
            $"arn:aws:dynamodb:*:{Account}:table/*"
        ).Array[1, 2]
        from conditions in Condition.Array[0, 2]
        select Made(effect, not, actions, notResource, resources, conditions);

    private static Gen<(string Operator, string Key, string[] Values)> Condition =>
        from key in Pick(Keys)
        from comparison in Pick(key.Operators)
        from values in key.Values.Array[1, comparison == "Null" ? 1 : 2]
        select (comparison, key.Key, values);

    public static readonly Gen<JsonObject> Policy =
        from version in Pick("2012-10-17", "2012-10-17", "2012-10-17", "2008-10-17")
        from statements in Statement.Array[1, 3]
        select new JsonObject { ["Version"] = version, ["Statement"] = new JsonArray([.. statements.Select(s => s.DeepClone())]) };

    public static readonly Gen<(string Action, string Resource, JsonObject Context)> Request =
        from pair in Pick(
            ("s3:GetObject", "arn:aws:s3:::files/users/red/a"),
            ("s3:GetObject", "arn:aws:s3:::files/users/blue/a"),
            ("s3:GetObject", "arn:aws:s3:::files/x"),
            ("s3:PutObject", "arn:aws:s3:::other/users/x"),
            ("s3:ListBucket", "arn:aws:s3:::files"),
            ("dynamodb:Query", $"arn:aws:dynamodb:us-east-1:{Account}:table/notes"),
            ("dynamodb:GetItem", $"arn:aws:dynamodb:eu-west-1:{Account}:table/notes")
        )
        from team in Text.Null()
        from other in Text.Null()
        from prefix in Text.Null()
        from tls in Number.Null()
        from time in Time
        from secure in Pick("true", "false")
        from address in Address.Null()
        from arn in Arn.Null()
        from keys in Text.Array[0, 2].Null()
        select (pair.Item1, pair.Item2, Context(pair.Item1, team, other, prefix, tls, time, secure, address, arn, keys));

    private static Gen<T> Pick<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static JsonObject Made(
        string effect,
        string not,
        string[] actions,
        string notResource,
        string[] resources,
        (string Operator, string Key, string[] Values)[] conditions
    )
    {
        JsonObject condition = [];
        foreach (var (comparison, key, values) in conditions)
        {
            condition.TryAdd(comparison, new JsonObject());
            condition[comparison]!.AsObject().TryAdd(key, new JsonArray([.. values.Select(v => (JsonNode?)v)]));
        }

        JsonObject statement = new()
        {
            ["Effect"] = effect,
            [$"{not}Action"] = Many(actions),
            [$"{notResource}Resource"] = Many(resources),
        };
        if (condition.Count > 0)
            statement[nameof(Condition)] = condition;
        return statement;
    }

    private static JsonArray Many(string[] values) => [.. values.Distinct().Select(v => (JsonNode?)v)];

    private static JsonObject Context(
        string action,
        string? team,
        string? other,
        string? prefix,
        string? tls,
        string time,
        string secure,
        string? address,
        string? arn,
        string[]? keys
    )
    {
        var isS3 = action.StartsWith("s3:", StringComparison.Ordinal);
        JsonObject context = new() { ["aws:CurrentTime"] = time, ["aws:SecureTransport"] = secure };
        foreach (
            var (key, value) in new[]
            {
                ("aws:PrincipalTag/team", team),
                ("aws:PrincipalTag/Other", other),
                ("s3:prefix", action == "s3:ListBucket" ? prefix : null),
                ("s3:TlsVersion", isS3 ? tls : null),
                ("aws:SourceIp", address),
                ("aws:SourceArn", arn),
            }
        )
            if (value is not null)
                context[key] = value;
        if (!isS3 && keys is { Length: > 0 })
            context["dynamodb:LeadingKeys"] = Many(keys);
        return context;
    }
}
