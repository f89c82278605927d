namespace CognitoStack.Local.Tests.CloudFormation;

public sealed class StackTests : IAsyncDisposable
{
    private const string Pool =
        """{"Resources": {"Pool": {"Type": "AWS::Cognito::UserPool", "Properties": {"UserPoolName": "one"}}, "Id": {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": {"Ref": "Pool"}}}}, "Outputs": {"PoolId": {"Value": {"Ref": "Pool"}, "Description": "its id", "Export": {"Name": "pool"}}}}""";
    private const string User =
        """{"Resources": {"P": {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": {"Fn::ImportValue": "pool"}}}}, "Outputs": {"Value": {"Value": {"Fn::GetAtt": ["P", "Value"]}}}}""";
    private readonly Cloud cloud = new();

    [Fact]
    public async Task A_stack_is_made_in_the_order_of_its_references()
    {
        Assert.Equal("CREATE_COMPLETE", await cloud.CreateAsync("one", Pool));

        Assert.Equal(
            [
                "one REVIEW_IN_PROGRESS User Initiated",
                "one CREATE_IN_PROGRESS User Initiated",
                "Pool CREATE_IN_PROGRESS",
                "Pool CREATE_COMPLETE",
                "Id CREATE_IN_PROGRESS",
                "Id CREATE_COMPLETE",
                "one CREATE_COMPLETE",
            ],
            await cloud.EventsAsync("one")
        );
        Assert.Equal(cloud.Current.OfType("AWS::Cognito::UserPool").Single().Name, await cloud.OutputAsync("one", "PoolId"));
    }

    [Fact]
    public async Task What_is_deployed_outlives_the_host()
    {
        await cloud.CreateAsync("one", Pool);
        var before = cloud.Current.Resources.Select(r => (r.Type, r.Name, r.Arn)).ToList();

        await cloud.RestartAsync();

        Assert.Equal(before, cloud.Current.Resources.Select(r => (r.Type, r.Name, r.Arn)));
        Assert.Equal(
            "No updates are to be performed.",
            (await cloud.RefusalAsync("UpdateStack", ("StackName", "one"), ("TemplateBody", Pool))).Message
        );
    }

    [Fact]
    public async Task Exports_are_imported_and_kept_from_going_while_they_are()
    {
        await cloud.CreateAsync("one", Pool);
        await cloud.CreateAsync("two", User);
        Assert.Equal(await cloud.OutputAsync("one", "PoolId"), await cloud.OutputAsync("two", "Value"));
        Assert.Equal("two", (await cloud.CallAsync("ListImports", ("ExportName", "pool"))).Value);
        Assert.Contains("pool", (await cloud.CallAsync("ListExports")).ToString(), StringComparison.Ordinal);

        // Its status is what it was, as public reports have it (aws/aws-sdk-java#1712, aws/aws-cdk#604): nothing has failed.
        Assert.Equal("CREATE_COMPLETE", await cloud.DoAsync("DeleteStack", "one"));
        Assert.Contains(
            "one CREATE_COMPLETE Delete canceled. Cannot delete export pool as it is in use by two.",
            await cloud.EventsAsync("one")
        );

        Assert.Equal("DELETE_COMPLETE", await cloud.DoAsync("DeleteStack", "two"));
        Assert.Equal("DELETE_COMPLETE", await cloud.DoAsync("DeleteStack", "one"));
        Assert.Empty(cloud.Current.Resources);
    }

    [Theory]
    [InlineData("gone", "DescribeStacks", "Stack with id gone does not exist")]
    [InlineData("gone", "UpdateStack", "Stack with id gone does not exist")]
    [InlineData(
        "no_name",
        "CreateStack",
        "Value 'no_name' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*"
    )]
    public async Task A_stack_that_is_not_there_is_told(string stack, string action, string message)
    {
        var (code, told) = await cloud.RefusalAsync(action, ("StackName", stack), ("TemplateBody", Pool));

        Assert.Equal("ValidationError", code);
        Assert.EndsWith(message, told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "Template format error: At least one Resources member must be defined.")]
    [InlineData("{", "Template format error: JSON not well-formed.")]
    [InlineData(
        """{"Resources": {"A": {"Type": "AWS::EC2::Vpc"}}}""",
        "Template format error: Unrecognized resource types: [AWS::EC2::Vpc]."
    )]
    [InlineData(
        """{"Resources": {"A": {"Type": "AWS::SSM::Parameter", "Properties": {"Value": "x", "Colour": "red"}}}}""",
        "Nothing on this machine honours A.Colour (AWS::SSM::Parameter)."
    )]
    [InlineData(
        """{"Resources": {"A": {"Type": "AWS::SSM::Parameter", "Properties": {"Value": {"Ref": "B"}}}}}""",
        "one: A.Value: B is referred to"
    )]
    [InlineData(
        """{"Parameters": {"P": {"Type": "String"}}, "Resources": {"A": {"Type": "AWS::SSM::Parameter"}}}""",
        "Parameters: [P] must have values"
    )]
    [InlineData(
        """{"Parameters": {"P": {"Type": "String", "Default": "x", "AllowedValues": ["y"]}}, "Resources": {"A": {"Type": "AWS::SSM::Parameter", "Properties": {"Value": {"Ref": "P"}}}}}""",
        "Parameter 'P' must be one of AllowedValues"
    )]
    [InlineData(
        """{"Parameters": {"V": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/none"}}, "Resources": {"A": {"Type": "AWS::SSM::Parameter", "Properties": {"Value": {"Ref": "V"}}}}}""",
        "no SSM parameter /none"
    )]
    public async Task A_template_that_cannot_be_deployed_is_rejected_at_once(string template, string message)
    {
        var (code, told) = await cloud.RefusalAsync("CreateStack", ("StackName", "one"), ("TemplateBody", template));

        Assert.Equal("ValidationError", code);
        Assert.Contains(message, told, StringComparison.Ordinal);
        Assert.Empty((await cloud.CallAsync("ListStacks")).Descendants("member"));
    }

