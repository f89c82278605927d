using CognitoStack.Local.Deployment;

namespace CognitoStack.Local.Tests.CloudFormation;

/// <summary>Tags of stacks, on the resources that take tags.</summary>
public sealed class TagTests : IAsyncDisposable
{
    private const string Template =
        """{"Resources": {"P": {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": "p", "Tags": {"own": "template"}}}, "T": {"Type": "AWS::DynamoDB::Table", "Properties": {"AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}], "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}], "Tags": [{"Key": "own", "Value": "template"}]}}, "K": {"Type": "AWS::IAM::Policy", "Properties": {"PolicyName": "none", "PolicyDocument": {"Statement": []}}}}}""";
    private readonly Cloud cloud = new();

    [Fact]
    public async Task They_are_passed_on_and_count_for_less_than_a_resources_own()
    {
        await cloud.CreateAsync("one", Template, Tags(("cost", "42"), ("own", "stack")));

        foreach (var id in new[] { "P", "T" })
            Assert.Equal("cost=42 own=template", Told(id));
        Assert.False(Resource("K").Properties.ContainsKey("Tags"));
    }

    [Fact]
    public async Task They_change_and_go_with_an_update_of_their_stack_and_stay_where_it_says_nothing()
    {
        await cloud.CreateAsync("one", Template, Tags(("cost", "42")));

        Assert.Equal("UPDATE_COMPLETE", await cloud.UpdateAsync("one", Template, Tags(("cost", "43"))));
        Assert.Equal("cost=43 own=template", Told("T"));
        var events = await cloud.EventsAsync("one");
        Assert.Contains("T UPDATE_COMPLETE", events);
        Assert.DoesNotContain("K UPDATE_COMPLETE", events);

        var other = Template.Replace("\"p\"", "\"q\"", StringComparison.Ordinal);
        await cloud.UpdateAsync("one", other);
        Assert.Equal("cost=43 own=template", Told("P"));

        await cloud.UpdateAsync("one", other, ("Tags", string.Empty));
        Assert.Equal("own=template", Told("P"));
        Assert.Equal(
            ("ValidationError", "No updates are to be performed."),
            await cloud.RefusalAsync(
                "UpdateStack",
                ("StackName", "one"),
                ("TemplateBody", other),
                ("Capabilities.member.1", "CAPABILITY_NAMED_IAM")
            )
        );
    }

    [Fact]
    public async Task A_change_set_shows_what_they_change()
    {
        await cloud.CreateAsync("one", Template, Tags(("cost", "42")));

        var set = await cloud.ChangeSetAsync("one", "UPDATE", Template, [("UsePreviousTemplate", "false"), .. Tags(("cost", "43"))]);

        Assert.Equal(["P", "T"], set.Descendants("LogicalResourceId").Select(i => i.Value).Order());
        Assert.Equal(["False", "False"], set.Descendants("Replacement").Select(i => i.Value));
    }

    public ValueTask DisposeAsync() => cloud.DisposeAsync();

    private static (string Name, string Value)[] Tags(params (string Key, string Value)[] tags) =>
        [.. tags.SelectMany((t, i) => new[] { ($"Tags.member.{i + 1}.Key", t.Key), ($"Tags.member.{i + 1}.Value", t.Value) })];

    private Resource Resource(string id) => cloud.Current.Resources.Single(r => r.LogicalId == id);

    private string Told(string id) => string.Join(' ', ResourceTags.Of(Resource(id)).OrderBy(t => t.Key).Select(t => $"{t.Key}={t.Value}"));
}
