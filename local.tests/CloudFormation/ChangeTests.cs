namespace CognitoStack.Local.Tests.CloudFormation;

public sealed class ChangeTests : IAsyncDisposable
{
    private const string Table =
        """{"Resources": {"T": {"Type": "AWS::DynamoDB::Table", POLICIES"Properties": {"AttributeDefinitions": [{"AttributeName": "KEY", "AttributeType": "S"}], "KeySchema": [{"AttributeName": "KEY", "KeyType": "HASH"}]}}, "P": {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": {"Ref": "T"}}}}}""";
    private const string Two =
        """{"Resources": {"A": {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": "ONE"}}, "B": {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": "OTHER"}}}}""";
    private readonly Cloud cloud = new();

    [Fact]
    public async Task A_replaced_table_is_another_one_and_whoever_refers_to_it_follows()
    {
        await cloud.CreateAsync("one", Of("id"));
        var before = Name;

        var set = await cloud.ChangeSetAsync("one", "UPDATE", Of("key"));
        Assert.Equal(["T Modify True", "P Modify False"], Shown(set));
        Assert.Equal("UPDATE_COMPLETE", await cloud.UpdateAsync("one", Of("key")));

        Assert.NotEqual(before, Name);
        Assert.Equal(Name, cloud.Current.OfType("AWS::SSM::Parameter").Single().Text("Value"));
        Assert.Equal([before], cloud.Life.Removed);
        Assert.Contains(
            "T UPDATE_IN_PROGRESS Requested update requires the creation of a new physical resource; hence creating one.",
            await cloud.EventsAsync("one")
        );
    }

    [Fact]
    public async Task What_the_policy_retains_stays_outside_of_the_stack()
    {
        const string retain = "\"UpdateReplacePolicy\": \"Retain\", \"DeletionPolicy\": \"Retain\", ";
        await cloud.CreateAsync("one", Of("id", retain));
        var first = Name;
        await cloud.UpdateAsync("one", Of("key", retain));

        Assert.Empty(cloud.Life.Removed);
        Assert.Equal(2, cloud.Current.OfType("AWS::DynamoDB::Table").Count());
        Assert.Contains("T DELETE_SKIPPED", await cloud.EventsAsync("one"));

        Assert.Equal("DELETE_COMPLETE", await cloud.DoAsync("DeleteStack", "one"));
        Assert.Equal(2, cloud.Current.OfType("AWS::DynamoDB::Table").Count());
        Assert.Contains(first, cloud.Current.OfType("AWS::DynamoDB::Table").Select(t => t.Name));
        await cloud.RestartAsync();
        Assert.Equal(2, cloud.Current.Resources.Count);
    }