    [Fact]
    public async Task What_nothing_honours_is_deployed_where_it_is_accepted()
    {
        await using var lenient = new Cloud { AcceptsIgnored = true };

        Assert.Equal(
            "CREATE_COMPLETE",
            await lenient.CreateAsync(
                "one",
                """{"Resources": {"A": {"Type": "AWS::SSM::Parameter", "Properties": {"Value": "x", "Colour": "red"}}, "B": {"Type": "AWS::EC2::Vpc"}}}"""
            )
        );
    }

    [Fact]
    public async Task Parameters_conditions_and_rules_decide()
    {
        const string template = """
            Parameters:
              Stage: { Type: String, Default: dev, AllowedValues: [dev, prod] }
              Names: { Type: CommaDelimitedList, Default: "a, b" }
              Version: { Type: "AWS::SSM::Parameter::Value<String>", Default: /version }
            Conditions:
              IsProd: !Equals [!Ref Stage, prod]
            Rules:
              Newer: { Assertions: [ { Assert: !Not [ !Contains [ ["1", "2"], !Ref Version ] ], AssertDescription: version 3 required. } ] }
            Resources:
              Always: { Type: AWS::SSM::Parameter, Properties: { Type: String, Value: !Sub "${Stage} ${AWS::StackName}", Name: !Select [1, !Ref Names] } }
              Extra: { Type: AWS::SSM::Parameter, Condition: IsProd, Properties: { Type: String, Value: !GetAtt Always.Value } }
            """;
        await cloud.CreateAsync(
            "versions",
            """{"Resources": {"V": {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "/version", "Type": "String", "Value": "2"}}}}"""
        );
        Assert.Contains(
            "version 3 required.",
            (await cloud.RefusalAsync("CreateStack", ("StackName", "one"), ("TemplateBody", template))).Message,
            StringComparison.Ordinal
        );
        await cloud.UpdateAsync(
            "versions",
            """{"Resources": {"V": {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "/version", "Type": "String", "Value": "3"}}}}"""
        );

        Assert.Equal("CREATE_COMPLETE", await cloud.CreateAsync("one", template));
        Assert.Equal(
            ("b", "dev one"),
            cloud.Current.Resources.Where(r => r.Stack == "one").Select(r => (r.Name, r.Text("Value"))).Single()
        );
        Assert.Equal(
            "UPDATE_COMPLETE",
            await cloud.UpdateAsync(
                "one",
                template,
                ("Parameters.member.1.ParameterKey", "Stage"),
                ("Parameters.member.1.ParameterValue", "prod")
            )
        );
        Assert.Equal(2, cloud.Current.Resources.Count(r => r.Stack == "one"));
        Assert.Equal("3", (await cloud.CallAsync("DescribeStacks", ("StackName", "one"))).Descendants("ResolvedValue").Single().Value);
    }

    [Theory]
    [InlineData("NotificationARNs.member.1", "arn:aws:sns:us-east-1:111122223333:t", "NotificationARNs is not available here.")]
    [InlineData("RollbackConfiguration.RollbackTriggers.member.1.Arn", "arn", "RollbackConfiguration is not available here.")]
    [InlineData("StackPolicyBody", "{}", "StackPolicyBody is not available here.")]
    [InlineData("DeploymentMode", "REVERT_DRIFT", "The deployment mode REVERT_DRIFT is not available here.")]
    [InlineData("DeploymentConfig.Mode", "EXPRESS", "The deployment mode EXPRESS is not available here.")]
    public async Task What_a_call_says_and_nobody_would_do_is_rejected_by_its_name(string member, string value, string message) =>
        Assert.Equal(
            message,
            (await cloud.RefusalAsync("CreateStack", ("StackName", "one"), ("TemplateBody", Pool), (member, value))).Message
        );

