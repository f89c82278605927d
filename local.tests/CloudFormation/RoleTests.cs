namespace CognitoStack.Local.Tests.CloudFormation;

/// <summary>What the role of a stack may do is what CloudFormation may do for it.</summary>
public sealed class RoleTests : IAsyncDisposable
{
    private const string Role = "arn:aws:iam::111122223333:role/maker";
    private const string Of =
        """{"Resources": {"P": {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "p", "Type": "String", "Value": "VALUE"}}, "T": {"Type": "AWS::DynamoDB::Table", "DependsOn": "P", "Properties": {"TableName": "t", "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}], "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}]}}}}""";
    private const string Client =
        """{"Resources": {"Pool": {"Type": "AWS::Cognito::UserPool", "Properties": {"UserPoolName": "NAME"}}, "Client": {"Type": "AWS::Cognito::UserPoolClient", "Properties": {"UserPoolId": {"Ref": "Pool"}}}}}""";
    private readonly Cloud cloud = new();

    [Fact]
    public async Task What_a_stack_is_made_of_is_asked_of_its_role()
    {
        await MakeRoleAsync();

        Assert.Equal("CREATE_COMPLETE", await cloud.CreateAsync("one", Client, ("RoleARN", Role)));

        var pool = cloud.Current.OfType("AWS::Cognito::UserPool").Single().Arn;
        Assert.Equal(
            [
                "iam:PassRole " + Role,
                "cognito-idp:CreateUserPool *",
                $"cognito-idp:DescribeUserPool {pool}",
                $"cognito-idp:CreateUserPoolClient {pool}",
            ],
            cloud.Gate.Asked.Where(a => !a.StartsWith("cloudformation:", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task What_the_role_may_not_make_is_not_made_and_all_goes_back()
    {
        await MakeRoleAsync();
        cloud.Gate.Forbidden = "dynamodb:CreateTable";

        Assert.Equal("ROLLBACK_COMPLETE", await cloud.CreateAsync("one", Of, ("RoleARN", Role)));

        Assert.Contains(
            "T CREATE_FAILED Resource handler returned message: \"User: arn:aws:sts::111122223333:assumed-role/maker/AWSCloudFormation is not authorized to perform: dynamodb:CreateTable on resource: arn:aws:dynamodb:us-east-1:111122223333:table/t because no identity-based policy allows the dynamodb:CreateTable action\"",
            await cloud.EventsAsync("one")
        );
        Assert.DoesNotContain(cloud.Current.Resources, r => r.Stack == "one");
    }

    [Fact]
    public async Task What_the_role_may_not_change_stays()
    {
        await MakeRoleAsync();
        await cloud.CreateAsync("one", Of, ("RoleARN", Role));
        cloud.Gate.Forbidden = "ssm:PutParameter";

        Assert.Equal("UPDATE_ROLLBACK_COMPLETE", await cloud.UpdateAsync("one", Of.Replace("VALUE", "other", StringComparison.Ordinal)));

        Assert.Equal("VALUE", cloud.Current.Find("AWS::SSM::Parameter", "p")!.Text("Value"));
    }

    [Fact]
    public async Task What_the_role_may_not_remove_stays_in_the_stack_until_another_role_removes_it()
    {
        await MakeRoleAsync();
        await cloud.CreateAsync("one", Of, ("RoleARN", Role));
        cloud.Gate.Forbidden = "ssm:DeleteParameter";

        Assert.Equal("DELETE_FAILED", await cloud.DoAsync("DeleteStack", "one"));
        Assert.Equal(["P"], cloud.Current.Resources.Where(r => r.Stack == "one").Select(r => r.LogicalId));

        cloud.Gate.Forbidden = null;
        Assert.Equal("DELETE_COMPLETE", await cloud.DoAsync("DeleteStack", "one", ("RoleARN", Role)));
    }

    [Fact]
    public async Task A_creation_whose_rollback_is_refused_can_but_be_deleted()
    {
        await MakeRoleAsync();
        cloud.Gate.Forbidden = "ssm:DeleteParameter";
        var failing = Of.Replace("\"DependsOn\": \"P\"", "\"DependsOn\": [\"P\", \"I\"]", StringComparison.Ordinal)
            .Replace(
                "{\"Resources\": {",
                "{\"Resources\": {\"I\": {\"Type\": \"AWS::SSM::Parameter\", \"DependsOn\": \"P\", \"Properties\": {\"Type\": \"String\", \"Value\": \"impossible\"}}, ",
                StringComparison.Ordinal
            );

        Assert.Equal("ROLLBACK_FAILED", await cloud.CreateAsync("one", failing, ("RoleARN", Role)));

        Assert.Contains(
            await cloud.EventsAsync("one"),
            e => e.StartsWith("one ROLLBACK_FAILED The following resource(s) failed to delete: [", StringComparison.Ordinal)
        );
        Assert.EndsWith(
            "is in ROLLBACK_FAILED state and can not be updated.",
            (await cloud.RefusalAsync("UpdateStack", ("StackName", "one"), ("TemplateBody", Of))).Message,
            StringComparison.Ordinal
        );
        cloud.Gate.Forbidden = null;
        Assert.Equal("DELETE_COMPLETE", await cloud.DoAsync("DeleteStack", "one"));
        Assert.Equal("CREATE_COMPLETE", await cloud.CreateAsync("one", Of));
    }

    [Fact]
    public async Task A_role_that_is_gone_or_does_not_trust_CloudFormation_makes_nothing()
    {
        const string refusal = $"Role {Role} is invalid or cannot be assumed";
        Assert.Equal(
            refusal,
            (await cloud.RefusalAsync("CreateStack", ("StackName", "one"), ("TemplateBody", Of), ("RoleARN", Role))).Message
        );
        await MakeRoleAsync();
        await cloud.CreateAsync("one", Of, ("RoleARN", Role));
        cloud.Gate.Untrusting.Add("R");
        foreach (var action in new[] { "UpdateStack", "DeleteStack" })
            Assert.Equal(refusal, (await cloud.RefusalAsync(action, ("StackName", "one"), ("TemplateBody", Of))).Message);

        await cloud.DoAsync("DeleteStack", "roles");
        Assert.Equal(refusal, (await cloud.RefusalAsync("DeleteStack", ("StackName", "one"))).Message);

        cloud.Gate.Untrusting.Clear();
        await MakeRoleAsync();
        Assert.Equal("DELETE_COMPLETE", await cloud.DoAsync("DeleteStack", "one"));
    }

    [Fact]
    public async Task Without_a_role_the_caller_counts()
    {
        cloud.Gate.Forbidden = "ssm:PutParameter";

        Assert.Equal("ROLLBACK_COMPLETE", await cloud.CreateAsync("one", Of));

        Assert.Contains(
            await cloud.EventsAsync("one"),
            e =>
                e.Contains(
                    "User: arn:aws:iam::111122223333:user/administrator is not authorized to perform: ssm:PutParameter",
                    StringComparison.Ordinal
                )
        );
    }

    public ValueTask DisposeAsync() => cloud.DisposeAsync();

    private async Task MakeRoleAsync()
    {
        await cloud.CreateAsync(
            "roles",
            """{"Resources": {"R": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "maker", "AssumeRolePolicyDocument": {}}}}}"""
        );
        cloud.Gate.Asked.Clear();
    }
}
