using System.Text.Json;
using CognitoStack.Operate.Reports;
using CognitoStack.Operate.Users;

namespace CognitoStack.Operate.Tests;

public sealed class UserLoadTests : IDisposable
{
    private static readonly string[] Writes = ["AdminCreateUser", "AdminSetUserPassword", "AdminDisableUser", "AdminLinkProviderForUser"];

    private readonly Folder folder = new();
    private readonly FakePool pool = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_restored_user_is_as_it_was_but_for_its_sub_and_password()
    {
        var from = new FakePool();
        var anna = from.Add("anna@example.com");
        (anna.IsEnabled, anna.Attributes["name"]) = (false, "Anna");
        anna.Groups.Add("staff");
        anna.Attributes["identities"] = """[{"userId":"42","providerName":"Google"}]""";
        await new UserExport(from.Pace, FakePool.Id, new NoWatch()).RunAsync(folder["a.jsonl"], default);

        var report = await LoadAsync(folder["a.jsonl"]);

        var restored = pool.Users["anna@example.com"];
        Assert.Equal(("CONFIRMED", false), (restored.Status, restored.IsEnabled));
        Assert.Equal(["staff"], restored.Groups);
        Assert.Equal("Anna", restored.Attributes["name"]);
        Assert.Contains("\"42\"", restored.Attributes["identities"], StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, report.ExitCode);
        var mapped = Map().Single(e => e.Line > 0);
        Assert.Equal((anna.Sub, restored.Sub), (mapped.OldSub, mapped.NewSub));
        Assert.Equal("SUPPRESS", pool.Asked.Single(a => a.Operation == "AdminCreateUser").Input["MessageAction"]!.ToString());
    }

    [Fact]
    public async Task Twice_changes_nothing_with_the_map_and_without_it()
    {
        var file = folder.Write("a.jsonl", Line("anna@example.com"), Line("bert@example.com"));
        await LoadAsync(file);
        pool.Asked.Clear();

        await LoadAsync(file);
        Assert.DoesNotContain(pool.Asked, a => a.Operation.StartsWith("Admin", StringComparison.Ordinal));

        folder["a.jsonl.map.jsonl"].Delete();
        var report = await LoadAsync(file);
        Assert.Equal(2, report.Figures["were there already"]!.GetValue<int>());
        Assert.DoesNotContain(pool.Asked, a => a.Operation is "AdminSetUserPassword" or "AdminDisableUser");
        Assert.Equal(2, pool.Users.Count);
    }

    [Fact]
    public async Task A_run_that_is_stopped_goes_on_and_makes_nobody_twice()
    {
        var file = folder.Write("a.jsonl", Enumerable.Range(0, 100).Select(i => Line($"p{i}@example.com")));
        pool.Before = (operation, _) =>
        {
            if (operation == "AdminCreateUser" && pool.Count(operation) == 40)
                throw new OperationCanceledException();
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => LoadAsync(file));
        Assert.False(folder["a.jsonl.map.jsonl"].Exists);
        await File.AppendAllTextAsync(folder["a.jsonl.map.jsonl.part"].FullName, "{\"line\":9");
        pool.Before = (_, _) => { };

        var report = await LoadAsync(file);

        Assert.Equal(100, pool.Users.Count);
        Assert.Equal(100, Map().Count(e => e.IsDone));
        Assert.True(report.Figures["done by earlier runs"]!.GetValue<int>() > 0);
        Assert.Equal(ExitCode.Done, report.ExitCode);
    }

    [Fact]
    public async Task Somebody_else_of_the_name_is_not_touched()
    {
        pool.Add("anna@example.com").Attributes["name"] = "Another Anna";
        var file = folder.Write("a.jsonl", Line("anna@example.com", ("name", "Anna")));

        var report = await LoadAsync(file);

        Assert.Equal(ExitCode.Incomplete, report.ExitCode);
        Assert.Contains("another name", Assert.Single(report.Problems), StringComparison.Ordinal);
        Assert.Equal("Another Anna", pool.Users["anna@example.com"].Attributes["name"]);
        Assert.DoesNotContain(pool.Asked, a => a.Operation is "AdminSetUserPassword" or "AdminDisableUser" or "AdminLinkProviderForUser");
    }

