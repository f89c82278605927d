using CognitoStack.Operate.Users;

namespace CognitoStack.Operate.Tests;

public sealed class UserExportTests : IDisposable
{
    private readonly Folder folder = new();
    private readonly FakePool pool = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_user_has_attributes_status_groups_and_links()
    {
        var anna = pool.Add("anna@example.com", "RESET_REQUIRED");
        (anna.IsEnabled, anna.Attributes["name"]) = (false, "Anna \"Ä\"");
        anna.Groups.UnionWith(["staff", "admins"]);
        anna.Attributes["identities"] = """[{"userId":"42","providerName":"Google","dateCreated":1}]""";

        var report = await ExportAsync(folder["a.jsonl"]);

        Assert.Equal(
            ["username", "sub", "status", "enabled", "created", "attributes", "groups", "identities", "mfa"],
            System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(folder["a.jsonl"].FullName))!.AsObject().Select(m => m.Key)
        );
        var line = UserLine.Parse(Assert.Single(File.ReadAllLines(folder["a.jsonl"].FullName)));
        Assert.Equal((anna.Sub, "RESET_REQUIRED", false), (line.Sub, line.Status, line.Enabled));
        Assert.Equal(["admins", "staff"], line.Groups);
        Assert.Equal([new Identity("Google", "42")], line.Identities);
        Assert.Equal(["email", "email_verified", "name"], line.Attributes.Keys);
        Assert.Equal("Anna \"Ä\"", line.Attributes["name"]);
        Assert.Equal(0, pool.Count("AdminGetUser"));
        Assert.Contains("passkeys", report.Lists.Values.First());
    }

    [Fact]
    public async Task A_run_that_is_stopped_goes_on_where_it_was_and_the_file_is_the_same()
    {
        foreach (var i in Enumerable.Range(0, 500))
            pool.Add($"p{i}@example.com");
        await ExportAsync(folder["whole.jsonl"]);
        pool.Before = (operation, before) =>
        {
            if (operation == "ListUsers" && pool.Count("ListUsers") == 9 + 4)
                throw new OperationCanceledException();
        };

        await Assert.ThrowsAsync<OperationCanceledException>(() => ExportAsync(folder["parts.jsonl"]));

        Assert.False(folder["parts.jsonl"].Exists);
        // As a kill in the midst of a line would leave it.
        await File.AppendAllTextAsync(folder["parts.jsonl.part"].FullName, "{\"username\":\"half");
        pool.Before = (_, _) => { };
        var asked = pool.Count("ListUsers");
        var report = await ExportAsync(folder["parts.jsonl"]);
        Assert.True(report.Figures["resumed"]!.GetValue<bool>());
        Assert.Equal(5, pool.Count("ListUsers") - asked);
        Assert.Equal(
            await File.ReadAllTextAsync(folder["whole.jsonl"].FullName),
            await File.ReadAllTextAsync(folder["parts.jsonl"].FullName)
        );
        Assert.False(folder["parts.jsonl.checkpoint"].Exists);
    }

    [Fact]
    public async Task A_page_that_AWS_has_forgotten_begins_the_list_anew()
    {
        foreach (var i in Enumerable.Range(0, 150))
            pool.Add($"p{i}@example.com");
        pool.Before = (operation, _) =>
        {
            if (operation == "ListUsers" && pool.Count("ListUsers") == 2)
                throw new OperationCanceledException();
        };
        await Assert.ThrowsAsync<OperationCanceledException>(() => ExportAsync(folder["a.jsonl"]));
        var isForgotten = true;
        pool.Before = (operation, _) =>
        {
            if (operation == "ListUsers" && isForgotten)
            {
                isForgotten = false;
                throw FakePool.Refusal("InvalidParameterException");
            }
        };

        await ExportAsync(folder["a.jsonl"]);

        var users = File.ReadAllLines(folder["a.jsonl"].FullName).Select(l => UserLine.Parse(l).Username).ToList();
        Assert.Equal((150, 150), (users.Count, users.Distinct().Count()));
    }

    [Fact]
    public async Task A_file_that_is_there_is_not_overwritten()
    {
        var file = folder.Write("a.jsonl", "mine");

        var e = await Assert.ThrowsAsync<OperateException>(() => ExportAsync(file));

        Assert.Equal(ExitCode.Usage, e.ExitCode);
        Assert.Equal("mine\n", await File.ReadAllTextAsync(file.FullName));
    }

    [Fact]
    public async Task A_pool_with_second_factors_is_asked_for_them()
    {
        pool.Mfa = "OPTIONAL";
        pool.Add("anna@example.com");

        await ExportAsync(folder["a.jsonl"]);

        Assert.Equal(1, pool.Count("AdminGetUser"));
    }

    [Fact]
    public async Task Nobody_is_asked_for_one_by_one_where_second_factors_are_left_out()
    {
        pool.Mfa = "OPTIONAL";
        pool.Add("anna@example.com");

        var report = await new UserExport(pool.Pace, FakePool.Id, new NoWatch(), withFactors: false).RunAsync(folder["a.jsonl"], default);

        Assert.Equal(0, pool.Count("AdminGetUser"));
        Assert.Single(report.Lists["Left out"]);
    }

    private Task<Reports.Report> ExportAsync(FileInfo to) => new UserExport(pool.Pace, FakePool.Id, new NoWatch()).RunAsync(to, default);
}
