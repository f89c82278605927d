using System.Collections.Concurrent;
using System.Net;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Amazon.S3.Model;
using CognitoStack.Configuration;
using CognitoStack.Smoke.Checks;
using CognitoStack.Smoke.People;
using CognitoStack.Smoke.Target;

namespace CognitoStack.Smoke.Access;

/// <summary>Buckets and tables: tries what a visitor wants to do, and tells "allowed" from "refused" from anything else.</summary>
/// <param name="storage"><c>storage</c> of the environment file.</param>
/// <param name="outputs">Names of buckets and tables.</param>
/// <param name="aws">The administrator, who puts something there to be read.</param>
/// <param name="traces">Where everything that is made is noted.</param>
/// <param name="run">What sets this run's objects and items apart.</param>
/// <param name="stop">Stops.</param>
internal sealed class DataStores(
    StorageConfiguration storage,
    StackOutputs outputs,
    Aws aws,
    Traces traces,
    string run,
    CancellationToken stop
)
{
    private readonly ConcurrentDictionary<(bool IsBucket, string Container, string Bound), Shared<bool>> seeds = [];

    /// <summary>Content of what the administrator puts somewhere.</summary>
    public string SeedText => $"put here by {run}";

    /// <summary>Key of an object of this run below a prefix.</summary>
    public string Key(string prefix, string name) => $"{prefix}{run}/{name}.txt";

    /// <summary>Tries something.</summary>
    /// <returns>Whether it was allowed, and which request it was.</returns>
    /// <exception cref="CheckFailedException">It was allowed, and did not do what it should.</exception>
    public async Task<(bool Allowed, string? RequestId)> TryAsync(Identity visitor, Spot spot, string bound, Deed deed)
    {
        if (deed is Deed.Read or Deed.List && (spot.IsBucket || spot.Whose != Whose.Whole))
            await SeedAsync(spot, bound);
        try
        {
            var answer = await (
                spot.IsBucket
                    ? ObjectsAsync(visitor, outputs.Bucket(spot.Container), spot, bound, deed)
                    : ItemsAsync(visitor, spot, bound, deed)
            );
            return (true, answer.ResponseMetadata?.RequestId);
        }
        catch (AmazonServiceException e) when (IsRefusal(e))
        {
            return (false, e.RequestId);
        }
    }

    /// <summary>Whether an error says that IAM did not allow a request.</summary>
    public static bool IsRefusal(AmazonServiceException e) =>
        e.ErrorCode is "AccessDenied" or "AccessDeniedException" && e.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.BadRequest;

    /// <summary>Key of an item of this run.</summary>
    public Dictionary<string, AttributeValue> ItemKey(string table, string leadingKey, string name)
    {
        var (keys, key) = (storage.Tables[table], new Dictionary<string, AttributeValue>());
        key[keys.PartitionKey] = new() { S = leadingKey };
        if (keys.SortKey is { } sort)
            key[sort] = new() { S = $"{run}-{name}" };
        return key;
    }

    /// <summary>An item of this run, noted for clean-up.</summary>
    public Dictionary<string, AttributeValue> Item(string table, string leadingKey, string name)
    {
        var item = ItemKey(table, leadingKey, name);
        traces.Item(outputs.Table(table), item.ToDictionary(k => k.Key, k => k.Value.S));
        item["smoke"] = new() { S = SeedText };
        // Should clean-up never come, the table forgets them itself.
        if (storage.Tables[table].TimeToLive is { } ttl)
            item[ttl] = new() { N = FormattableString.Invariant($"{DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds()}") };
        return item;
    }

    private async Task<AmazonWebServiceResponse> ObjectsAsync(Identity visitor, string bucket, Spot spot, string bound, Deed deed)
    {
        var own = Key(bound, $"by-{visitor.Person.Name}");
        switch (deed)
        {
            case Deed.Write:
                traces.Object(bucket, own);
                return await visitor.S3.PutObjectAsync(
                    new()
                    {
                        BucketName = bucket,
                        Key = own,
                        ContentBody = visitor.Person.Name,
                    },
                    stop
                );
            case Deed.Delete:
                return await visitor.S3.DeleteObjectAsync(new DeleteObjectRequest { BucketName = bucket, Key = own }, stop);
            case Deed.List:
                var listing = await visitor.S3.ListObjectsV2Async(
                    new() { BucketName = bucket, Prefix = spot.Whose == Whose.Whole ? null : bound },
                    stop
                );
                Expect.That(
                    spot.Whose == Whose.Whole || listing.S3Objects?.Any(o => o.Key == Key(bound, "seed")) == true,
                    $"a listing of {bound} to show what is there",
                    "it does not"
                );
                return listing;
            default:
                using (var read = await visitor.S3.GetObjectAsync(new() { BucketName = bucket, Key = Key(bound, "seed") }, stop))
                using (var reader = new StreamReader(read.ResponseStream))
                {
                    Expect.Equal($"what is read from {Key(bound, "seed")}", SeedText, await reader.ReadToEndAsync(stop));
                    return read;
                }
        }
    }

    private async Task<AmazonWebServiceResponse> ItemsAsync(Identity visitor, Spot spot, string bound, Deed deed)
    {
        var table = outputs.Table(spot.Container);
        var own = $"by-{visitor.Person.Name}";
        switch (deed, spot.Whose)
        {
            case (Deed.List, Whose.Whole):
                return await visitor.Dynamo.ScanAsync(new() { TableName = table, Limit = 1 }, stop);
            case (Deed.Write, _):
                return await visitor.Dynamo.PutItemAsync(new() { TableName = table, Item = Item(spot.Container, bound, own) }, stop);
            case (Deed.Delete, _):
                return await visitor.Dynamo.DeleteItemAsync(new() { TableName = table, Key = ItemKey(spot.Container, bound, own) }, stop);
            case (Deed.List, _):
                var found = await visitor.Dynamo.QueryAsync(
                    new()
                    {
                        TableName = table,
                        KeyConditionExpression = "#k = :k",
                        ExpressionAttributeNames = new() { ["#k"] = storage.Tables[spot.Container].PartitionKey },
                        ExpressionAttributeValues = new() { [":k"] = new() { S = bound } },
                    },
                    stop
                );
                Expect.That(found.Count > 0, $"a query of {bound} to find what is there", "it does not");
                return found;
            default:
                var item = await visitor.Dynamo.GetItemAsync(
                    new()
                    {
                        TableName = table,
                        Key = ItemKey(spot.Container, bound, "seed"),
                        ConsistentRead = true,
                    },
                    stop
                );
                Expect.Equal($"what is read from {bound}", SeedText, item.Item?.GetValueOrDefault("smoke")?.S);
                return item;
        }
    }

    // Put there once, by the administrator, so that whoever may not read it is refused and not merely told that nothing is there.
    private Task<bool> SeedAsync(Spot spot, string bound) =>
        seeds
            .GetOrAdd(
                (spot.IsBucket, spot.Container, bound),
                _ => new($"the administrator puts something into {spot.Container}", () => PutSeedAsync(spot, bound))
            )
            .GetAsync();

    private async Task<bool> PutSeedAsync(Spot spot, string bound)
    {
        if (spot.IsBucket)
        {
            traces.Object(outputs.Bucket(spot.Container), Key(bound, "seed"));
            await aws.AdministratorS3.PutObjectAsync(
                new()
                {
                    BucketName = outputs.Bucket(spot.Container),
                    Key = Key(bound, "seed"),
                    ContentBody = SeedText,
                },
                stop
            );
        }
        else
        {
            await aws.AdministratorDynamo.PutItemAsync(
                new() { TableName = outputs.Table(spot.Container), Item = Item(spot.Container, bound, "seed") },
                stop
            );
        }

        return true;
    }
}