    [Theory]
    [InlineData("""{"username":"a","groups":["nobody"],"attributes":{"email":"a@example.com"}}""", "groups nobody")]
    [InlineData("""{"username":"a","attributes":{"custom:shoe":"42"}}""", "attributes custom:shoe")]
    [InlineData("""{"username":"a","identities":[{"providerName":"Corp","userId":"1"}]}""", "identity providers Corp")]
    public async Task What_the_pool_lacks_is_told_before_anybody_is_made(string line, string lacks)
    {
        var e = await Assert.ThrowsAsync<OperateException>(() => LoadAsync(folder.Write("a.jsonl", line, Line("b@example.com"))));

        Assert.Contains(lacks, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(pool.Asked, a => Writes.Contains(a.Operation));
    }

    [Fact]
    public async Task Lines_that_are_no_users_fail_alone_and_are_told_by_number()
    {
        var file = folder.Write("a.jsonl", Line("a@example.com"), "{\"user", "{}", """{"username":"b","shoe":42}""", Line("c@example.com"));

        var report = await LoadAsync(file);

        Assert.Equal(2, pool.Users.Count);
        Assert.Equal(["line 2", "line 3", "line 4"], report.Problems.Select(p => p.Split(':')[0]));
    }

    [Fact]
    public async Task Whoever_cannot_be_made_is_skipped_with_the_reason()
    {
        var file = folder.Write(
            "a.jsonl",
            """{"username":"google_1","status":"EXTERNAL_PROVIDER","identities":[{"providerName":"Google","userId":"1"}]}""",
            """{"username":"b","status":"UNCONFIRMED","attributes":{"email":"b@example.com"}}"""
        );

        var report = await LoadAsync(file);

        Assert.Empty(pool.Users);
        Assert.Equal(2, report.Lists["Skipped"].Count);
        Assert.Equal(ExitCode.Done, report.ExitCode);
    }

    [Fact]
    public async Task A_password_is_kept_and_whoever_has_none_gets_one_that_nobody_knows()
    {
        var file = folder.Write(
            "a.jsonl",
            """{"username":"a","attributes":{"email":"a@example.com"},"password":"Correct-horse-7"}""",
            Line("b@example.com")
        );

        await LoadAsync(file);

        Assert.Equal("Correct-horse-7", pool.Users["a@example.com"].Password);
        Assert.Equal(49, pool.Users["b@example.com"].Password!.Length);
        Assert.DoesNotContain(
            "Correct-horse-7",
            await File.ReadAllTextAsync(folder["a.jsonl.map.jsonl"].FullName),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_map_of_another_file_or_pool_is_left_alone()
    {
        var file = folder.Write("a.jsonl", Line("a@example.com"));
        await LoadAsync(file);
        folder.Write("a.jsonl", Line("b@example.com"));

        var e = await Assert.ThrowsAsync<OperateException>(() => LoadAsync(file));

        Assert.Equal(ExitCode.Usage, e.ExitCode);
        Assert.Contains("has changed since", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_CSV_file_of_Cognitos_form_is_read()
    {
        var file = folder.Write(
            "a.csv",
            "cognito:username,email,email_verified,name,cognito:mfa_enabled",
            @"a@example.com,a@example.com,TRUE,Doe\, Anna,FALSE"
        );

        await LoadAsync(file);

        Assert.Equal("Doe, Anna", pool.Users["a@example.com"].Attributes["name"]);
        Assert.Equal("true", pool.Users["a@example.com"].Attributes["email_verified"]);
    }

    private Task<Report> LoadAsync(FileInfo file) =>
        new UserLoad(pool.Pace, pool.CallAsync, FakePool.Id, new NoWatch()).RunAsync(
            new("users restore", file, $"{file.FullName}.map.jsonl", ByJob: false, null, null),
            default
        );

    private List<Entry> Map() =>
        [.. File.ReadLines(folder["a.jsonl.map.jsonl"].FullName).Select(l => JsonSerializer.Deserialize<Entry>(l, Json.Compact)!)];

    private static string Line(string email, params (string Name, string Value)[] attributes) =>
        new UserLine
        {
            Username = email,
            Status = "CONFIRMED",
            Attributes = new(
                attributes.Append(("email", email)).Append(("email_verified", "true")).ToDictionary(a => a.Item1, a => a.Item2),
                StringComparer.Ordinal
            ),
        }.Write();
}
