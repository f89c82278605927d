using System.Text.Json.Nodes;
using CognitoStack.Local.Coverage;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Kms;
using CognitoStack.Local.Tests.Deployment;

namespace CognitoStack.Local.Tests.Coverage;

public sealed class SupportTableTests
{
    private sealed class Part(params Support[] types) : ISupports
    {
        public IEnumerable<Support> Types => types;
    }

    [Fact]
    public void Every_property_is_honoured_ignored_or_not_known()
    {
        var part = new Part(
            new Support(
                "T",
                ["Name", "Policies.Password", "Schema.Name", "Whole"],
                new Dictionary<string, string>
                {
                    ["Policies.SignIn"] = "no",
                    ["Whole.Part"] = "no part",
                    ["Tags"] = "no tags",
                }
            )
        );

        var row = Row(
            part,
            """{"Name": "x", "Policies": {"Password": {"MinimumLength": 8}, "SignIn": 1, "Other": {"a": {"b": 1}}}, "Schema": [{"Name": "a"}, {"Name": "b", "Size": 1}], "Whole": {"Part": 1, "Rest": 2}, "Tags": [{"Key": "k"}], "Unheard": {"of": 1}}"""
        );

        Assert.Equal(["Name", "Policies.Password", "Schema.Name", "Whole"], row.Honoured.AsEnumerable());
        Assert.Equal(
            ["Policies.SignIn: no", "Tags: no tags", "Whole.Part: no part"],
            row.Ignored.Select(i => $"{string.Join(", ", i.Properties)}: {i.Because}").Order(StringComparer.Ordinal)
        );
        Assert.Equal(["Policies.Other", "Schema.Size", "Unheard"], row.Unknown.AsEnumerable());
    }

    [Fact]
    public void Of_a_list_of_words_each_is_told_by_itself()
    {
        var part = new Part(new Support("T", ["Factors.App"], new Dictionary<string, string> { ["Factors.Mail"] = "no mail" }));

        var row = Row(part, """{"Factors": ["App", "Mail", "Pigeon"]}""");

        Assert.Equal(["Factors.App"], row.Honoured.AsEnumerable());
        Assert.Equal(("no mail", "Factors.Mail"), (Assert.Single(row.Ignored).Because, Assert.Single(row.Ignored[0].Properties)));
        Assert.Equal(["Factors.Pigeon"], row.Unknown.AsEnumerable());
    }

    [Fact]
    public void A_property_that_is_not_set_is_not_told() =>
        Assert.Equal(
            ["Name"],
            Row(new Part(new Support("T", ["Name", "Other"], new Dictionary<string, string> { ["Tags"] = "no tags" })), """{"Name": 1}""")
                .Honoured.AsEnumerable()
        );

    [Fact]
    public void A_type_that_nobody_looks_after_is_not_known()
    {
        var row = Row(new Part(), """{"Name": 1}""");

        Assert.Equal(["*"], row.Unknown.AsEnumerable());
        Assert.Empty(row.Honoured);
    }

    [Fact]
    public void A_type_without_effect_has_its_reason()
    {
        var row = Row(new Part(Support.None("T", "nobody needs it")), """{"Name": 1}""");

        Assert.Equal(("nobody needs it", "*"), (Assert.Single(row.Ignored).Because, Assert.Single(row.Ignored[0].Properties)));
        Assert.Empty(row.Unknown);
    }

    [Fact]
    public void Two_parts_may_look_after_one_type()
    {
        var row = new SupportTable([
            new Part(Support.None("T", "x")),
            new Part(new Support("T", ["Name"], new Dictionary<string, string>())),
        ])
            .Rows(Deploy("""{"Name": 1}"""))
            .Single();

        Assert.Equal(["Name"], row.Honoured.AsEnumerable());
        Assert.Empty(row.Ignored);
    }

    [Fact]
    public void What_is_left_out_is_told_with_its_type()
    {
        var deployed = new Deployed("1", "r", Deploy("{}").Resources, new Dictionary<string, IReadOnlyDictionary<string, string>>())
        {
            Omissions = [new("S", "Id", "T", "Secret", "no such secret"), new("S", "Url", "Output", "Value", "no such page")],
        };

        var rows = new SupportTable([Of("T")]).Rows(deployed).ToList();

        Assert.Equal(
            [("Output", "no such page", "Url"), ("T", "no such secret", "Secret")],
            rows.Select(r => (r.Type, r.Ignored.Single().Because, r.Ignored.Single().Properties.Single()))
        );
    }

    [Theory]
    [InlineData("ReadOnlyAccess", "AWS's own policies are not read here, so a role with this one may do nothing: ReadOnlyAccess")]
    [InlineData("service-role/AWSLambdaBasicExecutionRole", "functions log here whatever their roles may do")]
    public void AWSs_own_policies_are_told_since_nobody_here_can_read_them(string policy, string expected)
    {
        var role = new Resource
        {
            Stack = "S",
            LogicalId = "R",
            Type = "AWS::IAM::Role",
            Name = "r",
            Arn = "a",
            Properties = JsonNode
                .Parse($$"""{"ManagedPolicyArns": ["arn:aws:iam::aws:policy/{{policy}}", "arn:aws:iam::1:policy/mine"]}""")!
                .AsObject(),
        };

        var row = new SupportTable([new OtherTypes()])
            .Rows(new("1", "r", [role], new Dictionary<string, IReadOnlyDictionary<string, string>>()))
            .Single();

        Assert.Equal(expected, Assert.Single(row.Ignored).Because);
    }

