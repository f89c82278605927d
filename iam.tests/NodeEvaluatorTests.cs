using System.Text.Json.Nodes;

namespace CognitoStack.Iam.Tests;

/// <summary>What is known of the evaluator, and relied upon: a new version of it must be like this too.</summary>
public sealed class NodeEvaluatorTests : IDisposable
{
    private const string Own = "arn:aws:s3:::files/users/eu-west-1:ada/*";
    private readonly NodeEvaluator evaluator = new();

    public void Dispose() => evaluator.Dispose();

    [Theory]
    [InlineData("arn:aws:s3:::files/users/eu-west-1:ada/a", true)]
    [InlineData("arn:aws:s3:::files/users/eu-west-1:ben/a", false)]
    [InlineData("arn:aws:s3:::files/USERS/eu-west-1:ada/a", false)]
    // A star in a request is a key like any other.
    [InlineData("arn:aws:s3:::files/users/*", false)]
    [InlineData("arn:aws:s3:::files/users/eu-west-1:ada/*", true)]
    public void Keys_are_compared_letter_by_letter(string resource, bool allowed) =>
        Assert.Equal(allowed, Ask(Statement("s3:GetObject", Own), "s3:GetObject", resource).Allowed);

    [Fact]
    public void The_deciding_statement_is_named() =>
        Assert.Equal("p#0", Ask(Statement("s3:GetObject", Own), "s3:GetObject", Own[..^1] + "a").DecidedBy);

    [Fact]
    public void A_condition_for_all_values_holds_without_any() =>
        Assert.True(
            Ask(
                Statement("dynamodb:Query", "*", """{ "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["ada"] } }"""),
                "dynamodb:Query",
                "arn:aws:dynamodb:eu-west-1:111122223333:table/Notes"
            ).Allowed
        );

    [Fact]
    public void A_tag_that_is_missing_matches_nothing() =>
        Assert.False(
            Ask(
                Statement("s3:GetObject", "arn:aws:s3:::files/${aws:PrincipalTag/tenant}/*"),
                "s3:GetObject",
                "arn:aws:s3:::files/${aws:PrincipalTag/tenant}/a"
            ).Allowed
        );

    [Fact]
    public void A_policy_that_IAM_would_refuse_is_a_problem() =>
        Assert.NotNull(
            Ask(
                JsonNode.Parse("""{ "Version": "2012-10-17", "Statement": [{ "Effect": "Maybe" }] }""")!.AsObject(),
                "s3:GetObject",
                Own
            ).Problem
        );

    [Fact]
    public void An_action_that_does_not_fit_its_resource_is_a_problem() =>
        Assert.NotNull(Ask(Statement("s3:*", "*"), "s3:GetObject", "arn:aws:s3:::files").Problem);

    /// <summary>Any host may be a provider: its subject and audience are compared as those of the providers that IAM's own list names.</summary>
    [Theory]
    [InlineData("token.actions.githubusercontent.com", "repo:acme/app:environment:prod", true)]
    [InlineData("token.actions.githubusercontent.com", "repo:acme/app:environment:staging", false)]
    [InlineData("token.actions.githubusercontent.com", "repo:acme/app-2:environment:prod", false)]
    [InlineData("OKTA.example.com/oauth2/default", "repo:acme/app:environment:prod", true)]
    [InlineData("okta.example.com/oauth2/other", "repo:acme/app:environment:prod", true)]
    [InlineData("cognito-identity.amazonaws.com", "repo:acme/app:environment:prod", true)]
    public void A_provider_s_subject_is_compared(string host, string subject, bool allowed)
    {
        Assert.Equal(allowed, Trusts(host, host, subject, "sts.amazonaws.com"));
        Assert.False(Trusts(host, host, subject, "other"));
        Assert.False(Trusts(host, "elsewhere.example.com", subject, "sts.amazonaws.com"));
        Assert.False(Trusts(host, host, null, "sts.amazonaws.com"));
    }

    private bool Trusts(string host, string keys, string? subject, string audience)
    {
        var trust = JsonNode
            .Parse(
                $$"""
                { "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/any" },
                  "Condition": { "StringEquals": { "{{host}}:aud": "sts.amazonaws.com" }, "StringLike": { "{{host}}:sub": "repo:acme/app:environment:pro?" } } }] }
                """
            )!
            .AsObject();
        var context = new JsonObject { [$"{keys}:aud"] = audience };
        if (subject is not null)
            context[$"{keys}:sub"] = subject;
        return evaluator
            .Decide(
                new Dictionary<string, JsonObject> { ["trust"] = trust },
                [
                    new Question
                    {
                        Principal = "arn:aws:iam::111122223333:oidc-provider/any",
                        Action = "sts:AssumeRoleWithWebIdentity",
                        Resource = "arn:aws:iam::111122223333:role/any",
                        Account = "111122223333",
                        Context = context,
                        ResourcePolicy = "trust",
                    },
                ]
            )
            .Single()
            .Allowed;
    }

    [Fact]
    public void Names_that_are_no_actions_are_found() =>
        Assert.Equal(["s3:GetObjekt", "nope:Get"], evaluator.UnknownActions(["s3:GetObject", "s3:GetObjekt", "nope:Get"]));

    private Verdict Ask(JsonObject policy, string action, string resource) =>
        evaluator.Decide(
            new Dictionary<string, JsonObject> { ["p"] = policy },
            [
                new Question
                {
                    Principal = "arn:aws:sts::111122223333:assumed-role/R/session",
                    Action = action,
                    Resource = resource,
                    Account = "111122223333",
                    Identity = ["p"],
                },
            ]
        )[0];

    private static JsonObject Statement(string action, string resource, string condition = "{}") =>
        JsonNode
            .Parse(
                $$"""{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "{{action}}", "Resource": "{{resource}}", "Condition": {{condition}} }] }"""
            )!
            .AsObject();
}
