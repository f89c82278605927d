using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CognitoStack.Configuration;
using CognitoStack.Operate.Aws;
using CognitoStack.Operate.Reports;
using CognitoStack.Operate.Rotate;

namespace CognitoStack.Operate.Tests;

public sealed class RotationTests
{
    private const string Secret = "test/portal";
    private readonly Dictionary<string, string> store = [];
    private readonly List<(string Id, string Value)> ofClient = [("portal--0", "the-first-secret")];
    private JsonObject details = new()
    {
        ["client_id"] = "1",
        ["client_secret"] = "old",
        ["token_url"] = "https://idp.example.com/token",
    };
    private int calls;
    private int stopAt = -1;
    private int made;

    [Fact]
    public async Task Both_secrets_are_valid_until_it_is_finished()
    {
        await Client.BeginAsync(default);

        Assert.Equal(2, ofClient.Count);
        Assert.Equal(ofClient[1].Value, Fields["clientSecret"]!.ToString());
        Assert.Null(Fields["nextClientSecret"]);
        await Client.FinishAsync(_ => { }, default);
        Assert.Equal(Fields["clientSecret"]!.ToString(), Assert.Single(ofClient).Value);
    }

    [Fact]
    public async Task Wherever_it_is_stopped_apps_read_a_secret_that_is_valid_and_the_next_run_goes_on()
    {
        for (stopAt = 0; stopAt < 12; stopAt++)
        {
            store.Clear();
            ofClient.Clear();
            ofClient.Add(("portal--0", "the-first-secret"));
            calls = 0;
            try
            {
                await Client.BeginAsync(default);
                await Client.FinishAsync(_ => { }, default);
            }
            catch (OperationCanceledException)
            {
                RequireThatAppsSignIn();
            }
            calls = int.MinValue;
            await Client.BeginAsync(default);
            RequireThatAppsSignIn();
            if (ofClient.Count == 2)
                await Client.FinishAsync(_ => { }, default);
            RequireThatAppsSignIn();
        }
    }

