using System.Globalization;
using System.Text.Json.Nodes;
using CognitoStack.Templates;
using CsCheck;

namespace CognitoStack.Assurance.Symbolic;

/// <summary>What is decided for every request holds for those that are tried; and what is found is a request.</summary>
public sealed class SolverTests
{
    private const string Identities = "cognito-identity.amazonaws.com";
    private static readonly int Times = int.Parse(
        Environment.GetEnvironmentVariable("CsCheck_Iter") ?? "1000",
        CultureInfo.InvariantCulture
    );

    [Fact]
    public void No_request_is_outside_of_regions_that_hold_all() =>
        Gen.Select(PolicyGen.Statement, PolicyGen.Statement.Array[1, 3], PolicyGen.Request.Array[40])
            .Sample(
                (statement, others, requests) =>
                {
                    var reader = new PolicyReader(Identities);
                    NamedPolicy allowed = Policies.Of(statement);
                    NamedPolicy known = Policies.Of(others);
                    var rights = reader.Read(known, "Allow", Side.Narrow).ToList();
                    if (reader.Read(allowed, "Allow", Side.Wide).Any(left => new Solver().Outside(left, rights) is not null))
                        return;
                    foreach (var (action, resource, context) in requests)
                        Assert.False(
                            Policies.Allows(allowed.Document, action, resource, context)
                                && !Policies.Allows(known.Document, action, resource, context),
                            $"{action} on {resource} with {context.ToJsonString()} is outside."
                        );
                },
                iter: Times,
                threads: 1
            );

    [Fact]
    public void What_is_found_is_in_the_region_and_in_no_other()
    {
        var found = 0;
        Gen.Select(PolicyGen.Statement, PolicyGen.Statement.Array[1, 3])
            .Sample(
                (statement, others) =>
                {
                    var reader = new PolicyReader(Identities);
                    var rights = reader.Read(Policies.Of(others), "Allow", Side.Narrow).ToList();
                    foreach (var left in reader.Read(Policies.Of(statement), "Allow", Side.Wide))
                        if (!Variables(left, rights) && new Solver().Outside(left, rights) is { } request)
                        {
                            found++;
                            var values = request.Values.ToDictionary(
                                v => v.Key,
                                v => (IReadOnlyList<string>)[.. v.Value.Select(t => new Pattern(t).ToString())]
                            );
                            Assert.True(Policies.Holds(left, values));
                            Assert.DoesNotContain(rights, right => Policies.Holds(right, values));
                        }
                },
                iter: Times,
                threads: 1
            );
        Assert.NotEqual(0, found);
    }

    [Theory]
    // Its own folder, whatever its identity is, and nobody else's.
    [InlineData("users/${cognito-identity.amazonaws.com:sub}/*", "users/${cognito-identity.amazonaws.com:sub}/*", true)]
    [InlineData("users/${cognito-identity.amazonaws.com:sub}/*", "users/*", true)]
    [InlineData("users/*", "users/${cognito-identity.amazonaws.com:sub}/*", false)]
    [InlineData("users/${cognito-identity.amazonaws.com:sub}*", "users/${cognito-identity.amazonaws.com:sub}/*", false)]
    [InlineData("users/${cognito-identity.amazonaws.com:sub}/a*", "users/${cognito-identity.amazonaws.com:sub}/*", true)]
    [InlineData("users/${aws:PrincipalTag/team}/*", "users/${cognito-identity.amazonaws.com:sub}/*", false)]
    // One letter is no identity, and text that looks like a variable is none in another version.
    [InlineData("users/${cognito-identity.amazonaws.com:sub}/*", "users/?/*", false)]
    [InlineData("users/${*}/*", "users/*", true)]
    [InlineData("users/*", "users/${*}/*", false)]
    [InlineData("a*b*c", "a*c", true)]
    [InlineData("a*c", "a*b*c", false)]
    [InlineData("a?c", "a*c", true)]
    [InlineData("*", "*a*", false)]
    public void Resources_are_compared_for_every_value(string narrow, string wide, bool isWithin) =>
        Assert.Equal(isWithin, IsWithin(On(narrow), On(wide)));

