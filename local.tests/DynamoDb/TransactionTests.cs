using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.DynamoDb;
using CognitoStack.Local.Http;
using CognitoStack.Local.Tests.Access;

namespace CognitoStack.Local.Tests.DynamoDb;

/// <summary>Transactions over a store that dies, and transactions that are sent again.</summary>
public sealed class TransactionTests
{
    private readonly Deployed deployed = TestResources.All();
    private readonly DyingStore store = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task What_was_done_while_the_store_died_is_undone_when_it_is_back(int write)
    {
        store.Items["ledger/b"] = Item("b", "old");
        store.DiesOver = write;
        var error = await Assert.ThrowsAsync<AwsException>(() => WriteAsync(["a", "b", "c"]));
        Assert.Equal("ServiceUnavailable", error.Code);
        Assert.Equal(["ledger/b"], store.Items.Keys);
        Assert.Equal("old", store.Items["ledger/b"]["text"]!["S"]!.ToString());
    }

    [Fact]
    public async Task What_cannot_be_undone_is_told()
    {
        (store.DiesOver, store.StaysDead) = (2, true);
        var error = await Assert.ThrowsAsync<AwsException>(() => WriteAsync(["a", "b"]));
        Assert.Equal(("InternalServerError", 500), (error.Code, error.Status));
        Assert.Contains("some of its items may be written", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_transaction_with_a_token_is_done_once_in_ten_minutes()
    {
        var time = new TestClock();
        var done = new DoneTransactions(time);
        Task<JsonObject> SendAsync(params string[] accounts) => done.OnceAsync(Input(accounts, "token"), () => WriteAsync(accounts));
        await SendAsync("a");
        store.Items.Clear();
        Assert.Empty(await SendAsync("a"));
        Assert.Empty(store.Items);
        Assert.Equal("IdempotentParameterMismatchException", (await Assert.ThrowsAsync<AwsException>(() => SendAsync("b"))).Code);
        time.Ahead = TimeSpan.FromMinutes(10);
        await SendAsync("b");
        Assert.Single(store.Items);
    }

    [Fact]
    public async Task A_transaction_that_failed_is_tried_anew_under_its_token()
    {
        var done = new DoneTransactions(new TestClock());
        store.DiesOver = 1;
        await Assert.ThrowsAsync<AwsException>(() => done.OnceAsync(Input(["a"], "token"), () => WriteAsync(["a"])));
        Assert.Empty(store.Items);
        await done.OnceAsync(Input(["a"], "token"), () => WriteAsync(["a"]));
        Assert.Single(store.Items);
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("7")]
    [InlineData("\"1234567890123456789012345678901234567\"")]
    public async Task A_token_that_is_none_is_refused(string token)
    {
        var error = await Assert.ThrowsAsync<AwsException>(() =>
            new DoneTransactions(new TestClock()).OnceAsync(
                new() { ["ClientRequestToken"] = JsonNode.Parse(token) },
                () => WriteAsync(["a"])
            )
        );
        Assert.Equal("ValidationException", error.Code);
        Assert.Empty(store.Items);
    }

    private Task<JsonObject> WriteAsync(string[] accounts) => new Transaction(store, deployed, new()).WriteAsync(Input(accounts), default);

    private static JsonObject Input(string[] accounts, string? token = null)
    {
        var input = new JsonObject
        {
            ["TransactItems"] = new JsonArray([
                .. accounts.Select(a => new JsonObject
                {
                    ["Put"] = new JsonObject { ["TableName"] = "ledger", ["Item"] = Item(a, "new") },
                }),
            ]),
        };
        if (token is not null)
            input["ClientRequestToken"] = token;
        return input;
    }

    private static JsonObject Item(string account, string text) =>
        new()
        {
            ["account"] = new JsonObject { ["S"] = account },
            ["text"] = new JsonObject { ["S"] = text },
        };

    /// <summary>Does a write, and dies before it says so; what is tried in another table it does not count.</summary>
    private sealed class DyingStore : IItemStore
    {
        private int writes;

        public int DiesOver { get; set; }

        public bool StaysDead { get; set; }

        public SortedDictionary<string, JsonObject> Items { get; } = new(StringComparer.Ordinal);

        public Task<JsonObject> CallAsync(string operation, JsonObject input, CancellationToken cancel)
        {
            var name = $"{input["TableName"]}/{(input["Key"] ?? input["Item"])!["account"]!["S"]}";
            if (operation == "GetItem")
                return Task.FromResult(Items.TryGetValue(name, out var found) ? new JsonObject { ["Item"] = found.DeepClone() } : []);
            if (!name.StartsWith("ledger/", StringComparison.Ordinal))
                return Task.FromResult<JsonObject>([]);
            writes++;
            if (StaysDead && writes > DiesOver)
                throw Dead();
            if (operation == "DeleteItem")
                Items.Remove(name);
            else
                Items[name] = input["Item"]!.DeepClone().AsObject();
            return writes == DiesOver ? throw Dead() : Task.FromResult<JsonObject>([]);
        }

        private static AwsException Dead() => new("ServiceUnavailable", "DynamoDB does not answer at the moment. Please try again.", 503);
    }
}