    [Fact]
    public async Task Again_is_under_way_already_and_changes_nothing()
    {
        await Client.BeginAsync(default);
        var before = store[Secret];

        var report = await Client.BeginAsync(default);

        Assert.Contains("already", report.Figures["rotation"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal((before, 2), (store[Secret], ofClient.Count));
    }

    [Fact]
    public async Task Two_secrets_that_nobody_here_knows_are_left_alone()
    {
        ofClient.Add(("portal--9", "of-somebody-else"));

        await Assert.ThrowsAsync<OperateException>(() => Client.BeginAsync(default));
        await Assert.ThrowsAsync<OperateException>(() => Client.FinishAsync(_ => { }, default));

        Assert.Equal(2, ofClient.Count);
        Assert.Empty(store);
    }

    [Fact]
    public async Task Nothing_is_finished_before_apps_have_the_new_one_nor_without_a_yes()
    {
        stopAt = 4;
        await Assert.ThrowsAsync<OperationCanceledException>(() => Client.BeginAsync(default));
        stopAt = -1;
        Assert.NotNull(Fields["nextClientSecret"]);
        await Assert.ThrowsAsync<OperateException>(() => Client.FinishAsync(_ => { }, default));
        await Client.BeginAsync(default);

        await Assert.ThrowsAsync<OperateException>(() => Client.FinishAsync(_ => throw new OperateException("no"), default));

        Assert.Equal(2, ofClient.Count);
    }

    [Fact]
    public async Task What_else_is_in_the_secret_stays_and_what_is_no_object_is_left_alone()
    {
        store[Secret] = """{"clientSecret":"the-first-secret","host":"db"}""";
        await Client.BeginAsync(default);
        Assert.Equal("db", Fields["host"]!.ToString());

        store[Secret] = "plain";
        ofClient.RemoveAt(1);
        await Assert.ThrowsAsync<OperateException>(() => Client.BeginAsync(default));
        Assert.Equal("plain", store[Secret]);
    }

    [Fact]
    public async Task A_provider_gets_the_secret_that_it_says_is_right()
    {
        store["test/google"] = """{"clientSecret":"new"}""";

        var report = await ProviderAsync("""{"error":"invalid_grant"}""");

        Assert.Equal("new", details["client_secret"]!.ToString());
        Assert.Equal("1", details["client_id"]!.ToString());
        Assert.True(report.Figures["changed"]!.GetValue<bool>());
        Assert.Contains("\"version\": \"v1\"", report.Next[0], StringComparison.Ordinal);
        Assert.False((await ProviderAsync("{}")).Figures["changed"]!.GetValue<bool>());
    }

    [Theory]
    [InlineData("""{"error":"invalid_client"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"error":"unauthorized_client"}""", HttpStatusCode.BadRequest)]
    [InlineData("nothing", HttpStatusCode.Unauthorized)]
    public async Task A_secret_that_the_provider_does_not_take_changes_nothing(string answer, HttpStatusCode status)
    {
        store["test/google"] = """{"clientSecret":"wrong"}""";

        await Assert.ThrowsAsync<OperateException>(() => ProviderAsync(answer, status));

        Assert.Equal("old", details["client_secret"]!.ToString());
    }

    [Fact]
    public async Task A_secret_that_is_missing_or_has_no_such_field_changes_nothing()
    {
        await Assert.ThrowsAsync<OperateException>(() => ProviderAsync("{}"));
        store["test/google"] = """{"other":"new"}""";
        await Assert.ThrowsAsync<OperateException>(() => ProviderAsync("{}"));

        Assert.Equal("old", details["client_secret"]!.ToString());
    }

    private ClientRotation Client => new(new Pace(PoolAsync, 10_000), SecretsAsync, "pool", "portal", Secret);

    private JsonObject Fields => JsonNode.Parse(store[Secret])!.AsObject();

    // Before the first write apps have the deployed secret.
    private void RequireThatAppsSignIn() =>
        Assert.Contains(store.ContainsKey(Secret) ? Fields["clientSecret"]!.ToString() : "the-first-secret", ofClient.Select(s => s.Value));

    private Task<Report> ProviderAsync(string answer, HttpStatusCode status = HttpStatusCode.BadRequest)
    {
        var http = new HttpClient(new Answers(answer, status));
        return new ProviderRotation(new Pace(PoolAsync, 10_000), SecretsAsync, "pool", http).RunAsync(
            "Google",
            new SecretReference { Secret = "test/google", Field = "clientSecret" },
            "client_secret",
            probes: true,
            default
        );
    }

    private Task<JsonObject> SecretsAsync(string operation, JsonObject input, CancellationToken cancel)
    {
        Count();
        var id = (input["SecretId"] ?? input["Name"])!.ToString();
        if (operation == "GetSecretValue")
            return Task.FromResult(
                store.TryGetValue(id, out var text)
                    ? new JsonObject { ["SecretString"] = text, ["VersionId"] = "v1" }
                    : throw FakePool.Refusal("ResourceNotFoundException")
            );
        store[id] = input["SecretString"]!.ToString();
        return Task.FromResult(new JsonObject());
    }

    private Task<JsonObject> PoolAsync(string operation, JsonObject input, CancellationToken cancel)
    {
        Count();
        return Task.FromResult(
            operation switch
            {
                "ListUserPoolClientSecrets" => new JsonObject
                {
                    ["ClientSecrets"] = new JsonArray([
                        .. ofClient.Select((s, i) => new JsonObject { ["ClientSecretId"] = s.Id, ["ClientSecretCreateDate"] = (double)i }),
                    ]),
                },
                "DescribeUserPoolClient" => new() { ["UserPoolClient"] = new JsonObject { ["ClientSecret"] = ofClient[0].Value } },
                "AddUserPoolClientSecret" => Add(input["ClientSecret"]!.ToString()),
                "DeleteUserPoolClientSecret" => Delete(input["ClientSecretId"]!.ToString()),
                "DescribeIdentityProvider" => new() { ["IdentityProvider"] = new JsonObject { ["ProviderDetails"] = details.DeepClone() } },
                _ => Update(input["ProviderDetails"]!.AsObject()),
            }
        );
    }

    private JsonObject Add(string value)
    {
        ofClient.Add(($"portal--{++made}", value));
        return new() { ["ClientSecretDescriptor"] = new JsonObject { ["ClientSecretId"] = ofClient[^1].Id } };
    }

    private JsonObject Delete(string id)
    {
        ofClient.RemoveAll(s => s.Id == id);
        return [];
    }

    private JsonObject Update(JsonObject changed)
    {
        details = (JsonObject)changed.DeepClone();
        return [];
    }

    private void Count()
    {
        if (calls++ == stopAt)
            throw new OperationCanceledException();
    }

    private sealed class Answers(string body, HttpStatusCode status) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") });
    }
}