    [Theory]
    [InlineData("AWS::IAM::Role", """{"Policies": [{"PolicyName": "p", "PolicyDocument": DOCUMENT}]}""")]
    [InlineData("AWS::IAM::Policy", """{"PolicyName": "p", "PolicyDocument": DOCUMENT}""")]
    [InlineData("AWS::S3::BucketPolicy", """{"PolicyDocument": DOCUMENT}""")]
    [InlineData("AWS::KMS::Key", """{"KeyPolicy": DOCUMENT}""")]
    public void A_condition_by_which_nobody_can_be_judged_is_told(string type, string properties)
    {
        SupportRow Row(string condition)
        {
            var document = $$$"""{"Statement": {"Effect": "Allow", "Condition": {{{condition}}} } }""";
            var resource = new Resource
            {
                Stack = "S",
                LogicalId = "R",
                Type = type,
                Name = "r",
                Arn = "a",
                Properties = JsonNode.Parse(properties.Replace("DOCUMENT", document, StringComparison.Ordinal))!.AsObject(),
            };
            return new SupportTable([new OtherTypes(), new Local.S3.BucketSupport()])
                .Rows(new("1", "r", [resource], new Dictionary<string, IReadOnlyDictionary<string, string>>()))
                .Single();
        }

        void Told(string key, string why)
        {
            var ignored = Assert.Single(Row($$$"""{"StringEquals": {"{{{key}}}": "x"} }""").Ignored);
            Assert.Equal(
                ("Condition", $"what a statement tests {key} for is refused, {why}"),
                (ignored.Properties.Single(), ignored.Because)
            );
        }

        Told("cognito-identity.amazonaws.com:aud", "by which requests cannot be judged here; write it as a policy variable");
        Told("aws:PrincipalOrgID", "of which nobody here can tell what it is in AWS");
        Told("aws:resourcetag/tenant", "of which nobody here can tell what it is in AWS");
        Assert.Empty(
            Row(
                """{"StringLike": {"s3:prefix": "${cognito-identity.amazonaws.com:sub}/*"}, "IpAddress": {"aws:SourceIp": "127.0.0.1"}, "StringEquals": {"aws:SourceVpce": "x", "aws:PrincipalTag/tenant": "x", "aws:username": "x"}}"""
            ).Ignored
        );
    }

    [Fact]
    public async Task The_policy_of_a_key_is_asked_and_so_is_never_left_out()
    {
        using var bench = new Bench();
        bench.Supports.Add(new KmsSupport());
        const string Key =
            """{"Resources": {"K": {"Type": "AWS::KMS::Key", "Properties": {"EnableKeyRotation": true, "KeyPolicy": {"Statement": {"Effect": "Deny", "Condition": {"StringEquals": {"aws:PrincipalArn": "ARN"}}}}}}}}""";
        var row = new SupportTable([new KmsSupport()]).Rows(await bench.With(("One", Key)).DeployAsync()).Single();
        Assert.Equal(["KeyPolicy"], row.Honoured.AsEnumerable());
        Assert.Equal("EnableKeyRotation", Assert.Single(Assert.Single(row.Ignored).Properties));

        bench.With(
            (
                "One",
                Key.Replace("\"ARN\"", """{"Fn::GetAtt": ["K2", "Nothing"]}""", StringComparison.Ordinal)
                    .Replace("\"K\":", "\"K2\": {\"Type\": \"AWS::SNS::Topic\"}, \"K\":", StringComparison.Ordinal)
            )
        );
        Assert.StartsWith(
            "One: K: KeyPolicy: AWS::SNS::Topic has no attribute Nothing here",
            await bench.RefusalAsync(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Resources_are_counted_by_type_over_all_stacks()
    {
        var resources = "ABA".Select((s, i) => Deploy("{}").Resources[0] with { Stack = $"{s}", LogicalId = $"{i}" }).ToList();

        var row = new SupportTable([Of("T")])
            .Rows(new("1", "r", resources, new Dictionary<string, IReadOnlyDictionary<string, string>>()))
            .Single();

        Assert.Equal((3, "A B"), (row.Count, string.Join(' ', row.Stacks)));
    }

    [Fact]
    public void A_row_is_told_in_a_line() =>
        Assert.Equal(
            [
                "AWS::S3::Bucket x2: honoured: the rest; without effect here: Tags: [no] tags; Unheard: not known here",
                "T x1: honoured: all",
                "U x1: honoured: –; without effect here: nobody rates a sign-in here",
                "V x1: honoured: –; without effect here: not known here",
            ],
            new SupportRow[]
            {
                new("AWS::S3::Bucket", 2, ["S"], ["BucketName", "CorsConfiguration"], [("[no] tags", ["Tags"])], ["Unheard"]),
                new("T", 1, ["S"], ["A"], [], []),
                new("U", 1, ["S"], [], [("nobody rates a sign-in here", ["*"])], []),
                new("V", 1, ["S"], [], [], ["*"]),
            }.Select(row => row.ToString())
        );

    private static Part Of(string type) => new(new Support(type, [], new Dictionary<string, string>()));

    private static SupportRow Row(ISupports part, string properties) => new SupportTable([part]).Rows(Deploy(properties)).Single();

    private static Deployed Deploy(string properties) =>
        new(
            "111122223333",
            "us-east-1",
            [
                new()
                {
                    Stack = "S",
                    LogicalId = "R",
                    Type = "T",
                    Name = "r",
                    Arn = string.Empty,
                    Properties = JsonNode.Parse(properties)!.AsObject(),
                },
            ],
            new Dictionary<string, IReadOnlyDictionary<string, string>>()
        );
}
