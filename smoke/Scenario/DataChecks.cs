using System.Net;
using Amazon.DynamoDBv2.Model;
using Amazon.S3;
using Amazon.S3.Model;
using CognitoStack.Configuration;
using CognitoStack.Smoke.Access;
using CognitoStack.Smoke.Checks;
using CognitoStack.Smoke.People;

namespace CognitoStack.Smoke.Scenario;

/// <summary>Requests that reach several places at once, and links that outlive their credentials' owner.</summary>
internal static class DataChecks
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(20) };

    public static IEnumerable<Check> Of(World world)
    {
        var casting = world.Casting;
        if (casting.CannotSignIn is not null || casting.Ada.Role is not { } role)
            yield break;
        var grants = world.Intent.GrantsOf(role);
        foreach (
            var table in grants
                .Where(g => g.Table is not null && g.Place.Contains("{identityId}", StringComparison.Ordinal))
                .GroupBy(g => (Table: g.Table!, g.Place))
        )
        {
            var spot = new Spot(false, table.Key.Table, table.Key.Place, Whose.Own);
            yield return new(
                CheckGroup.OwnData,
                $"ada reads and writes several of her items of {spot.Container} in one request",
                _ => BatchAsync(world, spot, mixed: false)
            )
            {
                SkipBecause = table.All(g => g.Access != AccessKind.ReadWrite) ? "she may not do both" : null,
            };
            yield return new(
                CheckGroup.OthersData,
                $"ada cannot put ben's items of {spot.Container} into one request with hers",
                _ => BatchAsync(world, spot, mixed: true)
            );
        }

        var readable = grants.FirstOrDefault(g =>
            g.Bucket is not null && g.Access != AccessKind.Write && g.Place.Contains("{identityId}", StringComparison.Ordinal)
        );
        const string link = "a signed link to ada's object works without credentials, and no longer than it says";
        yield return readable is null
            ? Check.Skipped(CheckGroup.OwnData, link, "users have no objects of their own here")
            : new(CheckGroup.OwnData, link, cancel => LinkAsync(world, new Spot(true, readable.Bucket!, readable.Place, Whose.Own), cancel))
            {
                Waits = true,
            };
    }

    private static async Task BatchAsync(World world, Spot spot, bool mixed)
    {
        var (ada, ben) = (await world[world.Casting.Ada].Identity.GetAsync(), await world[world.Casting.Ben].Identity.GetAsync());
        var table = world.Outputs.Table(spot.Container);
        var second = (mixed ? ben : ada).Person;
        string[] keys = [world.Intent.Bind(spot.Pattern, ada.Person)!, world.Intent.Bind(spot.Pattern, second)!];
        // Without a sort key the second item of ada's would be the first.
        var distinct = mixed || world.Environment.Storage.Tables[spot.Container].SortKey is not null ? 2 : 1;
        var reads = keys.Select((key, i) => world.Data.ItemKey(spot.Container, key, $"batch-{i}")).Take(distinct).ToList();
        var writes = keys.Select((key, i) => new WriteRequest(new PutRequest(world.Data.Item(spot.Container, key, $"batch-{i}"))))
            .Take(distinct)
            .ToList();
        var write = () =>
            ada.Dynamo.BatchWriteItemAsync(new BatchWriteItemRequest { RequestItems = new() { [table] = writes } }, world.Stop);
        var read = () =>
            ada.Dynamo.BatchGetItemAsync(
                new BatchGetItemRequest
                {
                    RequestItems = new()
                    {
                        [table] = new() { Keys = reads, ConsistentRead = true },
                    },
                },
                world.Stop
            );
        if (mixed)
        {
            await Expect.RefusedAsync("BatchWriteItem with an item of ben's", write, ["AccessDeniedException"], Hints.TooWide);
            await Expect.RefusedAsync("BatchGetItem with an item of ben's", read, ["AccessDeniedException"], Hints.TooWide);
            return;
        }

        await write();
        var answer = await read();
        Expect.Equal(
            "the number of items that BatchGetItem finds",
            $"{distinct}",
            $"{answer.Responses?.GetValueOrDefault(table)?.Count ?? 0}"
        );
    }

    private static async Task LinkAsync(World world, Spot spot, CancellationToken cancel)
    {
        var ada = await world[world.Casting.Ada].Identity.GetAsync();
        var bucket = world.Outputs.Bucket(spot.Container);
        var bound = world.Intent.Bind(spot.Pattern, ada.Person)!;
        var key = world.Data.Key(bound, "link");
        world.Traces.Object(bucket, key);
        await world.Aws.AdministratorS3.PutObjectAsync(
            new()
            {
                BucketName = bucket,
                Key = key,
                ContentBody = "linked",
            },
            cancel
        );
        // Two links: one that no slow machine outlives, and one whose end is worth waiting for, a clock that is a little off included.
        var (life, margin) = world.Options.IsLocal
            ? (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(0.1))
            : (TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3));
        var (lasting, signed) = (await LinkOf(TimeSpan.FromMinutes(5)), DateTime.UtcNow);
        var brief = await LinkOf(life);
        Expect.Equal("what is behind the link", "linked", await Http.GetStringAsync(new Uri(lasting), cancel));
        var strange = lasting.Replace(Uri.EscapeDataString(world.Run), Uri.EscapeDataString(world.Run + "x"), StringComparison.Ordinal);
        Expect.Equal(
            "the answer to a link whose key was changed",
            nameof(HttpStatusCode.Forbidden),
            (await Http.GetAsync(new Uri(strange), cancel)).StatusCode.ToString()
        );
        // Whole seconds, of which the first has begun.
        if (signed + life + TimeSpan.FromSeconds(1) + margin - DateTime.UtcNow is { Ticks: > 0 } rest)
            await Task.Delay(rest, cancel);
        Expect.Equal(
            "the answer to a link that is over",
            nameof(HttpStatusCode.Forbidden),
            (await Http.GetAsync(new Uri(brief), cancel)).StatusCode.ToString()
        );

        Task<string> LinkOf(TimeSpan life) =>
            ada.S3.GetPreSignedURLAsync(
                new()
                {
                    BucketName = bucket,
                    Key = key,
                    Expires = DateTime.UtcNow + life,
                    Protocol = world.Aws.Endpoint?.Scheme == "http" ? Protocol.HTTP : Protocol.HTTPS,
                }
            );
    }
}
