using Amazon.CognitoIdentityProvider.Model;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using CognitoStack.Smoke.Checks;

namespace CognitoStack.Smoke.Scenario;

/// <summary>Leaves everything as it was. Each check cleans all that it can before it tells of what it could not.</summary>
internal static class CleanUpChecks
{
    private const int AtATime = 8;

    public static IEnumerable<Check> Of(World world)
    {
        var versioned = new Shared<bool>("it is known whether buckets keep versions", () => KnowsVersionsAsync(world));
        yield return Clean("the users of this run are deleted", cancel => AllAsync(world.Traces.Users, login => DeleteUserAsync(world, login, cancel)));
        yield return Clean("their objects are deleted, with every version", cancel => AllAsync(world.Traces.Objects, async o => await DeleteObjectAsync(world, await versioned.GetAsync(), o.Bucket, o.Key, cancel)));
        yield return Clean("their items are deleted, and their places on the deny list", cancel => AllAsync(world.Traces.Items, i =>
            world.Aws.AdministratorDynamo.DeleteItemAsync(new() { TableName = i.Table, Key = Key(i.Key) }, cancel)));
        yield return Clean("nothing of this run is left", async cancel => await NothingLeftAsync(world, await versioned.GetAsync(), cancel));
    }

    private static Check Clean(string name, Func<CancellationToken, Task> act) => new(CheckGroup.CleanUp, name, act);

    private static async Task AllAsync<T>(IEnumerable<T> things, Func<T, Task> act)
    {
        var failures = new List<Exception>();
        foreach (var some in things.Chunk(AtATime))
        {
            var done = some.Select(async thing => await act(thing)).ToList();
            try
            {
                await Task.WhenAll(done);
            }
            catch (Exception)
            {
                failures.AddRange(done.Where(d => d.IsFaulted).Select(d => d.Exception!.InnerException!));
            }
        }

        if (failures is not [var first, ..]) return;
        var said = first is AmazonServiceException e ? Expect.Say(e) : first.Message;
        throw new CheckFailedException(new("everything to be deleted", $"{failures.Count} could not be: {said}", (first as AmazonServiceException)?.RequestId,
            "What is left has \"smoke-\" or \"smoke+\" in its name."));
    }

    private static async Task DeleteUserAsync(World world, string login, CancellationToken cancel)
    {
        try
        {
            await world.Aws.UserPools.AdminDeleteUserAsync(new() { UserPoolId = world.Outputs.UserPoolId, Username = login }, cancel);
        }
        catch (UserNotFoundException)
        {
            // Noted before it was made, and then refused.
        }
    }

    private static async Task DeleteObjectAsync(World world, bool versioned, string bucket, string key, CancellationToken cancel)
    {
        foreach (var version in await VersionsAsync(world, versioned, bucket, key, cancel))
            await world.Aws.AdministratorS3.DeleteObjectAsync(new DeleteObjectRequest { BucketName = bucket, Key = key, VersionId = version }, cancel);
    }

    // Deleted objects of a versioned bucket are still there, behind a delete marker.
    private static async Task<List<string?>> VersionsAsync(World world, bool versioned, string bucket, string key, CancellationToken cancel)
    {
        if (versioned)
        {
            var versions = await world.Aws.AdministratorS3.ListVersionsAsync(new ListVersionsRequest { BucketName = bucket, Prefix = key }, cancel);
            return [.. (versions.Versions ?? []).Where(v => v.Key == key).Select(v => v.VersionId is "null" ? null : v.VersionId)];
        }

        var objects = await world.Aws.AdministratorS3.ListObjectsV2Async(new() { BucketName = bucket, Prefix = key }, cancel);
        return [.. (objects.S3Objects ?? []).Where(o => o.Key == key).Select(_ => (string?)null)];
    }

    // A local S3 may know no versions.
    private static async Task<bool> KnowsVersionsAsync(World world)
    {
        try
        {
            if (world.Traces.Objects.FirstOrDefault() is { Bucket: { } bucket })
                await world.Aws.AdministratorS3.ListVersionsAsync(new ListVersionsRequest { BucketName = bucket, MaxKeys = 1 });
            return true;
        }
        catch (AmazonS3Exception e) when (world.Options.IsLocal && e.ErrorCode is "NotImplemented")
        {
            return false;
        }
    }

    private static async Task NothingLeftAsync(World world, bool versioned, CancellationToken cancel)
    {
        var left = new System.Collections.Concurrent.ConcurrentBag<string>();
        await AllAsync(world.Traces.Users, async login =>
        {
            try
            {
                await world.Aws.UserPools.AdminGetUserAsync(new() { UserPoolId = world.Outputs.UserPoolId, Username = login }, cancel);
                left.Add($"the user {login}");
            }
            catch (UserNotFoundException)
            {
            }
        });
        await AllAsync(world.Traces.Objects, async o =>
        {
            if ((await VersionsAsync(world, versioned, o.Bucket, o.Key, cancel)).Count > 0) left.Add($"s3://{o.Bucket}/{o.Key}");
        });
        await AllAsync(world.Traces.Items, async i =>
        {
            var found = await world.Aws.AdministratorDynamo.GetItemAsync(new() { TableName = i.Table, Key = Key(i.Key), ConsistentRead = true }, cancel);
            if (found.Item is { Count: > 0 }) left.Add($"an item of {i.Table}");
        });
        Expect.That(left.IsEmpty, "nothing to be left", $"there is {string.Join(", ", left.Take(3))}{(left.Count > 3 ? $" and {left.Count - 3} more" : string.Empty)}");
    }

    private static Dictionary<string, AttributeValue> Key(IReadOnlyDictionary<string, string> key) => key.ToDictionary(k => k.Key, k => new AttributeValue { S = k.Value });
}
