using CognitoStack.Local.Deployment;

namespace CognitoStack.Local.Tests.Deployment;

public sealed class NameTests : IDisposable
{
    private const string Template = """
        {"Resources": {
          "Pool": {"Type": "AWS::Cognito::UserPool", "Properties": {"UserPoolName": "people"}},
          "Client": {"Type": "AWS::Cognito::UserPoolClient", "Properties": {"ClientName": "web", "GenerateSecret": false}},
          "Portal": {"Type": "AWS::Cognito::UserPoolClient", "Properties": {"GenerateSecret": true}},
          "Identities": {"Type": "AWS::Cognito::IdentityPool"},
          "Role": {"Type": "AWS::IAM::Role"},
          "PathRole": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "mine", "Path": "/people/"}},
          "ManagedPolicy": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"ManagedPolicyName": "readers"}},
          "Bucket": {"Type": "AWS::S3::Bucket"},
          "Named": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "given.name"}},
          "Table": {"Type": "AWS::DynamoDB::Table"},
          "Function": {"Type": "AWS::Lambda::Function", "Properties": {"Code": {"ZipFile": "x"}}},
          "Version": {"Type": "AWS::Lambda::Version", "Properties": {"FunctionName": {"Ref": "Function"}}},
          "Alias": {"Type": "AWS::Lambda::Alias", "Properties": {"FunctionName": {"Fn::GetAtt": ["Function", "Arn"]}, "Name": "live"}},
          "Logs": {"Type": "AWS::Logs::LogGroup"},
          "Parameter": {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "/a/b", "Type": "String", "Value": "v"}},
          "Key": {"Type": "AWS::KMS::Key"},
          "Provider": {"Type": "AWS::IAM::OIDCProvider", "Properties": {"Url": "https://accounts.example.com"}},
          "Queue": {"Type": "AWS::SQS::Queue"},
          "Other": {"Type": "AWS::Kinesis::Stream"},
          "Custom": {"Type": "Custom::Thing"}
        }}
        """;

    private readonly Bench bench = new();

    [Theory]
    [InlineData("Pool", "^us-east-1_[A-Za-z0-9]{9}$", "arn:aws:cognito-idp:us-east-1:111122223333:userpool/{}")]
    [InlineData("Client", "^[a-z0-9]{26}$", "")]
    [InlineData(
        "Identities",
        "^us-east-1:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
        "arn:aws:cognito-identity:us-east-1:111122223333:identitypool/{}"
    )]
    [InlineData("Role", "^One-Role-[A-Z0-9]{12}$", "arn:aws:iam::111122223333:role/{}")]
    [InlineData("PathRole", "^mine$", "arn:aws:iam::111122223333:role/people/{}")]
    [InlineData("ManagedPolicy", "^arn:aws:iam::111122223333:policy/readers$", "{}")]
    [InlineData("Bucket", "^one-bucket-[a-z0-9]{12}$", "arn:aws:s3:::{}")]
    [InlineData("Named", "^given.name$", "arn:aws:s3:::{}")]
    [InlineData("Table", "^One-Table-[A-Z0-9]{12}$", "arn:aws:dynamodb:us-east-1:111122223333:table/{}")]
    [InlineData("Function", "^One-Function-[A-Z0-9]{12}$", "arn:aws:lambda:us-east-1:111122223333:function:{}")]
    [InlineData("Version", "^arn:aws:lambda:us-east-1:111122223333:function:One-Function-[A-Z0-9]{12}:1$", "{}")]
    [InlineData("Alias", "^arn:aws:lambda:us-east-1:111122223333:function:One-Function-[A-Z0-9]{12}:live$", "{}")]
    [InlineData("Logs", "^One-Logs-[A-Z0-9]{12}$", "arn:aws:logs:us-east-1:111122223333:log-group:{}:*")]
    [InlineData("Parameter", "^/a/b$", "arn:aws:ssm:us-east-1:111122223333:parameter/a/b")]
    [InlineData("Key", "^[0-9a-f-]{36}$", "arn:aws:kms:us-east-1:111122223333:key/{}")]
    [InlineData("Provider", "^arn:aws:iam::111122223333:oidc-provider/accounts.example.com$", "{}")]
    [InlineData("Queue", "^https://sqs.us-east-1.amazonaws.com/111122223333/One-Queue-[A-Z0-9]{12}$", null)]
    [InlineData("Other", "^One-Other-[A-Z0-9]{12}$", "arn:aws:kinesis:us-east-1:111122223333:stream/{}")]
    [InlineData("Custom", "^One-Custom-[A-Z0-9]{12}$", "")]
    public async Task Names_and_ARNs_have_the_form_that_the_service_gives(string id, string name, string? arn)
    {
        var resource = await DeployAsync(id);

        Assert.Matches(name, resource.Name);
        if (arn is not null)
            Assert.Equal(arn.Replace("{}", resource.Name, StringComparison.Ordinal), resource.Arn);
    }

    [Theory]
    [InlineData("Pool", "ProviderName", "cognito-idp.us-east-1.amazonaws.com/{}")]
    [InlineData("Pool", "ProviderURL", "https://cognito-idp.us-east-1.amazonaws.com/{}")]
    [InlineData("Client", "Name", "web")]
    [InlineData("Bucket", "RegionalDomainName", "{}.s3.us-east-1.amazonaws.com")]
    [InlineData("Bucket", "DomainName", "{}.s3.amazonaws.com")]
    [InlineData("Parameter", "Value", "v")]
    [InlineData("Version", "Version", "1")]
    public async Task Attributes_are_those_of_the_service(string id, string attribute, string expected)
    {
        var resource = await DeployAsync(id);

        Assert.Equal(expected.Replace("{}", resource.Name, StringComparison.Ordinal), resource.Attributes[attribute]);
    }