    [Theory]
    [InlineData("""{ "StringEquals": { "k": "a" } }""", """{ "StringLike": { "k": "a*" } }""", true)]
    [InlineData("""{ "StringLike": { "k": "?" } }""", """{ "StringEquals": { "k": "a" } }""", false)]
    [InlineData("""{ "StringEqualsIfExists": { "k": "a" } }""", """{ "StringEquals": { "k": "a" } }""", false)]
    [InlineData("""{ "StringNotEquals": { "k": "a" } }""", """{ "Null": { "k": "false" } }""", false)]
    [InlineData("""{ "StringEquals": { "k": "a" } }""", """{ "Null": { "k": "false" } }""", true)]
    [InlineData("""{ "StringEquals": { "k": "A" } }""", """{ "StringEqualsIgnoreCase": { "K": "a" } }""", true)]
    [InlineData(
        """{ "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": "a" } }""",
        """{ "ForAnyValue:StringEquals": { "dynamodb:LeadingKeys": "a" } }""",
        false
    )]
    [InlineData(
        """{ "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": "a" }, "Null": { "dynamodb:LeadingKeys": "false" } }""",
        """{ "ForAnyValue:StringEquals": { "dynamodb:LeadingKeys": "a" } }""",
        true
    )]
    [InlineData(
        """{ "ForAnyValue:StringEquals": { "dynamodb:LeadingKeys": "a" } }""",
        """{ "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": "a" } }""",
        false
    )]
    [InlineData("""{ "NumericLessThan": { "n": "1" } }""", """{ "NumericLessThanEquals": { "n": "1" } }""", true)]
    [InlineData("""{ "NumericLessThanEquals": { "n": "1" } }""", """{ "NumericLessThan": { "n": "1" } }""", false)]
    [InlineData("""{ "NumericGreaterThan": { "n": "1" } }""", """{ "NumericNotEquals": { "n": "1" } }""", true)]
    [InlineData("""{ "DateLessThan": { "d": "2026-01-01T00:00:00Z" } }""", """{ "DateLessThan": { "d": "1767225600" } }""", true)]
    [InlineData("""{ "IpAddress": { "i": "198.51.100.0/25" } }""", """{ "IpAddress": { "i": "198.51.100.0/24" } }""", true)]
    [InlineData(
        """{ "IpAddress": { "i": "198.51.100.0/24" } }""",
        """{ "IpAddress": { "i": ["198.51.100.0/25", "198.51.100.128/25"] } }""",
        true
    )]
    [InlineData(
        """{ "IpAddress": { "i": "198.51.100.0/24" } }""",
        """{ "IpAddress": { "i": ["198.51.100.0/25", "198.51.100.128/26"] } }""",
        false
    )]
    [InlineData("""{ "ArnLike": { "a": "arn:aws:sns:*:1:t" } }""", """{ "StringLike": { "a": "arn:aws:sns:*" } }""", true)]
    [InlineData("""{ "StringLike": { "a": "arn:aws:sns:*:1:t" } }""", """{ "ArnLike": { "a": "arn:aws:sns:*:1:t" } }""", false)]
    [InlineData("""{ "Bool": { "b": "true" } }""", """{ "Bool": { "b": ["true", "false"] } }""", true)]
    public void Conditions_are_compared_for_every_value(string narrow, string wide, bool isWithin) =>
        Assert.Equal(isWithin, IsWithin(When(narrow), When(wide)));

