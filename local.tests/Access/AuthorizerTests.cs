using System.Text.Json.Nodes;
using CognitoStack.Local.Access;
using Microsoft.Extensions.DependencyInjection;

namespace CognitoStack.Local.Tests.Access;

[Collection(TestHostCollection.Name)]
public sealed class AuthorizerTests(TestHost host)
{
    private IAuthorizer Authorizer => host.Services.GetRequiredService<IAuthorizer>();

    [Theory]
    [InlineData("s3:GetObject", $"users/{TestResources.Ann}/a.txt", true)]
    [InlineData("s3:GetObject", $"users/{TestResources.Ann}/a\nb", true)]
    [InlineData("s3:GetObject", $"users/{TestResources.Bob}/a.txt", false)]
    [InlineData("s3:GetObject", "users/*/a.txt", false)]
    [InlineData("s3:GetObject", "users/us-east-1:????????-0000-4000-8000-000000000001/a.txt", false)]
    [InlineData("s3:GetObject", $"users/{TestResources.Ann}", false)]
    [InlineData("s3:GetObject", $"users/{TestResources.Ann}x/a.txt", false)]
    [InlineData("s3:GetObject", "tenants//a.txt", false)]
    [InlineData("s3:DeleteObjectVersion", $"users/{TestResources.Ann}/a.txt", false)]
    [InlineData("s3:NoSuchAction", $"users/{TestResources.Ann}/a.txt", false)]
    public async Task A_session_may_do_what_its_role_says_of_its_own_identity(string action, string key, bool allowed) =>
        Assert.Equal(allowed, (await DecideAsync(Session("Member"), action, $"arn:aws:s3:::files/{key}")).Allowed);

    [Theory]
    [InlineData("acme", "acme", true)]
    [InlineData("acme", "other", false)]
    [InlineData("*", "other", false)]
    [InlineData("", "", false)]
    [InlineData("a?me", "acme", false)]
    [InlineData("${aws:PrincipalTag/tenant}", "other", false)]
    public async Task A_principal_tag_stands_for_itself_and_is_no_pattern(string tag, string folder, bool allowed) =>
        Assert.Equal(
            allowed,
            (
                await DecideAsync(
                    Session("Member") with
                    {
                        Tags = new Dictionary<string, string> { ["tenant"] = tag },
                    },
                    "s3:GetObject",
                    $"arn:aws:s3:::files/tenants/{folder}/a"
                )
            ).Allowed
        );

    [Theory]
    [InlineData("*", "arn:aws:s3:::files/users/anybody/a")]
    [InlineData("us-east-1:?", "arn:aws:s3:::files/users/us-east-1:x/a")]
    [InlineData("${aws:username}", "arn:aws:s3:::files/users/x/a")]
    public async Task An_identity_stands_for_itself_and_is_no_pattern(string identity, string resource) =>
        Assert.False((await DecideAsync(Session("Member", identity), "s3:GetObject", resource)).Allowed);

    [Theory]
    [InlineData("nobody", false)]
    [InlineData(TestResources.Ann, true)]
    public async Task What_stands_for_a_missing_identity_is_not_for_who_has_one(string folder, bool allowed) =>
        Assert.Equal(allowed, (await DecideAsync(Session("Otherwise"), "s3:GetObject", $"arn:aws:s3:::files/users/{folder}/a")).Allowed);

    [Theory]
    [InlineData("Walled", "s3:GetObject", "arn:aws:s3:::files/a", "s3:ExistingObjectTag/tenant", "acme")]
    [InlineData("Listing", "s3:ListBucket", "arn:aws:s3:::files", "s3:prefix", "secret/a\nb")]
    public async Task Nothing_is_like_a_tag_that_is_not_there_and_a_star_is_any_character(
        string role,
        string action,
        string resource,
        string key,
        string value
    ) =>
        Assert.False(
            (
                await Authorizer.DecideAsync(
                    Session(role),
                    [new AccessRequest(action, resource, new JsonObject { [key] = value })],
                    default
                )
            ).Allowed
        );

    [Fact]
    public async Task A_star_that_is_denied_is_denied() =>
        Assert.False((await DecideAsync(Session("Starred"), "s3:GetObject", "arn:aws:s3:::files/a*b")).Allowed);

    [Fact]
    public async Task Older_policies_know_no_variables() =>
        Assert.False(
            (
                await DecideAsync(
                    Session("Old") with
                    {
                        Tags = new Dictionary<string, string> { ["tenant"] = "acme" },
                    },
                    "s3:GetObject",
                    "arn:aws:s3:::files/tenants/acme/a"
                )
            ).Allowed
        );

    [Fact]
    public async Task A_session_without_an_identity_matches_no_statement_that_names_one() =>
        Assert.False(
            (
                await DecideAsync(
                    Session("Member") with
                    {
                        Variables = new Dictionary<string, string>(),
                    },
                    "s3:GetObject",
                    "arn:aws:s3:::files/users/${cognito-identity.amazonaws.com:sub}/a"
                )
            ).Allowed
        );

