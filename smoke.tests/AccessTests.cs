using Amazon.Runtime;
using CognitoStack.Smoke.Access;
using CognitoStack.Smoke.Checks;
using CognitoStack.Smoke.People;

namespace CognitoStack.Smoke.Tests;

/// <summary>What is tried of data, against a fake that allows too much, too little, or what it should.</summary>
public sealed class AccessTests : IAsyncLifetime
{
    private FakeAws aws = null!;
    private World world = null!;
    private Identity ada = null!;

    public async Task InitializeAsync()
    {
        aws = await FakeAws.StartAsync();
        world = Worlds.Of(Worlds.Shipped("local"), aws.Endpoint);
        aws.Seed = world.Data.SeedText;
        var keys = new SessionAWSCredentials("ASIAADA", "secret", "token");
        ada = new(
            Casting.OnPaper(world.Casting.Ada),
            await keys.GetCredentialsAsync(),
            world.Aws.S3(keys),
            world.Aws.Dynamo(keys),
            "RoleMember",
            "arn"
        );
    }

    public async Task DisposeAsync() => await aws.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_allowed_is_told_from_what_is_refused(bool isBucket)
    {
        foreach (var deed in Enum.GetValues<Deed>())
            await TellAsync(isBucket, deed);
    }

    private async Task TellAsync(bool isBucket, Deed deed)
    {
        aws.Allows = _ => true;
        var spot = Spot(isBucket, Whose.Own);
        var bound = spot.Bind(world.Intent, ada.Person, ada.Person)!;
        var (could, request) = await world.Data.TryAsync(ada, spot, bound, deed);
        Assert.True(could);
        Assert.StartsWith("req-", request, StringComparison.Ordinal);
        aws.Allows = _ => false;
        var (allowed, requestId) = await world.Data.TryAsync(ada, spot, bound, deed);
        Assert.False(allowed);
        Assert.StartsWith("req-", requestId, StringComparison.Ordinal);
        var tried = aws.Calls.Last(c => c.Who == "ASIAADA");
        Assert.Contains("ada-identity", tried.Place, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_breaks_down_is_neither(bool isBucket)
    {
        aws.Allows = _ => null;
        var spot = Spot(isBucket, Whose.Own);
        await Assert.ThrowsAnyAsync<AmazonServiceException>(() => world.Data.TryAsync(ada, spot, "x/", Deed.Write));
    }

    [Fact]
    public async Task A_read_that_gives_something_else_is_no_read()
    {
        aws.Seed = "somebody else's";
        await Assert.ThrowsAsync<CheckFailedException>(() => world.Data.TryAsync(ada, Spot(false, Whose.Own), "ada-identity", Deed.Read));
    }

    [Fact]
    public async Task Everything_that_is_made_is_noted_even_if_it_is_refused()
    {
        aws.Allows = _ => false;
        await world.Data.TryAsync(ada, Spot(true, Whose.Others), "users/ben/", Deed.Write);
        await world.Data.TryAsync(ada, Spot(true, Whose.Others), "users/ben/", Deed.Read);
        await world.Data.TryAsync(ada, Spot(false, Whose.Others), "ben", Deed.Write);
        Assert.Equal([$"users/ben/{world.Run}/by-ada.txt", $"users/ben/{world.Run}/seed.txt"], world.Traces.Objects.Select(o => o.Key));
        Assert.Equal("notes-table", Assert.Single(world.Traces.Items).Table);
    }

    [Theory]
    [InlineData("GetObject", "users/ben-identity/", "ada cannot read, write, list or delete in ben's users/ of files", "read was allowed")]
    [InlineData("ListBucket", "users/ben-identity/", "ada cannot read, write, list or delete in ben's users/ of files", "list was allowed")]
    [InlineData(
        "DeleteObject",
        "users/ben-identity/",
        "ada cannot read, write, list or delete in ben's users/ of files",
        "delete was allowed"
    )]
    [InlineData("ListBucket", "", "ada cannot read, write, list or delete in all of files", "list was allowed")]
    [InlineData("Scan", "notes-table", "ada cannot scan in all of notes", "scan was allowed")]
    [InlineData("Query", "ben-identity", "ada cannot read, write, query or delete in ben's items of notes", "query was allowed")]
    public async Task One_hole_in_the_policies_fails_the_check_that_looks_there(string action, string place, string check, string happened)
    {
        aws.Allows = call =>
            AsTheFileSays(call)
            || (
                call.Action == action
                && call.Place.Contains(place, StringComparison.Ordinal)
                && (place.Length > 0 || call.Place.Length == 0)
            );
        var failed = await FailedAsync();
        Assert.Contains(failed, f => f.Check == check && f.Failure.Actual.Contains(happened, StringComparison.Ordinal));
        Assert.All(failed, f => Assert.Equal(Hints.TooWide, f.Failure.Hint));
    }

    [Fact]
    public async Task A_missing_grant_fails_the_check_of_ones_own_data()
    {
        aws.Allows = call => AsTheFileSays(call) && call.Action != "PutObject";
        var (check, failure) = Assert.Single(await FailedAsync(), f => f.Check.Contains("ada's own users/", StringComparison.Ordinal));
        Assert.Equal("ada can read, write, list and delete in ada's own users/ of files", check);
        Assert.Equal(("write to be allowed", Hints.TooNarrow), (failure.Expected, failure.Hint));
        Assert.StartsWith("req-", failure.RequestId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_all_is_as_the_file_says_nothing_fails()
    {
        aws.Allows = call => AsTheFileSays(call);
        Assert.Empty(await FailedAsync());
    }

    private static bool AsTheFileSays(FakeCall call) =>
        call.Action switch
        {
            "GetObject" or "ListBucket" => call.Place.StartsWith("users/ada-identity/", StringComparison.Ordinal)
                || call.Place.StartsWith("public/", StringComparison.Ordinal)
                || (call.Place.StartsWith("tenants/", StringComparison.Ordinal) && call.Place.Contains("-ada/", StringComparison.Ordinal)),
            "PutObject" or "DeleteObject" => call.Place.StartsWith("users/ada-identity/", StringComparison.Ordinal),
            "Scan" => false,
            _ => call.Place.Contains("ada-identity", StringComparison.Ordinal),
        };

    private async Task<List<(string Check, Failure Failure)>> FailedAsync()
    {
        var ben = ada with { Person = Casting.OnPaper(world.Casting.Ben) };
        var checks = Scenario.AccessChecks.OfUser(world, world.Casting.Ada, () => Task.FromResult(ada), () => Task.FromResult(ben));
        var board = new Board(checks);
        await new Runner(8).RunAsync(board, default);
        return [.. board.Rows.Where(r => r.Result.Failure is not null).Select(r => (r.Check.Name, r.Result.Failure!))];
    }

    private Spot Spot(bool isBucket, Whose whose) => world.Spots.First(s => s.IsBucket == isBucket && s.Whose == whose);
}
