using System.Text.Json.Nodes;
using CognitoStack.Lambda.PreAuthentication;
using CognitoStack.Lambda.Tests.Support;
using Microsoft.AspNetCore.Http;
using static CognitoStack.Lambda.Tests.Support.TriggerEvent;

namespace CognitoStack.Lambda.Tests.PreAuthentication;

/// <summary>The table as operators fill it.</summary>
[Collection(SharedDynalite.Name)]
public sealed class PublishedDenyListTests(Dynalite dynalite)
{
    private readonly string user = Guid.NewGuid().ToString();

    [PublishedFact]
    public async Task An_item_of_any_kind_refuses_until_it_expires_and_the_log_has_its_reason()
    {
        await using var gate = await StartAsync(dynalite.Endpoint);
        var trigger = Read(
            TriggerEvent.PreAuthentication,
            With("userName", user),
            WithAttribute("email", $"jane@mail.{user}.example"),
            json => json["callerContext"]!["clientId"] = user
        );

        foreach (var subject in new[] { $"user#{user}", $"domain#{user}.example", $"client#{user}" })
        {
            await dynalite.DenyAsync(subject, DateTimeOffset.UtcNow.AddMinutes(1).ToUnixTimeSeconds(), "on leave");
            Assert.Equal(PreAuthenticationHandler.RefusalMessage, (await gate.InvokeAsync(trigger)).ErrorMessage);
            await dynalite.DenyAsync(subject, DateTimeOffset.UtcNow.AddMinutes(-1).ToUnixTimeSeconds(), "came back");
            Assert.Equal(trigger, (await gate.InvokeAsync(trigger)).Body);
        }

        var log = await gate.StopAsync();
        Assert.Equal(["user", "domain", "client"], log.Select(line => line.Text("kind")).OfType<string>());
        Assert.Equal(["on leave", "on leave", "on leave"], log.Select(line => line.Text("note")).OfType<string>());
        Assert.Equal(["denyListed", "denyListed", "denyListed"], log.Select(line => line.Text("reason")).OfType<string>());
        Assert.Equal(6, log.Count);
    }

    [PublishedFact]
    public async Task An_expiry_that_is_no_number_refuses_for_ever()
    {
        await dynalite.Client.PutItemAsync(
            Dynalite.DenyList,
            new()
            {
                ["subject"] = new() { S = $"user#{user}" },
                ["expiresAt"] = new() { S = "1" },
            }
        );
        await using var gate = await StartAsync(dynalite.Endpoint);

        Assert.Equal(
            PreAuthenticationHandler.RefusalMessage,
            (await gate.InvokeAsync(Read(TriggerEvent.PreAuthentication, With("userName", user)))).ErrorMessage
        );
    }

    [PublishedFact]
    public async Task A_user_is_found_in_whatever_case_the_name_comes()
    {
        await dynalite.DenyAsync($"user#okta_{user}");
        await using var gate = await StartAsync(dynalite.Endpoint);

        foreach (var name in new[] { $"okta_{user}", $"Okta_{user.ToUpperInvariant()}" })
            Assert.True((await gate.InvokeAsync(Read(TriggerEvent.PreAuthentication, With("userName", name)))).IsError);
    }

    [PublishedFact]
    public async Task Every_read_is_consistent()
    {
        var reads = new List<JsonNode>();
        await using var table = await LocalServer.StartAsync(async http =>
        {
            Assert.Equal("DynamoDB_20120810.BatchGetItem", http.Request.Headers["X-Amz-Target"].ToString());
            using var reader = new StreamReader(http.Request.Body);
            reads.Add(JsonNode.Parse(await reader.ReadToEndAsync())!["RequestItems"]![Dynalite.DenyList]!);
            await http.Response.WriteAsync("""{"Responses":{},"UnprocessedKeys":{}}""");
        });
        await using var gate = await StartAsync(table.Urls.Single());

        Assert.False((await gate.InvokeAsync(Read(TriggerEvent.PreAuthentication, With("userName", user)))).IsError);

        Assert.Contains(reads[^1]["Keys"]!.AsArray(), key => (string?)key!["subject"]!["S"] == $"user#{user}");
        Assert.All(reads, read => Assert.True((bool?)read["ConsistentRead"]));
    }

    private static Task<PublishedFunction> StartAsync(string endpoint) =>
        PublishedFunction.StartAsync(
            "PreAuthentication",
            ("AWS_REGION", "eu-central-1"),
            ("AWS_ACCESS_KEY_ID", "local"),
            ("AWS_SECRET_ACCESS_KEY", "local"),
            ("AWS_ENDPOINT_URL", endpoint),
            ("DENY_LIST_TABLE_NAME", Dynalite.DenyList)
        );
}
