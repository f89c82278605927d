using CognitoStack.Lambda.DynamoDb;
using CognitoStack.Lambda.PreAuthentication.DenyList;
using CognitoStack.Lambda.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace CognitoStack.Lambda.Tests.PreAuthentication;

[Collection(SharedDynalite.Name)]
public sealed class DenyListTableTests(Dynalite dynalite)
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 3, 2, 1, TimeSpan.Zero);

    private readonly string user = $"user#{Guid.NewGuid()}";

    [Fact]
    public async Task Who_is_not_listed_is_not_found()
    {
        Assert.Null(await FindAsync(user, "domain#example.com"));
        await Table.WarmUpAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Who_is_listed_is_found_with_the_reason_and_no_longer_when_removed()
    {
        await dynalite.DenyAsync(user, reason: "left the company");
        Assert.Equal(new DenyListItem(user, "left the company"), await FindAsync("client#x", user, "domain#example.com"));

        await dynalite.AllowAsync(user);
        Assert.Null(await FindAsync(user));
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public async Task An_item_refuses_until_it_expires(int seconds, bool isFound)
    {
        await dynalite.DenyAsync(user, Now.ToUnixTimeSeconds() + seconds);

        Assert.Equal(isFound, await FindAsync(user) is not null);
    }

    [Fact]
    public async Task An_expired_item_does_not_hide_one_in_force()
    {
        await dynalite.DenyAsync(user, Now.ToUnixTimeSeconds() - 1);
        await dynalite.DenyAsync($"{user}-client");

        Assert.Equal($"{user}-client", (await FindAsync(user, $"{user}-client"))?.Subject);
    }

    [Fact]
    public async Task A_hundred_keys_are_read_at_once()
    {
        await dynalite.DenyAsync($"{user}-99");

        Assert.NotNull(await FindAsync([.. Enumerable.Range(0, 100).Select(i => $"{user}-{i}")]));
    }

    [Fact]
    public async Task Keys_that_were_not_processed_are_asked_for_again_consistently()
    {
        var bodies = new List<string>();
        await using var busy = await LocalServer.StartAsync(async http =>
        {
            using var reader = new StreamReader(http.Request.Body);
            bodies.Add(await reader.ReadToEndAsync());
            await http.Response.WriteAsync(
                bodies.Count < 3
                    ? """{"Responses":{"deny-list":[]},"UnprocessedKeys":{"deny-list":{"Keys":[{"subject":{"S":"user#b"}}],"ConsistentRead":true}}}"""
                    : """{"Responses":{"deny-list":[{"subject":{"S":"user#b"}}]},"UnprocessedKeys":{}}"""
            );
        });
        using var client = new DynamoDbClient(Dynalite.AccessTo(busy.Urls.Single()));

        var item = await new DenyListTable(client, Dynalite.DenyList, TimeProvider.System).FindAsync(["user#a", "user#b"], default);

        Assert.Equal("user#b", item?.Subject);
        Assert.All(bodies, body => Assert.Contains("\"ConsistentRead\":true", body, StringComparison.Ordinal));
        Assert.Equal([true, false, false], bodies.Select(body => body.Contains("user#a", StringComparison.Ordinal)));
    }

    private DenyListTable Table => new(dynalite.Functions, Dynalite.DenyList, new FixedClock(Now));

    private Task<DenyListItem?> FindAsync(params string[] subjects) => Table.FindAsync(subjects, CancellationToken.None);
}