    [Fact]
    public async Task A_retained_table_is_taken_over_by_another_stack()
    {
        await cloud.CreateAsync("one", Of("id", "\"DeletionPolicy\": \"Retain\", "));
        var name = Name;
        await cloud.DoAsync("DeleteStack", "one");
        var only = Of("id", "\"DeletionPolicy\": \"Retain\", ")
            .Replace(Of("id")[Of("id").IndexOf(", \"P\"", StringComparison.Ordinal)..], "}}", StringComparison.Ordinal);
        (string, string)[] import =
        [
            ("ResourcesToImport.member.1.ResourceType", "AWS::DynamoDB::Table"),
            ("ResourcesToImport.member.1.LogicalResourceId", "T"),
            ("ResourcesToImport.member.1.ResourceIdentifier.entry.1.key", "TableName"),
            ("ResourcesToImport.member.1.ResourceIdentifier.entry.1.value", name),
        ];

        Assert.Equal(["T Import"], Shown(await cloud.ChangeSetAsync("two", "IMPORT", only, import)));
        await cloud.CallAsync("ExecuteChangeSet", ("StackName", "two"), ("ChangeSetName", "change"));

        Assert.Equal("IMPORT_COMPLETE", await cloud.EndAsync("two"));
        Assert.Equal(("two", name), cloud.Current.Resources.Select(r => (r.Stack, r.Name)).Single());
        Assert.Contains(
            "was not found",
            (
                await cloud.ChangeSetAsync(
                    "three",
                    "IMPORT",
                    only,
                    [.. import[..3], ("ResourcesToImport.member.1.ResourceIdentifier.entry.1.value", "nobody")]
                )
            ).ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_was_left_behind_under_a_given_name_is_taken_over_where_that_is_asked_for()
    {
        string Named(string value) =>
            Of("id", "\"DeletionPolicy\": \"Retain\", ")
                .Replace("\"AttributeDefinitions\"", "\"TableName\": \"notes\", \"AttributeDefinitions\"", StringComparison.Ordinal)
                .Replace("{\"Ref\": \"T\"}", value, StringComparison.Ordinal);
        await cloud.CreateAsync("one", Named("\"x\""));
        await cloud.DoAsync("DeleteStack", "one");
        Assert.Equal("ROLLBACK_COMPLETE", await cloud.CreateAsync("two", Named("\"x\"")));
        Assert.DoesNotContain("notes", cloud.Life.Removed);

        await cloud.ChangeSetAsync("three", "CREATE", Named("\"impossible\""), ("ImportExistingResources", "true"));
        await cloud.CallAsync("ExecuteChangeSet", ("StackName", "three"), ("ChangeSetName", "change"));
        Assert.Equal("ROLLBACK_COMPLETE", await cloud.EndAsync("three"));
        Assert.DoesNotContain("notes", cloud.Life.Removed);
        Assert.Single(cloud.Current.Resources);

        Assert.Equal(
            ["T Import", "P Add"],
            Shown(await cloud.ChangeSetAsync("four", "CREATE", Named("\"x\""), ("ImportExistingResources", "true")))
        );
        await cloud.CallAsync("ExecuteChangeSet", ("StackName", "four"), ("ChangeSetName", "change"));
        Assert.Equal("CREATE_COMPLETE", await cloud.EndAsync("four"));
        Assert.Equal(("four", "notes"), cloud.Current.OfType("AWS::DynamoDB::Table").Select(t => (t.Stack, t.Name)).Single());
    }

    [Fact]
    public async Task A_change_that_fails_brings_back_what_was_and_says_why()
    {
        await cloud.CreateAsync("one", Of("id"));
        var (before, name) = (cloud.Current.Resources.ToList(), Name);
        var failing = Of("key").Replace("{\"Ref\": \"T\"}", "\"impossible\"", StringComparison.Ordinal);

        Assert.Equal("UPDATE_ROLLBACK_COMPLETE", await cloud.UpdateAsync("one", failing));

        Assert.Equal(name, Name);
        Assert.Equal(before.Select(r => r.Properties.ToJsonString()), cloud.Current.Resources.Select(r => r.Properties.ToJsonString()));
        Assert.DoesNotContain(name, cloud.Life.Removed);
        Assert.Single(cloud.Life.Removed);
        var events = await cloud.EventsAsync("one");
        Assert.Contains("P UPDATE_FAILED Resource handler returned message: \"It cannot be made.\"", events);
        Assert.Contains("one UPDATE_ROLLBACK_IN_PROGRESS The following resource(s) failed to update: [P].", events);
        Assert.Equal("UPDATE_COMPLETE", await cloud.UpdateAsync("one", Of("key")));
    }

    [Fact]
    public async Task A_stack_that_fails_to_be_made_leaves_nothing()
    {
        Assert.Equal(
            "ROLLBACK_COMPLETE",
            await cloud.CreateAsync("one", Of("id").Replace("{\"Ref\": \"T\"}", "\"impossible\"", StringComparison.Ordinal))
        );

        Assert.Empty(cloud.Current.Resources);
        Assert.Equal("ValidationError", (await cloud.RefusalAsync("UpdateStack", ("StackName", "one"), ("TemplateBody", Of("id")))).Code);
        Assert.Equal("DELETE_COMPLETE", await cloud.DoAsync("DeleteStack", "one"));
        Assert.Equal("CREATE_COMPLETE", await cloud.CreateAsync("one", Of("id")));
    }

    [Fact]
    public async Task Without_rollback_what_was_made_stays_until_somebody_goes_on_or_back()
    {
        string Values() => string.Join(' ', cloud.Current.Resources.OrderBy(r => r.LogicalId).Select(r => r.Text("Value")));
        await cloud.CreateAsync("one", Pair("1", "1"));

        Assert.Equal("UPDATE_FAILED", await cloud.UpdateAsync("one", Pair("2", "impossible"), ("DisableRollback", "true")));
        Assert.Equal("2 1", Values());
        Assert.Contains(
            "is in UPDATE_FAILED state and can not be updated",
            (await cloud.RefusalAsync("UpdateStack", ("StackName", "one"), ("TemplateBody", Pair("3", "3")))).Message,
            StringComparison.Ordinal
        );

        Assert.Equal("UPDATE_ROLLBACK_COMPLETE", await cloud.DoAsync("RollbackStack", "one"));
        Assert.Equal("1 1", Values());

        await cloud.UpdateAsync("one", Pair("4", "impossible"), ("DisableRollback", "true"));
        Assert.Equal("UPDATE_COMPLETE", await cloud.UpdateAsync("one", Pair("4", "4"), ("DisableRollback", "true")));
        Assert.Equal("4 4", Values());
    }

    [Fact]
    public async Task A_rollback_that_fails_is_gone_on_with()
    {
        var cannot = false;
        cloud.Bench.Steps.Add(
            new Deployment.Step(next =>
            {
                if (cannot)
                    throw new Local.Deployment.DeploymentException("Not even that.", next.Resources[0]);
            })
        );
        await cloud.CreateAsync("one", Of("id"));
        cannot = true;

        Assert.Equal("UPDATE_ROLLBACK_FAILED", await cloud.UpdateAsync("one", Of("key")));
        cannot = false;
        Assert.Equal("UPDATE_ROLLBACK_COMPLETE", await cloud.DoAsync("ContinueUpdateRollback", "one"));
    }

    [Fact]
    public async Task A_rollback_goes_on_without_what_it_is_told_to_skip()
    {
        var cannot = false;
        List<string> made = [];
        cloud.Bench.Steps.Add(
            new Deployment.Step(next =>
            {
                if (cannot && next.Resources.SingleOrDefault(r => r.LogicalId == "A" && r.Text("Value") == "1") is { } a)
                    throw new Local.Deployment.DeploymentException("It does not go back.", a);
            })
        );
        cloud.Bench.Steps.Add(new Deployment.Step(next => made = [.. next.Resources.Select(r => r.LogicalId)]));
        await cloud.CreateAsync("one", Pair("1", "1"));
        cannot = true;
        Assert.Equal("UPDATE_ROLLBACK_FAILED", await cloud.UpdateAsync("one", Pair("2", "impossible")));

        Assert.Equal("UPDATE_ROLLBACK_FAILED", await cloud.DoAsync("ContinueUpdateRollback", "one"));
        Assert.Equal("UPDATE_ROLLBACK_FAILED", await cloud.DoAsync("ContinueUpdateRollback", "one", ("ResourcesToSkip.member.1", "B")));
        made.Clear();
        Assert.Equal("UPDATE_ROLLBACK_COMPLETE", await cloud.DoAsync("ContinueUpdateRollback", "one", ("ResourcesToSkip.member.1", "A")));
        Assert.Equal(["B"], made);
    }

    [Fact]
    public async Task A_stack_whose_resource_cannot_go_stays_with_it()
    {
        await cloud.CreateAsync("one", Of("id"));
        cloud.Life.Kept.Add("T");

        Assert.Equal("DELETE_FAILED", await cloud.DoAsync("DeleteStack", "one"));
        Assert.Equal(["T"], cloud.Current.Resources.Select(r => r.LogicalId));
        Assert.Equal("DELETE_COMPLETE", await cloud.DoAsync("DeleteStack", "one", ("RetainResources.member.1", "T")));
        Assert.Equal(["T"], cloud.Current.Resources.Select(r => r.LogicalId));
    }

    [Theory]
    [InlineData(
        "notes",
        "key",
        "CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename notes and update the stack again."
    )]
    public async Task A_table_with_a_given_name_is_not_replaced(string name, string key, string message)
    {
        string Named(string by) =>
            Of(by).Replace("\"AttributeDefinitions\"", $"\"TableName\": \"{name}\", \"AttributeDefinitions\"", StringComparison.Ordinal);
        await cloud.CreateAsync("one", Named("id"));

        Assert.Equal(message, (await cloud.RefusalAsync("UpdateStack", ("StackName", "one"), ("TemplateBody", Named(key)))).Message);
        Assert.Equal("ROLLBACK_COMPLETE", await cloud.CreateAsync("two", Named("id")));
        Assert.Contains(
            (await cloud.EventsAsync("two")),
            e =>
                e.StartsWith("T CREATE_FAILED", StringComparison.Ordinal)
                && e.Contains("notes already exists in stack", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_table_whose_given_name_another_resource_takes_over_stays()
    {
        var named = Of("id")
            .Replace("\"AttributeDefinitions\"", "\"TableName\": \"notes\", \"AttributeDefinitions\"", StringComparison.Ordinal);
        await cloud.CreateAsync("one", named);

        Assert.Equal(
            "UPDATE_ROLLBACK_COMPLETE",
            await cloud.UpdateAsync("one", named.Replace("\"T\"", "\"Renamed\"", StringComparison.Ordinal))
        );

        Assert.Contains(
            await cloud.EventsAsync("one"),
            e =>
                e.StartsWith("Renamed CREATE_FAILED", StringComparison.Ordinal)
                && e.Contains("notes already exists", StringComparison.Ordinal)
        );
        Assert.Equal("notes", Name);
        Assert.Empty(cloud.Life.Removed);
    }

    [Fact]
    public async Task A_change_set_is_executed_once()
    {
        await cloud.ChangeSetAsync("one", "CREATE", Of("id"));
        await cloud.CallAsync("ExecuteChangeSet", ("StackName", "one"), ("ChangeSetName", "change"));
        await cloud.EndAsync("one");

        Assert.Equal(
            "InvalidChangeSetStatus",
            (await cloud.RefusalAsync("ExecuteChangeSet", ("StackName", "one"), ("ChangeSetName", "change"))).Code
        );
    }

    [Fact]
    public async Task A_change_set_without_changes_fails_in_words_that_clients_know()
    {
        await cloud.CreateAsync("one", Of("id"));

        var set = await cloud.ChangeSetAsync("one", "UPDATE", Of("id"));

        Assert.Equal(
            ("FAILED", "The submitted information didn't contain changes. Submit different information to create a change set."),
            (set.Element("Status")!.Value, set.Element("StatusReason")!.Value)
        );
        await cloud.CallAsync("DeleteChangeSet", ("StackName", "one"), ("ChangeSetName", "change"));
        Assert.Equal(
            "ChangeSetNotFound",
            (await cloud.RefusalAsync("DescribeChangeSet", ("StackName", "one"), ("ChangeSetName", "change"))).Code
        );
    }

    [Fact]
    public async Task A_host_that_ended_in_the_midst_has_what_was_before()
    {
        await cloud.CreateAsync("one", Of("id"));
        var name = Name;
        using var hold = new SemaphoreSlim(0);
        cloud.Bench.Steps.Add(
            new Deployment.Step(next =>
            {
                if (next.Resources.Any(r => r.Name != name && r.Type == "AWS::DynamoDB::Table"))
                    throw new OperationCanceledException("the end");
            })
        );
        await cloud.RestartAsync();
        await cloud.CallAsync("UpdateStack", ("StackName", "one"), ("TemplateBody", Of("key")));
        await Task.Delay(200);

        await cloud.RestartAsync();

        Assert.Equal("UPDATE_ROLLBACK_COMPLETE", await cloud.EndAsync("one"));
        Assert.Equal(name, Name);
        Assert.Contains("one UPDATE_ROLLBACK_COMPLETE The host ended in the midst of it.", await cloud.EventsAsync("one"));
    }

    public ValueTask DisposeAsync() => cloud.DisposeAsync();

    private string Name => cloud.Current.Resources.First(r => r.LogicalId == "T" && r.Stack == "one").Name;

    private static string Of(string key, string policies = "") =>
        Table.Replace("KEY", key, StringComparison.Ordinal).Replace("POLICIES", policies, StringComparison.Ordinal);

    private static string Pair(string a, string b) =>
        Two.Replace("ONE", a, StringComparison.Ordinal).Replace("OTHER", b, StringComparison.Ordinal);

    private static IEnumerable<string> Shown(System.Xml.Linq.XElement set) =>
        set.Descendants("ResourceChange")
            .Select(c =>
                $"{c.Element("LogicalResourceId")!.Value} {c.Element("Action")!.Value} {c.Element("Replacement")?.Value}".TrimEnd()
            );
}
