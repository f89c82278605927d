using System.Text.Json.Nodes;

namespace CognitoStack.Iam.Tests;

/// <summary>What is known of the evaluator, and relied upon: a new version of it must be like this too.</summary>
public sealed class NodeEvaluatorTests : IDisposable
{
    private const string Own = "arn:aws:s3:::files/users/eu-west-1:ada/*";
    private readonly NodeEvaluator evaluator = new(Repository.Root);

    public void Dispose() => evaluator.Dispose();

    [Theory]
    [InlineData("arn:aws:s3:::files/users/eu-west-1:ada/a", true)]
    [InlineData("arn:aws:s3:::files/users/eu-west-1:ben/a", false)]
    [InlineData("arn:aws:s3:::files/USERS/eu-west-1:ada/a", false)]
    // A star in a request is a key like any other.
    [InlineData("arn:aws:s3:::files/users/*", false)]
    [InlineData("arn:aws:s3:::files/users/eu-west-1:ada/*", true)]
    public void Keys_are_compared_letter_by_letter(string resource, bool allowed) => Assert.Equal(allowed, Ask(Statement("s3:GetObject", Own), "s3:GetObject", resource).Allowed);

    [Fact]
    public void The_deciding_statement_is_named() => Assert.Equal("p#0", Ask(Statement("s3:GetObject", Own), "s3:GetObject", Own[..^1] + "a").DecidedBy);

    [Fact]
    public void A_condition_for_all_values_holds_without_any() => Assert.True(Ask(
        Statement("dynamodb:Query", "*", """{ "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["ada"] } }"""), "dynamodb:Query", "arn:aws:dynamodb:eu-west-1:111122223333:table/Notes").Allowed);

    [Fact]
    public void A_tag_that_is_missing_matches_nothing() =>
        Assert.False(Ask(Statement("s3:GetObject", "arn:aws:s3:::files/${aws:PrincipalTag/tenant}/*"), "s3:GetObject", "arn:aws:s3:::files/${aws:PrincipalTag/tenant}/a").Allowed);

    [Fact]
    public void A_policy_that_IAM_would_refuse_is_a_problem() => Assert.NotNull(Ask(JsonNode.Parse("""{ "Version": "2012-10-17", "Statement": [{ "Effect": "Maybe" }] }""")!.AsObject(), "s3:GetObject", Own).Problem);

    [Fact]
    public void An_action_that_does_not_fit_its_resource_is_a_problem() => Assert.NotNull(Ask(Statement("s3:*", "*"), "s3:GetObject", "arn:aws:s3:::files").Problem);

    [Fact]
    public void Names_that_are_no_actions_are_found() => Assert.Equal(["s3:GetObjekt", "nope:Get"], evaluator.UnknownActions(["s3:GetObject", "s3:GetObjekt", "nope:Get"]));

    private Verdict Ask(JsonObject policy, string action, string resource) => evaluator.Decide(new Dictionary<string, JsonObject> { ["p"] = policy },
        [new Question { Principal = "arn:aws:sts::111122223333:assumed-role/R/session", Action = action, Resource = resource, Account = "111122223333", Identity = ["p"] }])[0];

    private static JsonObject Statement(string action, string resource, string condition = "{}") => JsonNode.Parse(
        $$"""{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "{{action}}", "Resource": "{{resource}}", "Condition": {{condition}} }] }""")!.AsObject();
}