    [Fact]
    public async Task Identities_have_to_be_acknowledged()
    {
        const string template =
            """{"Resources": {"R": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {}, "RoleName": "r"}}}}""";

        Assert.Equal(
            ("InsufficientCapabilitiesException", "Requires capabilities : [CAPABILITY_NAMED_IAM]"),
            await cloud.RefusalAsync(
                "CreateStack",
                ("StackName", "one"),
                ("TemplateBody", template),
                ("Capabilities.member.1", "CAPABILITY_IAM")
            )
        );
        Assert.Equal("CREATE_COMPLETE", await cloud.CreateAsync("one", template));
    }

    [Fact]
    public async Task Who_may_not_do_it_does_not()
    {
        cloud.Gate.Forbidden = "cloudformation:CreateStack";

        var (code, message) = await cloud.RefusalAsync("CreateStack", ("StackName", "one"), ("TemplateBody", Pool));

        Assert.Equal("AccessDenied", code);
        Assert.Equal(
            "User: arn:aws:iam::111122223333:user/administrator is not authorized to perform: cloudformation:CreateStack on resource: arn:aws:cloudformation:us-east-1:111122223333:stack/one/*",
            message
        );
    }

    [Fact]
    public async Task A_template_comes_from_a_bucket_that_the_caller_may_read()
    {
        cloud.Life.Objects[("assets", "a/b.json")] = System.Text.Encoding.UTF8.GetBytes(Pool);
        foreach (
            var address in new[]
            {
                "https://s3.us-east-1.amazonaws.com/assets/a/b.json",
                "https://assets.s3.us-east-1.amazonaws.com/a/b.json",
                "http://127.0.0.1:4566/assets/a/b.json",
            }
        )
        {
            await cloud.CallAsync("ValidateTemplate", ("TemplateURL", address));
            Assert.Equal("s3:GetObject arn:aws:s3:::assets/a/b.json", cloud.Gate.Asked[^1]);
        }

        cloud.Gate.Forbidden = "s3:GetObject";
        Assert.Equal(
            "S3 error: Access Denied",
            (await cloud.RefusalAsync("ValidateTemplate", ("TemplateURL", "https://s3.amazonaws.com/assets/a/b.json"))).Message
        );
    }

    [Fact]
    public async Task A_template_of_more_than_51200_bytes_has_to_come_from_a_bucket()
    {
        var large = Pool.Replace("its id", new string('x', 51_200), StringComparison.Ordinal);

        var (code, message) = await cloud.RefusalAsync("CreateStack", ("StackName", "one"), ("TemplateBody", large));
        Assert.Equal("ValidationError", code);
        Assert.Contains("Member must have length less than or equal to 51200", message, StringComparison.Ordinal);

        cloud.Life.Objects[("assets", "large.json")] = System.Text.Encoding.UTF8.GetBytes(large);
        Assert.Equal(
            "CREATE_COMPLETE",
            await cloud.DoAsync("CreateStack", "one", ("TemplateURL", "https://s3.us-east-1.amazonaws.com/assets/large.json"))
        );
    }

    [Fact]
    public async Task A_protected_stack_stays()
    {
        await cloud.CreateAsync("one", Pool, ("EnableTerminationProtection", "true"));
        Assert.Equal(
            "Stack [one] cannot be deleted while TerminationProtection is enabled",
            (await cloud.RefusalAsync("DeleteStack", ("StackName", "one"))).Message
        );

        await cloud.CallAsync("UpdateTerminationProtection", ("StackName", "one"), ("EnableTerminationProtection", "false"));
        Assert.Equal("DELETE_COMPLETE", await cloud.DoAsync("DeleteStack", "one"));
    }

    [Fact]
    public async Task A_stack_that_is_made_again_is_another_one()
    {
        await cloud.CreateAsync("one", Pool);
        var (before, id) = (
            await cloud.OutputAsync("one", "PoolId"),
            (await cloud.CallAsync("DescribeStacks", ("StackName", "one"))).Descendants("StackId").First().Value
        );
        await cloud.DoAsync("DeleteStack", "one");

        await cloud.CreateAsync("one", Pool);

        Assert.NotEqual(before, await cloud.OutputAsync("one", "PoolId"));
        Assert.Contains(
            "DELETE_COMPLETE",
            (await cloud.CallAsync("DescribeStacks", ("StackName", id))).ToString(),
            StringComparison.Ordinal
        );
    }

    public ValueTask DisposeAsync() => cloud.DisposeAsync();
}