    [Fact]
    public async Task Only_a_client_that_asks_for_a_secret_has_one()
    {
        Assert.Matches("^[a-z0-9]{52}$", (await DeployAsync("Portal")).Attributes["ClientSecret"]);
        Assert.DoesNotContain("ClientSecret", (await DeployAsync("Client")).Attributes.Keys);
    }

    [Fact]
    public async Task Names_and_secrets_outlive_restarts_and_deployments()
    {
        var first = (await bench.With(("One", Template)).DeployAsync()).Resources;
        var second = (await bench.DeployAsync()).Resources;

        Assert.Equal(first.Select(r => (r.LogicalId, r.Name)), second.Select(r => (r.LogicalId, r.Name)));
        Assert.Equal(
            first.Select(r => r.Attributes.GetValueOrDefault("ClientSecret")),
            second.Select(r => r.Attributes.GetValueOrDefault("ClientSecret"))
        );
    }

    [Fact]
    public async Task A_resource_that_comes_back_has_its_name_again()
    {
        var before = (await DeployAsync("Pool")).Name;
        await bench.With(("One", """{"Resources": {}}""")).DeployAsync();

        Assert.Equal(before, (await DeployAsync("Pool")).Name);
    }

    [Fact]
    public async Task Names_of_another_state_folder_are_others()
    {
        using var other = new Bench();

        Assert.NotEqual(
            (await DeployAsync("Pool")).Name,
            (await other.With(("One", Template)).DeployAsync()).OfType("AWS::Cognito::UserPool").Single().Name
        );
    }

    [Fact]
    public async Task A_stack_in_another_Region_is_another_stack()
    {
        var here = (await DeployAsync("Pool")).Name;
        bench.Options = bench.Options with { Region = "eu-west-1" };
        var there = (await DeployAsync("Pool")).Name;
        bench.Options = bench.Options with { Region = "us-east-1" };

        Assert.StartsWith("eu-west-1_", there, StringComparison.Ordinal);
        Assert.Equal(here, (await DeployAsync("Pool")).Name);
    }

    [Fact]
    public async Task The_ARN_of_a_stack_stays_the_same()
    {
        const string Stack = """{"Resources": {}, "Outputs": {"Id": {"Value": {"Ref": "AWS::StackId"}}}}""";
        var first = (await bench.With(("One", Stack)).DeployAsync()).Outputs["One"]["Id"];

        Assert.Matches("^arn:aws:cloudformation:us-east-1:111122223333:stack/One/[0-9a-f-]{36}$", first);
        Assert.Equal(first, (await bench.DeployAsync()).Outputs["One"]["Id"]);
    }

    [Theory]
    [InlineData("AWS::S3::Bucket", 63)]
    [InlineData("AWS::IAM::Role", 64)]
    [InlineData("AWS::Lambda::Function", 64)]
    public async Task Names_that_would_be_too_long_are_cut(string type, int longest)
    {
        var (stack, id) = ("CognitoStack-production-Authentication", "SignInGatePreAuthenticationFunctionWithALongName8B79E674");
        bench.With((stack, $$$"""{"Resources": {"{{{id}}}": {"Type": "{{{type}}}"} } }"""));

        var name = Assert.Single((await bench.DeployAsync()).Resources).Name;

        Assert.InRange(name.Length, longest - 1, longest);
        Assert.Matches("(?i)^CognitoStack-production(-Au?)?-SignInGatePreAuth[a-z]*-[a-z0-9]{12}$", name);
    }

    [Fact]
    public async Task The_type_of_a_resource_does_not_change()
    {
        await DeployAsync("Bucket");
        bench.With(("One", """{"Resources": {"Bucket": {"Type": "AWS::DynamoDB::Table"}}}"""));

        Assert.Contains(
            "One: Bucket: it was an AWS::S3::Bucket and is now an AWS::DynamoDB::Table",
            await bench.RefusalAsync(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Two_resources_of_one_name_are_refused()
    {
        const string Stack = """{"Resources": {"Files": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "files"}}}}""";
        bench.With(("One", Stack), ("Two", Stack));

        Assert.Equal("One: Files and Two: Files have the same name: files. Give them different ones.", await bench.RefusalAsync());
    }

    [Fact]
    public async Task A_user_pool_that_an_environment_adopts_is_there_first()
    {
        const string Around =
            """{"Metadata": {"CognitoStack::AdoptedUserPool": {"Arn": "arn:aws:cognito-idp:us-east-1:111122223333:userpool/us-east-1_AbCdEfGhI"}}, "Resources": {"P": {"Type": "AWS::SSM::Parameter"}}}""";
        bench.With(("One", Around));

        Assert.Equal(
            "One is built around the user pool arn:aws:cognito-idp:us-east-1:111122223333:userpool/us-east-1_AbCdEfGhI, which is not on this machine (there is none). "
                + "Deploy the environment that makes it first, with the same state folder, and name that pool (userPool.adopt).",
            await bench.RefusalAsync()
        );
    }

    [Fact]
    public async Task A_file_of_names_that_is_broken_is_not_overwritten()
    {
        await DeployAsync("Pool");
        File.WriteAllText(bench.State["names.json"], "{");

        Assert.Contains("restore it, or start anew with --fresh", await bench.RefusalAsync(), StringComparison.Ordinal);
        Assert.Equal("{", File.ReadAllText(bench.State["names.json"]));
    }

    [Fact]
    public async Task Only_the_owner_reads_the_secrets_of_clients()
    {
        await DeployAsync("Portal");

        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(bench.State["names.json"]));
    }

    public void Dispose() => bench.Dispose();

    private async Task<Resource> DeployAsync(string id) =>
        (await bench.With(("One", Template)).DeployAsync()).Resources.Single(r => r.LogicalId == id);
}
