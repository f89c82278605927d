using CognitoStack.Smoke.Checks;
using CognitoStack.Smoke.Scenario;

namespace CognitoStack.Smoke.Tests;

/// <summary>What is found wrong with an audit, here and on AWS, where others sign in too.</summary>
public sealed class AuditTests : IAsyncLifetime
{
    private const string Whole = "the audit holds every sign-in of this run, and no other of its users";
    private const string Refused = "the audit holds nothing of those who were refused";
    private const string Others = "the audit holds nothing of anybody else since this run began";
    private static readonly SmokeOptions Aws = new() { Outputs = "outputs.json" };
    private FakeAws fake = null!;
    private FakeAudit audit = null!;

    public async Task InitializeAsync()
    {
        fake = await FakeAws.StartAsync();
        audit = new(fake);
    }

    public async Task DisposeAsync() => await fake.DisposeAsync();

    [Theory]
    [InlineData(true, "Passed Passed Passed")]
    [InlineData(false, "Passed Passed Skipped")]
    public async Task Exactly_the_sign_ins_made_pass(bool isLocal, string states)
    {
        audit.Add("name of ada");
        // Two sign-ins alike share a record.
        audit.Add("name of ada", "mobile-id", attempts: 2);
        audit.Add("name of somebody", at: DateTimeOffset.UtcNow.AddMinutes(-1));
        Assert.Equal(states, await StatesAsync(isLocal));
    }

    [Theory]
    [InlineData(true, "name of ada", "web-id", "Failed Passed Passed")]
    [InlineData(true, "name of ada", "portal-id", "Failed Passed Passed")]
    [InlineData(true, "name of nora", "web-id", "Passed Failed Passed")]
    [InlineData(true, "name of somebody", "web-id", "Passed Passed Failed")]
    [InlineData(false, "name of ada", "web-id", "Failed Passed Skipped")]
    [InlineData(false, "name of ada", "portal-id", "Failed Passed Skipped")]
    [InlineData(false, "name of nora", "web-id", "Passed Failed Skipped")]
    [InlineData(false, "name of somebody", "web-id", "Passed Passed Skipped")]
    public async Task A_record_too_many_is_found_but_for_those_of_others_on_AWS(bool isLocal, string user, string client, string states)
    {
        audit.Add("name of ada");
        audit.Add("name of ada", "mobile-id", attempts: 2);
        audit.Add(user, client);
        Assert.Equal(states, await StatesAsync(isLocal));
    }

    [Theory]
    [InlineData(300, 1, "Failed")]
    [InlineData(300, 2, "Passed")]
    [InlineData(300, 3, "Failed")]
    [InlineData(4900, 3, "Failed")]
    [InlineData(5100, 1, "Failed")]
    [InlineData(5100, 4, "Passed")]
    [InlineData(5100, 5, "Failed")]
    public async Task Only_a_slow_sign_in_may_count_more_than_once(int milliseconds, int attempts, string state)
    {
        audit.Add("name of ada");
        audit.Add("name of ada", "mobile-id", attempts);
        foreach (var isLocal in new[] { true, false })
            Assert.StartsWith(state, await StatesAsync(isLocal, TimeSpan.FromMilliseconds(milliseconds)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_that_is_missing_is_found()
    {
        audit.Add("name of ada", "mobile-id", attempts: 2);
        Assert.Equal("Failed Passed Passed", await StatesAsync(isLocal: true));
    }

    private async Task<string> StatesAsync(bool isLocal, TimeSpan slowest = default)
    {
        var world = Worlds.Of(Worlds.Shipped("local"), fake.Endpoint, isLocal ? null : Aws);
        foreach (var login in new[] { "ada", "nora" })
            world.Traces.User(login);
        foreach (var (client, took) in new[] { ("web-id", TimeSpan.Zero), ("mobile-id", TimeSpan.Zero), ("mobile-id", slowest) })
            world.Users.SignIns.Add(("name of ada", client, took));
        var board = new Board(AuditChecks.Of(world).Where(c => c.Name is Whole or Refused or Others));
        await new Runner(1).RunAsync(board, default);
        return string.Join(' ', board.Rows.Select(r => r.Result.State));
    }
}
