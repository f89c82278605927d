using CognitoStack.Smoke.Checks;
using CognitoStack.Smoke.Scenario;

namespace CognitoStack.Smoke.Tests;

/// <summary>What is left behind, and what is said where something is.</summary>
public sealed class CleanUpTests : IAsyncLifetime
{
    private readonly HashSet<string> identities = ["us-east-1:ada", "us-east-1:guest", "us-east-1:somebody"];
    private readonly HashSet<string> users = ["ada", "somebody"];
    private FakeAws fake = null!;
    private FakeAudit audit = null!;
    private World world = null!;

    public async Task InitializeAsync()
    {
        fake = await FakeAws.StartAsync();
        audit = new(fake);
        fake.Answer = (operation, input) =>
            operation switch
            {
                "GetId" => (200, $$"""{"IdentityId":"us-east-1:{{(input["Logins"] is null ? "guest" : "ada")}}"}"""),
                "DescribeIdentity" when !identities.Contains((string)input["IdentityId"]!) => (
                    400,
                    """{"__type":"ResourceNotFoundException","message":"Identity not found."}"""
                ),
                "DeleteIdentities" => (200, Delete(input["IdentityIdsToDelete"]!.AsArray().Select(i => (string)i!))),
                "AdminGetUser" when users.Contains((string)input["Username"]!) => (
                    200,
                    $$"""{"Username":"name of {{input["Username"]}}"}"""
                ),
                "AdminDeleteUser" when users.Remove((string)input["Username"]!) => (200, "{}"),
                "AdminGetUser" or "AdminDeleteUser" => (400, """{"__type":"UserNotFoundException","message":"User does not exist."}"""),
                _ => (200, "{}"),
            };
        world = Worlds.Of(Worlds.Shipped("local"), fake.Endpoint);
        foreach (var login in new[] { "ada", "never-made" })
            world.Traces.User(login);
        foreach (var token in new[] { "token", null })
            await world.Exchange.IdAsync(token);
        audit.Add("name of ada");
        audit.Add("name of ada", "mobile-id");
        audit.Add("name of somebody");
    }

    public async Task DisposeAsync() => await fake.DisposeAsync();

    [Fact]
    public async Task Users_identities_and_their_records_are_deleted_and_nobody_else_s()
    {
        Assert.Empty(await FailuresAsync());
        Assert.Equal(["us-east-1:somebody"], identities);
        Assert.Equal(["somebody"], users);
        Assert.Equal(1, audit.Count);
        Assert.All(fake.Calls.Where(c => c.Action is "DeleteIdentities" or "DescribeIdentity"), c => Assert.Equal("AKIA", c.Who));
    }

    [Fact]
    public async Task An_identity_that_is_not_deleted_is_named()
    {
        Kept = "us-east-1:guest";
        var failures = await FailuresAsync();
        Assert.Equal(
            "1 could not be: us-east-1:guest (InternalServerError)",
            failures["their identities are deleted, and those of guests"]
        );
        Assert.Equal("there is the identity us-east-1:guest", failures["nothing of this run is left"]);
    }

    [Fact]
    public async Task A_record_that_comes_late_is_found()
    {
        var answer = fake.Answer;
        fake.Answer = (operation, input) =>
        {
            if (operation == "AdminDeleteUser")
                audit.Add("name of ada");
            return answer(operation, input);
        };
        Assert.StartsWith(
            "there is a record of name of ada in the audit",
            Assert.Single(await FailuresAsync()).Value,
            StringComparison.Ordinal
        );
    }

    private string? Kept { get; set; }

    private string Delete(IEnumerable<string> ids)
    {
        identities.ExceptWith(ids.Where(id => id != Kept));
        return Kept is null
            ? """{"UnprocessedIdentityIds":[]}"""
            : $$"""{"UnprocessedIdentityIds":[{"IdentityId":"{{Kept}}","ErrorCode":"InternalServerError"}]}""";
    }

    private async Task<Dictionary<string, string>> FailuresAsync()
    {
        var board = new Board(CleanUpChecks.Of(world));
        await new Runner(1).RunAsync(board, default);
        return board.Rows.Where(r => r.Result.Failure is not null).ToDictionary(r => r.Check.Name, r => r.Result.Failure!.Actual);
    }
}
