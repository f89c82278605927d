using System.Text.Json.Nodes;
using System.Xml.Linq;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;
using CognitoStack.Local.Iam;
using CognitoStack.Local.Tests.Access;
using CognitoStack.Local.Tests.CloudFormation;
using Microsoft.AspNetCore.WebUtilities;

namespace CognitoStack.Local.Tests.Iam;

public sealed class RoleOperationsTests
{
    private const string Document = """{"Version":"2012-10-17","Statement":[]}""";
    private readonly FakeDeployment deployment = new(TestResources.All());
    private readonly Gate gate = new();

    [Fact]
    public async Task Policies_of_a_role_are_read_wherever_a_template_declares_them()
    {
        Assert.Equal("AttachedPolicy", (await CallAsync("ListRolePolicies", ("RoleName", "Attached"))).Element("PolicyNames")!.Value);

        var told = await CallAsync("GetRolePolicy", ("RoleName", "Attached"), ("PolicyName", "AttachedPolicy"));

        Assert.Contains("files/attached", Uri.UnescapeDataString(told.Element("PolicyDocument")!.Value), StringComparison.Ordinal);
        Assert.Equal(
            "arn:aws:iam::111122223333:role/Attached",
            (await CallAsync("GetRole", ("RoleName", "Attached"))).Descendants("Arn").Single().Value
        );
    }

    [Fact]
    public async Task A_policy_is_put_replaced_and_deleted_by_hand()
    {
        await CallAsync("PutRolePolicy", ("RoleName", "Member"), ("PolicyName", "More"), ("PolicyDocument", Document));
        await CallAsync(
            "PutRolePolicy",
            ("RoleName", "Member"),
            ("PolicyName", "More"),
            ("PolicyDocument", Document.Replace("[]", "[{}]", StringComparison.Ordinal))
        );
        Assert.Contains(
            "[{}]",
            Uri.UnescapeDataString(
                (await CallAsync("GetRolePolicy", ("RoleName", "Member"), ("PolicyName", "More"))).Element("PolicyDocument")!.Value
            ),
            StringComparison.Ordinal
        );

        await CallAsync("DeleteRolePolicy", ("RoleName", "Member"), ("PolicyName", "More"));
        Assert.Equal("NoSuchEntity", await RefusalAsync("GetRolePolicy", ("RoleName", "Member"), ("PolicyName", "More")));
        Assert.Equal("NoSuchEntity", await RefusalAsync("DeleteRolePolicy", ("RoleName", "Member"), ("PolicyName", "More")));
    }

    [Fact]
    public async Task A_policy_that_a_template_declares_beside_its_role_is_changed_where_its_stack_finds_it()
    {
        (string, string)[] policy = [("RoleName", "Attached"), ("PolicyName", "AttachedPolicy")];
        await CallAsync("PutRolePolicy", [.. policy, ("PolicyDocument", Document)]);

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Document), Declared?.Properties["PolicyDocument"]));
        Assert.Null(deployment.Current.Find("AWS::IAM::Role", "Attached")!.Properties["Policies"]);

        await CallAsync("DeleteRolePolicy", policy);
        Assert.Null(Declared);
        Assert.Equal("NoSuchEntity", await RefusalAsync("GetRolePolicy", policy));
    }

    [Fact]
    public async Task A_trust_policy_is_changed_by_hand()
    {
        await CallAsync("UpdateAssumeRolePolicy", ("RoleName", "Member"), ("PolicyDocument", Document));

        Assert.True(
            JsonNode.DeepEquals(
                JsonNode.Parse(Document),
                deployment.Current.Find("AWS::IAM::Role", "Member")!.Properties["AssumeRolePolicyDocument"]
            )
        );
        Assert.Equal(
            "MalformedPolicyDocument",
            await RefusalAsync("UpdateAssumeRolePolicy", ("RoleName", "Member"), ("PolicyDocument", "["))
        );
    }

    [Theory]
    [InlineData("GetRole")]
    [InlineData("PutRolePolicy")]
    [InlineData("ListAttachedRolePolicies")]
    public async Task Who_may_not_does_not_and_a_role_that_is_not_there_is_told(string action)
    {
        (string, string)[] call = [("RoleName", "Nobody"), ("PolicyName", "x"), ("PolicyDocument", Document)];
        Assert.Equal("NoSuchEntity", await RefusalAsync(action, call));

        gate.Forbidden = $"iam:{action}";
        Assert.Equal("AccessDenied", await RefusalAsync(action, call));
    }

    private Resource? Declared =>
        deployment.Current.Resources.SingleOrDefault(r => r.Text("PolicyName") == "AttachedPolicy" || r.Name == "AttachedPolicy");

    private async Task<XElement> CallAsync(string action, params (string Name, string Value)[] members)
    {
        var call = QueryCall.Parse(
            QueryHelpers.AddQueryString(
                string.Empty,
                members.Prepend(("Action", action)).Select(m => KeyValuePair.Create(m.Item1, (string?)m.Item2))
            ),
            new Administrator("111122223333")
        );
        return new("Result", await new RoleOperations(deployment, deployment, gate).Operations[action](call, CancellationToken.None));
    }

    private async Task<string> RefusalAsync(string action, params (string Name, string Value)[] members) =>
        (await Assert.ThrowsAsync<AwsException>(() => CallAsync(action, members))).Code;
}
