using CognitoStack.Local.Deployment;

namespace CognitoStack.Local.Tests.CloudFormation;

public sealed class DriftTests : IAsyncDisposable
{
    private const string Template =
        """{"Resources": {"P": {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": "VALUE"}}, "Q": {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": "q"}}}}""";
    private static readonly string[] Told = ["LogicalResourceId", "PropertyPath", "ExpectedValue", "ActualValue", "DifferenceType"];
    private readonly Cloud cloud = new();

    [Fact]
    public async Task What_somebody_changed_by_hand_is_found_and_outlives_the_host()
    {
        await cloud.CreateAsync("one", Template);
        Assert.Equal("IN_SYNC", await DetectAsync());

        await cloud.ChangeAsync("P", p => p["Value"] = "by hand");
        await cloud.ChangeAsync("Q", q => q["Tier"] = "what the template leaves open");
        await cloud.RestartAsync();

        Assert.Equal("by hand", cloud.Current.Resources.First(r => r.LogicalId == "P").Text("Value"));
        Assert.Equal("DRIFTED", await DetectAsync());
        var drifts = await cloud.CallAsync(
            "DescribeStackResourceDrifts",
            ("StackName", "one"),
            ("StackResourceDriftStatusFilters.member.1", "MODIFIED")
        );
        Assert.Equal("P /Value VALUE by hand NOT_EQUAL", string.Join(' ', Told.Select(n => drifts.Descendants(n).Single().Value)));
        Assert.Equal(
            "MODIFIED",
            (await cloud.CallAsync("DetectStackResourceDrift", ("StackName", "one"), ("LogicalResourceId", "P")))
                .Descendants("StackResourceDriftStatus")
                .Single()
                .Value
        );
    }

    [Fact]
    public async Task A_deployment_touches_what_its_template_changes_and_nothing_else()
    {
        await cloud.CreateAsync("one", Template);
        await cloud.ChangeAsync("P", p => p["Value"] = "by hand");
        await cloud.ChangeAsync("Q", q => q["Value"] = "by hand");

        await cloud.UpdateAsync("one", Template.Replace("VALUE", "other", StringComparison.Ordinal));

        Assert.Equal(["other", "by hand"], cloud.Current.Resources.OrderBy(r => r.LogicalId).Select(r => r.Text("Value")));
    }

    [Fact]
    public async Task What_somebody_deleted_by_hand_is_missed_and_cannot_be_changed()
    {
        await cloud.CreateAsync("one", Template);

        await cloud.RemoveAsync("P");
        await cloud.RestartAsync();

        Assert.Equal(["Q"], cloud.Current.Resources.Select(r => r.LogicalId));
        Assert.Equal("DRIFTED", await DetectAsync());
        var drift = (
            await cloud.CallAsync(
                "DescribeStackResourceDrifts",
                ("StackName", "one"),
                ("StackResourceDriftStatusFilters.member.1", "DELETED")
            )
        )
            .Descendants("StackResourceDrifts")
            .Single()
            .Elements()
            .Single();
        Assert.Equal(("P", null), (drift.Element("LogicalResourceId")!.Value, drift.Element("ActualProperties")?.Value));

        Assert.Equal("UPDATE_COMPLETE", await cloud.UpdateAsync("one", Template.Replace("\"q\"", "\"r\"", StringComparison.Ordinal)));
        Assert.Equal(
            "UPDATE_ROLLBACK_COMPLETE",
            await cloud.UpdateAsync("one", Template.Replace("VALUE", "other", StringComparison.Ordinal))
        );
        Assert.Contains(
            await cloud.EventsAsync("one"),
            e => e.Contains("P UPDATE_FAILED", StringComparison.Ordinal) && e.Contains("was not found", StringComparison.Ordinal)
        );

        Assert.Equal("DELETE_COMPLETE", await cloud.DoAsync("DeleteStack", "one"));
        Assert.Equal("CREATE_COMPLETE", await cloud.CreateAsync("one", Template));
        Assert.Equal("IN_SYNC", await DetectAsync());
    }

    [Fact]
    public async Task What_somebody_deleted_and_made_again_by_hand_is_the_stacks_again()
    {
        await cloud.CreateAsync("one", Template);
        var id = cloud.Current.Resources.Single(r => r.LogicalId == "P").Name;
        await cloud.RemoveAsync("P");

        Assert.False(await cloud.RestoreAsync(r => r.Name == "another", _ => { }));
        Assert.Equal("DRIFTED", await DetectAsync());
        Assert.True(await cloud.RestoreAsync(r => r.Name == id, p => p["Value"] = "by hand"));
        await cloud.RestartAsync();

        Assert.Equal("by hand", cloud.Current.Find("AWS::SSM::Parameter", id)!.Text("Value"));
        Assert.Equal("DRIFTED", await DetectAsync());
        await cloud.ChangeAsync("P", p => p["Value"] = "VALUE");
        Assert.Equal("IN_SYNC", await DetectAsync());
        // There is no other to be made.
        Assert.False(await cloud.RestoreAsync(r => r.Name == id, _ => { }));
    }

    [Fact]
    public async Task A_change_by_hand_that_cannot_be_made_changes_nothing()
    {
        await cloud.CreateAsync("one", Template);

        await Assert.ThrowsAsync<DeploymentException>(() => cloud.ChangeAsync("P", p => p["Value"] = "impossible"));

        Assert.Equal("VALUE", cloud.Current.Resources.First(r => r.LogicalId == "P").Text("Value"));
    }

    public ValueTask DisposeAsync() => cloud.DisposeAsync();

    private async Task<string> DetectAsync()
    {
        var id = (await cloud.CallAsync("DetectStackDrift", ("StackName", "one"))).Value;
        return (await cloud.CallAsync("DescribeStackDriftDetectionStatus", ("StackDriftDetectionId", id)))
            .Element("StackDriftStatus")!
            .Value;
    }
}