    [Fact]
    public async Task Guests_are_cut_down_to_what_Cognito_leaves_them()
    {
        var guest = Session("Guest") with { IsGuest = true };
        Assert.True((await DecideAsync(guest, "s3:GetObject", "arn:aws:s3:::files/public/a")).Allowed);
        Assert.True((await DecideAsync(guest, "sqs:SendMessage", "arn:aws:sqs:us-east-1:111122223333:queue")).Allowed);
        Assert.False((await DecideAsync(guest, "ssm:GetParameter", "arn:aws:ssm:us-east-1:111122223333:parameter/p")).Allowed);
        Assert.True((await DecideAsync(Session("Guest"), "ssm:GetParameter", "arn:aws:ssm:us-east-1:111122223333:parameter/p")).Allowed);
    }

    [Fact]
    public async Task The_administrator_may_do_everything_that_no_resource_denies()
    {
        var administrator = new Administrator(TestResources.Account);
        var bucket = host.Deployment.Current.Find("AWS::S3::Bucket", "files");
        Assert.True(
            (await Authorizer.DecideAsync(administrator, [new("s3:PutObject", "arn:aws:s3:::files/x", null, bucket)], default)).Allowed
        );
        var denied = await Authorizer.DecideAsync(
            administrator,
            [new("s3:PutObject", "arn:aws:s3:::files/locked/x", null, bucket)],
            default
        );
        Assert.False(denied.Allowed);
        Assert.StartsWith("policy of files#1 {\"Effect\":\"Deny\"", denied.By, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("open", true)]
    [InlineData("restricted", false)]
    public async Task A_public_policy_lets_nobody_in_where_the_bucket_restricts_public_access(string name, bool allowed)
    {
        var bucket = host.Deployment.Current.Find("AWS::S3::Bucket", name);
        Assert.Equal(
            allowed,
            (await Authorizer.DecideAsync(new Anonymous(), [new("s3:GetObject", $"{bucket!.Arn}/x", null, bucket)], default)).Allowed
        );
    }

    [Fact]
    public async Task Policies_that_are_attached_to_a_role_count()
    {
        Assert.True((await DecideAsync(Session("Attached"), "s3:GetObject", "arn:aws:s3:::files/attached/a")).Allowed);
        Assert.False((await DecideAsync(Session("Attached"), "s3:GetObject", "arn:aws:s3:::files/other/a")).Allowed);
    }

    [Theory]
    [InlineData("Unjudgeable")]
    [InlineData("Gone")]
    public async Task What_nobody_can_judge_is_not_allowed(string role) =>
        Assert.False((await DecideAsync(Session(role), "s3:GetObject", "arn:aws:s3:::files/a")).Allowed);

    [Fact]
    public async Task One_refused_part_refuses_the_whole()
    {
        var decision = await Authorizer.DecideAsync(
            Session("Member"),
            [
                new("s3:GetObject", $"arn:aws:s3:::files/users/{TestResources.Ann}/a"),
                new("s3:GetObject", $"arn:aws:s3:::files/users/{TestResources.Bob}/a"),
            ],
            default
        );
        Assert.False(decision.Allowed);
    }

    [Fact]
    public async Task Every_decision_is_one_line_of_the_log()
    {
        await DecideAsync(Session("Member"), "s3:GetObject", $"arn:aws:s3:::files/users/{TestResources.Ann}/log-me");
        await DecideAsync(Session("Member"), "s3:GetObject", "arn:aws:s3:::files/users/nobody/log-me");
        Assert.Contains(
            $"ALLOW s3:GetObject arn:aws:s3:::files/users/{TestResources.Ann}/log-me for Member/{TestResources.Ann} by Member/Access#2",
            host.Log.Lines
        );
        await DecideAsync(Session("Member"), "s3:GetObject", "arn:aws:s3:::files/x\nALLOW s3:GetObject forged");
        Assert.DoesNotContain(
            host.Log.Lines,
            l => l.Contains('\n', StringComparison.Ordinal) && l.Contains("forged", StringComparison.Ordinal)
        );
        Assert.Contains(
            $"DENY s3:GetObject arn:aws:s3:::files/users/nobody/log-me for Member/{TestResources.Ann}: no statement allows it",
            host.Log.Lines
        );
    }

    [Theory]
    [InlineData("us-east-1:pool", "authenticated", true)]
    [InlineData("us-east-1:pool", "unauthenticated", false)]
    [InlineData("us-east-1:another", "authenticated", false)]
    [InlineData(null, "authenticated", false)]
    [InlineData("us-east-1:pool", null, false)]
    public async Task A_role_is_taken_on_by_those_whom_its_trust_policy_names(string? pool, string? kind, bool allowed)
    {
        var context = new JsonObject();
        if (pool is not null)
            context["cognito-identity.amazonaws.com:aud"] = pool;
        if (kind is not null)
            context["cognito-identity.amazonaws.com:amr"] = new JsonArray(kind, "cognito-idp.us-east-1.amazonaws.com/pool");
        var role = host.Deployment.Current.Find("AWS::IAM::Role", "Member")!;
        Assert.Equal(
            allowed,
            (
                await Authorizer.DecideTrustAsync(
                    role,
                    "cognito-identity.amazonaws.com",
                    context,
                    new Dictionary<string, string>(),
                    default
                )
            ).Allowed
        );
        Assert.Equal(
            allowed,
            (
                await Authorizer.DecideTrustAsync(
                    role,
                    "cognito-identity.amazonaws.com",
                    context,
                    new Dictionary<string, string> { ["tenant"] = "acme" },
                    default
                )
            ).Allowed
        );
        Assert.False(
            (await Authorizer.DecideTrustAsync(role, "accounts.google.com", context, new Dictionary<string, string>(), default)).Allowed
        );
    }

    [Theory]
    [InlineData("\"sts:AssumeRoleWithWebIdentity\"", false)]
    [InlineData("[\"sts:assumerolewithwebidentity\"]", false)]
    [InlineData("\"sts:AssumeRole*\"", false)]
    [InlineData("[\"sts:Assume*\", \"sts:TagSessio?\"]", true)]
    [InlineData("\"sts:*\"", true)]
    [InlineData("[\"STS:AssumeRoleWithWebIdentity\", \"sts:TagSession\"]", true)]
    public async Task Session_tags_need_a_trust_policy_that_allows_tagging(string actions, bool allowed)
    {
        var role = TestResources.Role("Tagless");
        role.Properties["AssumeRolePolicyDocument"]!["Statement"]![0]!["Action"] = JsonNode.Parse(actions);
        var context = new JsonObject
        {
            ["cognito-identity.amazonaws.com:aud"] = "us-east-1:pool",
            ["cognito-identity.amazonaws.com:amr"] = new JsonArray("authenticated"),
        };
        Assert.True(
            (
                await Authorizer.DecideTrustAsync(
                    role,
                    "cognito-identity.amazonaws.com",
                    context,
                    new Dictionary<string, string>(),
                    default
                )
            ).Allowed
        );
        Assert.Equal(
            allowed,
            (
                await Authorizer.DecideTrustAsync(
                    role,
                    "cognito-identity.amazonaws.com",
                    context,
                    new Dictionary<string, string> { ["tenant"] = "acme" },
                    default
                )
            ).Allowed
        );
    }

    [Theory]
    [InlineData("\"sts:AssumeRoleWithSAML\"", "https://signin.aws.amazon.com/saml", true, false)]
    [InlineData("[\"sts:AssumeRoleWithSAML\", \"sts:TagSession\"]", "https://signin.aws.amazon.com/saml", true, true)]
    [InlineData("[\"sts:AssumeRoleWithWebIdentity\", \"sts:TagSession\"]", "https://signin.aws.amazon.com/saml", false, false)]
    [InlineData("[\"sts:AssumeRoleWithSAML\", \"sts:TagSession\"]", "https://elsewhere.example/saml", false, false)]
    public async Task A_SAML_provider_s_users_take_on_a_role_that_trusts_it(string actions, string audience, bool allowed, bool mayTag)
    {
        const string provider = $"arn:aws:iam::{TestResources.Account}:saml-provider/Corp";
        var role = TestResources.Role("Saml");
        role.Properties["AssumeRolePolicyDocument"] = JsonNode.Parse(
            $$"""
            { "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": {{actions}}, "Principal": { "Federated": "{{provider}}" }, "Condition": { "StringEquals": { "SAML:aud": "https://signin.aws.amazon.com/saml" } } }] }
            """
        );
        var context = new JsonObject
        {
            ["SAML:aud"] = audience,
            ["SAML:sub"] = "ada",
            ["SAML:sub_type"] = "persistent",
        };
        Assert.Equal(
            allowed,
            (await Authorizer.DecideTrustAsync(role, provider, context, new Dictionary<string, string>(), default)).Allowed
        );
        Assert.Equal(
            mayTag,
            (
                await Authorizer.DecideTrustAsync(role, provider, context, new Dictionary<string, string> { ["tenant"] = "acme" }, default)
            ).Allowed
        );
        Assert.False((await Authorizer.DecideTrustAsync(role, provider + "2", context, new Dictionary<string, string>(), default)).Allowed);
    }

    private static RoleSession Session(string role, string identity = TestResources.Ann) =>
        new()
        {
            RoleArn = $"arn:aws:iam::{TestResources.Account}:role/{role}",
            SessionName = "CognitoIdentityCredentials",
            Expires = DateTimeOffset.MaxValue,
            Variables = new Dictionary<string, string> { ["cognito-identity.amazonaws.com:sub"] = identity },
        };

    private Task<Decision> DecideAsync(Caller caller, string action, string resource) =>
        Authorizer.DecideAsync(caller, [new(action, resource)], default);
}
