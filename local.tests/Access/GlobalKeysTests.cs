using System.Net;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CognitoStack.Local.Tests.Access;

/// <summary>Conditions on keys of <c>aws:</c>, in a statement that denies what another one allows: a key that is missing would let it through.</summary>
[Collection(TestHostCollection.Name)]
public sealed class GlobalKeysTests(TestHost host) : IDisposable
{
    private const string Session = "session";
    private readonly TestLog log = new();
    private readonly List<ILoggerFactory> logs = [];

    public void Dispose()
    {
        foreach (var factory in logs)
            factory.Dispose();
        log.Dispose();
    }

    [Theory]
    [InlineData("""{ "Bool": { "aws:ViaAWSService": "false" } }""", false)]
    [InlineData("""{ "Bool": { "aws:ViaAWSService": "true" } }""", true)]
    [InlineData("""{ "Bool": { "aws:SecureTransport": "false" } }""", true)]
    [InlineData("""{ "IpAddress": { "aws:SourceIp": "127.0.0.0/8" } }""", false)]
    [InlineData("""{ "NotIpAddress": { "AWS:SOURCEIP": "127.0.0.0/8" } }""", true)]
    [InlineData("""{ "NotIpAddress": { "aws:SourceIp": "10.0.0.0/8" } }""", false)]
    [InlineData("""{ "StringLike": { "aws:UserAgent": "*curl*" } }""", false)]
    [InlineData("""{ "StringEquals": { "aws:Referer": "http://localhost:3000/" } }""", false)]
    [InlineData("""{ "StringNotEquals": { "aws:ResourceAccount": "111122223333" } }""", true)]
    [InlineData("""{ "StringEquals": { "aws:ResourceAccount": "111122223333" } }""", false)]
    [InlineData("""{ "StringNotEquals": { "aws:RequestedRegion": "us-east-1" } }""", true)]
    [InlineData("""{ "Bool": { "aws:PrincipalIsAWSService": "false" } }""", false)]
    [InlineData("""{ "StringEquals": { "aws:PrincipalType": "AssumedRole" } }""", false)]
    [InlineData("""{ "ArnLike": { "aws:PrincipalArn": "arn:aws:iam::*:role/R" } }""", false)]
    [InlineData("""{ "StringEquals": { "aws:PrincipalAccount": "111122223333" } }""", false)]
    [InlineData("""{ "StringLike": { "aws:userid": "AROA*:session" } }""", false)]
    [InlineData("""{ "Null": { "aws:username": "true" } }""", false)]
    [InlineData("""{ "StringNotEquals": { "aws:username": "administrator" } }""", false)]
    [InlineData("""{ "DateLessThan": { "aws:TokenIssueTime": "2020-01-01T00:00:00Z" } }""", true)]
    [InlineData("""{ "DateGreaterThan": { "aws:TokenIssueTime": "2020-01-01T00:00:00Z" } }""", false)]
    [InlineData(
        """{ "DateGreaterThan": { "aws:CurrentTime": "2020-01-01T00:00:00Z" }, "NumericGreaterThan": { "aws:EpochTime": "1577836800" } }""",
        false
    )]
    [InlineData("""{ "StringEquals": { "aws:FederatedProvider": "cognito-identity.amazonaws.com" } }""", false)]
    [InlineData("""{ "StringNotEquals": { "aws:SourceVpce": "vpce-1" } }""", false)]
    [InlineData("""{ "StringEquals": { "aws:SourceVpce": "vpce-1" } }""", true)]
    [InlineData("""{ "Null": { "aws:CalledVia": "false" } }""", true)]
    [InlineData("""{ "Null": { "aws:PrincipalTag/tenant": "true" } }""", false)]
    public async Task A_session_is_denied_what_a_condition_says_of_its_request(string condition, bool allowed)
    {
        Assert.Equal(allowed, (await DecideAsync(Ann, condition)).Allowed);
        Assert.DoesNotContain(log.Lines, l => l.Contains("cannot be judged", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{ "StringEquals": { "aws:PrincipalOrgID": "o-1" } }""", "aws:PrincipalOrgID")]
    [InlineData("""{ "StringNotEqualsIfExists": { "aws:resourceorgid": "o-1" } }""", "aws:resourceorgid")]
    [InlineData("""{ "StringEquals": { "aws:ResourceTag/secret": "yes" } }""", "aws:ResourceTag/secret")]
    [InlineData("""{ "Bool": { "aws:MultiFactorAuthPresent": "false" } }""", "aws:MultiFactorAuthPresent")]
    [InlineData("""{ "Null": { "aws:OfTomorrow": "true" } }""", "aws:OfTomorrow")]
    [InlineData("""{ "StringEquals": { "s3:prefix": "${ aws:PrincipalOrgID }" } }""", "aws:PrincipalOrgID")]
    [InlineData(
        """{ "StringEquals": { "cognito-identity.amazonaws.com:sub": "x" } }""",
        "cognito-identity.amazonaws.com:sub",
        "by which requests cannot be judged here; write it as a policy variable"
    )]
    public async Task A_key_that_is_not_known_here_is_refused_and_told(
        string condition,
        string key,
        string because = "of which nobody here can tell what it is in AWS"
    )
    {
        var decision = await DecideAsync(Ann, condition);
        Assert.Equal((false, $"R/Access tests {key}, {because}"), (decision.Allowed, decision.By));
        Assert.Contains(
            $"DENY s3:GetObject arn:aws:s3:::files/a for R/{TestResources.Ann}: its policies cannot be judged: {decision.By} (request the-request)",
            log.Lines
        );
    }

    [Theory]
    [InlineData("dynamodb:*", true)]
    [InlineData("""["sqs:SendMessage", "s3:Put*"]""", true)]
    [InlineData("S3:get*", false)]
    [InlineData("*", false)]
    public async Task What_a_statement_tests_concerns_the_actions_that_it_names(string actions, bool allowed) =>
        Assert.Equal(allowed, (await DecideAsync(Ann, """{ "StringEquals": { "aws:PrincipalOrgID": "o-1" } }""", actions)).Allowed);

    [Fact]
    public async Task A_statement_of_all_but_some_actions_concerns_the_others()
    {
        var deny = TestResources.Statement("Deny", "dynamodb:*", "*", """{ "StringEquals": { "aws:PrincipalOrgID": "o-1" } }""");
        deny["NotAction"] = deny["Action"]!.DeepClone();
        deny.Remove("Action");
        Assert.False((await DecideAsync(Ann, deny)).Allowed);
        deny["NotAction"] = "s3:*";
        Assert.True((await DecideAsync(Ann, deny)).Allowed);
    }

    [Theory]
    [InlineData(
        """{ "StringEquals": { "aws:username": "administrator", "aws:PrincipalType": "User" }, "Null": { "aws:TokenIssueTime": "true", "aws:MultiFactorAuthPresent": "true", "aws:FederatedProvider": "true" } }""",
        false
    )]
    [InlineData("""{ "StringNotEquals": { "aws:userid": "AIDALOCALADMINISTRATOR" } }""", true)]
    [InlineData("""{ "Null": { "cognito-identity.amazonaws.com:sub": "true" } }""", false)]
    public async Task The_administrator_is_a_user_with_a_key_of_long_standing(string condition, bool allowed) =>
        Assert.Equal(allowed, (await DecideAsync(new Administrator(TestResources.Account), condition)).Allowed);

    [Theory]
    [InlineData(
        """{ "Null": { "aws:PrincipalArn": "true", "aws:PrincipalAccount": "true", "aws:PrincipalIsAWSService": "true" } }""",
        false
    )]
    [InlineData("""{ "StringNotEquals": { "aws:userid": "anonymous" } }""", true)]
    public async Task Nobody_has_hardly_a_key(string condition, bool allowed) =>
        Assert.Equal(allowed, (await DecideAsync(new Anonymous(), condition)).Allowed);

    [Theory]
    [InlineData("""{ "Bool": { "aws:ViaAWSService": "false" } }""", true)]
    [InlineData("""{ "Bool": { "aws:ViaAWSService": "true" } }""", false)]
    // Whose address KMS sees when S3 asks it is not said anywhere.
    [InlineData("""{ "NotIpAddress": { "aws:SourceIp": "127.0.0.0/8" } }""", false)]
    public async Task S3_asks_for_a_key_in_the_name_of_the_caller(string condition, bool allowed)
    {
        var role = TestResources.Role(
            "R",
            TestResources.Statement("Allow", "kms:*", "*"),
            TestResources.Statement("Deny", "kms:*", "*", condition)
        );
        var key = host.Deployment.Current.Find("AWS::KMS::Key", "key-1")!;
        Assert.Equal(
            allowed,
            (
                await Authorizer(role)
                    .DecideAsync(
                        Ann,
                        [new("kms:Decrypt", key.Arn, new() { ["kms:ViaService"] = "s3.us-east-1.amazonaws.com" }, key)],
                        default
                    )
            ).Allowed
        );
    }

    [Fact]
    public async Task A_variable_that_has_no_value_is_unlike_everything()
    {
        var deny = TestResources.Statement("Deny", "s3:*", "x");
        deny.Remove("Resource");
        deny["NotResource"] = "arn:aws:s3:::files/${aws:username}/*";
        Assert.False((await DecideAsync(Ann, deny)).Allowed);
    }

    [Fact]
    public async Task A_trust_policy_is_judged_by_what_is_known_before_there_is_a_session()
    {
        async Task<bool> TrustsAsync(string condition)
        {
            var role = TestResources.Role("R");
            role.Properties["AssumeRolePolicyDocument"]!["Statement"]![0]!["Condition"] = System.Text.Json.Nodes.JsonNode.Parse(condition);
            return (
                await Authorizer(role)
                    .DecideTrustAsync(role, "cognito-identity.amazonaws.com", [], new Dictionary<string, string>(), default)
            ).Allowed;
        }

        Assert.True(
            await TrustsAsync("""{ "Bool": { "aws:SecureTransport": "true" }, "StringEquals": { "aws:RequestedRegion": "us-east-1" } }""")
        );
        Assert.False(await TrustsAsync("""{ "StringNotEquals": { "aws:PrincipalArn": "x" } }"""));
        Assert.False(await TrustsAsync("""{ "NotIpAddress": { "aws:SourceIp": "10.0.0.0/8" } }"""));
    }

    [Fact]
    public void Credentials_tell_when_they_were_issued()
    {
        var issuer = host.Services.GetRequiredService<CredentialIssuer>();
        var credentials = issuer.Issue(Ann with { Issued = null });
        var opened = Assert.IsType<RoleSession>(issuer.Open(credentials.AccessKeyId, credentials.SessionToken).Caller);
        Assert.InRange(host.Time.GetUtcNow() - opened.Issued!.Value, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    private static RoleSession Ann =>
        new()
        {
            RoleArn = $"arn:aws:iam::{TestResources.Account}:role/R",
            SessionName = Session,
            Issued = DateTimeOffset.UtcNow,
            Expires = DateTimeOffset.MaxValue,
            Variables = new Dictionary<string, string> { ["cognito-identity.amazonaws.com:sub"] = TestResources.Ann },
        };

    private Task<Decision> DecideAsync(Caller caller, string condition, string actions = "s3:*") =>
        DecideAsync(caller, TestResources.Statement("Deny", actions, "*", condition));

    /// <summary>Decides for a role that may do everything but what a statement denies; of a caller without a role, the bucket says so.</summary>
    private Task<Decision> DecideAsync(Caller caller, System.Text.Json.Nodes.JsonObject deny)
    {
        var isRole = caller is RoleSession;
        var role = isRole
            ? TestResources.Role("R", TestResources.Statement("Allow", "s3:*", "*"), deny.DeepClone().AsObject())
            : TestResources.Role("R");
        var bucket = TestResources.Of("AWS::S3::Bucket", "files", "arn:aws:s3:::files", []);
        var policy = isRole ? null : TestResources.BucketPolicy("files", TestResources.Statement("Allow", "s3:*", "*"), deny);
        return Authorizer([.. new[] { role, bucket, policy }.OfType<Resource>()])
            .DecideAsync(caller, [new("s3:GetObject", "arn:aws:s3:::files/a", null, bucket)], default);
    }

    private Authorizer Authorizer(params Resource[] resources)
    {
        var http = new DefaultHttpContext { TraceIdentifier = "the-request" };
        http.Connection.RemoteIpAddress = IPAddress.Parse("::ffff:127.0.0.1");
        http.Request.Headers.UserAgent = "a curl of some sort";
        http.Request.Headers.Referer = "http://localhost:3000/";
        logs.Add(LoggerFactory.Create(logging => logging.AddProvider(log)));
        var deployed = new Deployed(
            TestResources.Account,
            "us-east-1",
            resources,
            new Dictionary<string, IReadOnlyDictionary<string, string>>()
        );
        return new(
            new FakeDeployment(deployed),
            host.Services.GetRequiredService<BatchingEvaluator>(),
            new HttpContextAccessor { HttpContext = http },
            host.Time,
            logs[^1].CreateLogger<Authorizer>()
        );
    }
}