    [Theory]
    [InlineData("""{ "StringLike": { "k": "1*" }, "NumericLessThan": { "k": "2" } }""", "compared as a text")]
    [InlineData("""{ "StringEquals": { "dynamodb:LeadingKeys": "a" } }""", "may have many values")]
    [InlineData("""{ "StringEquals": { "k": "${aws:SourceIp}" } }""", "aws:SourceIp")]
    [InlineData("""{ "StringSounds": { "k": "a" } }""", "StringSounds")]
    [InlineData("""{ "NumericLessThan": { "k": "few" } }""", "few")]
    public void What_cannot_be_decided_is_said_to_be_so(string condition, string why) =>
        Assert.Contains(why, Assert.Throws<UndecidedException>(() => IsWithin(When(condition), On("x"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Several_regions_hold_together_what_none_holds_alone()
    {
        var reader = new PolicyReader(Identities);
        var left = reader.Read(Policies.Of(When("""{ "StringLike": { "k": "a*" } }""")), "Allow", Side.Wide).Single();
        var halves = reader
            .Read(
                Policies.Of(When("""{ "StringLike": { "k": "*z" } }"""), When("""{ "StringNotLike": { "k": "*z" } }""")),
                "Allow",
                Side.Narrow
            )
            .ToList();
        Assert.Null(new Solver().Outside(left, halves));
        Assert.All(halves, half => Assert.NotNull(new Solver().Outside(left, [half])));
    }

    /// <summary>What was decided of one is remembered: it must not be taken for the other.</summary>
    [Theory]
    [InlineData("""{ "StringLike": { "k": "a*" } }""", """{ "StringLike": { "k": "a${*}" } }""")]
    [InlineData("""{ "StringLike": { "k": "a?" } }""", """{ "StringLike": { "k": "a${?}" } }""")]
    [InlineData("""{ "StringLike": { "k": "arn:aws:sns:*:1:t" } }""", """{ "ArnLike": { "k": "arn:aws:sns:*:1:t" } }""")]
    public void What_only_looks_like_a_pattern_is_told_from_it(string pattern, string narrower)
    {
        var reader = new PolicyReader(Identities);
        var left = reader.Read(Policies.Of(When(pattern)), "Allow", Side.Wide).Single();
        var elsewhere = When(pattern);
        elsewhere["Resource"] = "arn:aws:s3:::elsewhere/*";
        var same = reader.Read(Policies.Of(elsewhere, When(narrower)), "Allow", Side.Narrow).ToList();
        Assert.NotNull(new Solver().Outside(left, same));
        var within = reader.Read(Policies.Of(When(narrower), When(pattern)), "Allow", Side.Narrow).ToList();
        Assert.Null(new Solver().Outside(left, within));
    }

    [Fact]
    public void What_must_not_equal_something_may_equal_it_by_a_variable()
    {
        var notSecret = On("users/secret/*");
        notSecret["NotResource"] = notSecret["Resource"]!.DeepClone();
        notSecret.Remove("Resource");
        Assert.True(IsWithin(On("users/public/x"), notSecret));
        Assert.False(IsWithin(On("users/${aws:PrincipalTag/team}/x"), notSecret));
    }

    [Fact]
    public void A_variable_may_fit_what_else_is_asked_of_the_key() =>
        Assert.False(
            IsWithin(
                When("""{ "StringEquals": { "k": "${aws:PrincipalTag/team}" }, "StringLike": { "k": "a*" } }"""),
                When("""{ "StringEquals": { "k": "b" } }""")
            )
        );

    [Fact]
    public void A_variable_with_a_value_for_want_of_one_has_that_where_the_tag_is_missing()
    {
        const string text = "${aws:PrincipalTag/team, 'everybody'}/*";
        Assert.True(IsWithin(On(text), On("*")));
        Assert.False(IsWithin(On(text), On("${aws:PrincipalTag/team}/*")));
        Assert.True(IsWithin(On("${aws:PrincipalTag/team}/*"), On(text)));
    }

    /// <summary>The course of Backes et al., "Semantic-based Automated Reasoning for AWS Access Policies using SMT" (2018): students may read the exam, and
    /// assistants the answers too. It is rewritten with a star and a refusal, which lets them read what else there is.</summary>
    [Fact]
    public void A_policy_that_is_rewritten_with_a_star_and_a_refusal_allows_more()
    {
        var said = Policies.Of(To("students", "cs240/Exam.pdf"), To("assistants", "cs240/Exam.pdf", "cs240/Answer.pdf"));
        Assert.NotNull(AllowsMore(To("students", "cs240/*"), To("assistants", "cs240/*")));
        Assert.Null(
            AllowsMore(To("students", "cs240/Exam.pdf", "cs240/Answer.pdf"), To("assistants", "cs240/Exam.pdf", "cs240/Answer.pdf"))
        );

        FoundRequest? AllowsMore(params JsonObject[] allowed)
        {
            var reader = new PolicyReader(Identities);
            var refused = reader.Read(Policies.Of(To("students", "cs240/Answer.pdf")), "Allow", Side.Narrow);
            List<Region> others = [.. reader.Read(said, "Allow", Side.Narrow), .. refused];
            return reader
                .Read(Policies.Of(allowed), "Allow", Side.Wide)
                .Select(region => new Solver().Outside(region, others))
                .FirstOrDefault(found => found is not null);
        }
    }

    /// <summary>As in the same paper: what is refused to all but one network is also refused to whoever tells no network.</summary>
    [Fact]
    public void A_refusal_of_all_but_one_network_holds_for_who_tells_none()
    {
        var reader = new PolicyReader(Identities);
        var everybody = reader.Read(Policies.Of(On("*")), "Allow", Side.Wide).Single();
        var refused = reader
            .Read(Policies.Of(When("""{ "StringNotEquals": { "aws:SourceVpc": "vpc-1" } }""")), "Allow", Side.Narrow)
            .Single();
        var found = new Solver().Outside(everybody, [refused]);
        Assert.Equal("vpc-1", new Pattern(Assert.Single(found!.Values["aws:sourcevpc"])).ToString());
    }

    private static JsonObject To(string role, params string[] keys)
    {
        var statement = On("x");
        statement["Principal"] = new JsonObject { ["AWS"] = $"arn:aws:iam::{PolicyGen.Account}:role/{role}" };
        statement["Resource"] = new JsonArray([.. keys.Select(k => (JsonNode?)$"arn:aws:s3:::files/{k}")]);
        return statement;
    }

    private static bool IsWithin(JsonObject narrow, JsonObject wide)
    {
        var reader = new PolicyReader(Identities);
        var rights = reader.Read(Policies.Of(wide), "Allow", Side.Narrow).ToList();
        return reader.Read(Policies.Of(narrow), "Allow", Side.Wide).All(left => new Solver().Outside(left, rights) is null);
    }

    private static JsonObject On(string key) => Policies.Statement(resource: $"arn:aws:s3:::files/{key}");

    private static JsonObject When([System.Diagnostics.CodeAnalysis.StringSyntax("Json")] string condition) =>
        Policies.Statement(condition: condition);

    private static bool Variables(Region left, IEnumerable<Region> rights) =>
        rights.Append(left).Any(r => r.Literals.Any(l => l.Variables.Any()));
}
