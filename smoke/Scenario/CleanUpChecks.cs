using Amazon.CognitoIdentityProvider.Model;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using CognitoStack.Smoke.Checks;
using CognitoStack.Smoke.People;

namespace CognitoStack.Smoke.Scenario;

/// <summary>Leaves everything as it was. Each check cleans all that it can before it tells of what it could not.</summary>
internal static class CleanUpChecks
{
    private const int AtATime = 8;

    /// <summary>How many identities a request may name.</summary>
    private const int MostIdentities = 60;

    public static IEnumerable<Check> Of(World world)
    {
        var versioned = new Shared<bool>("it is known whether buckets keep versions", () => KnowsVersionsAsync(world));
        // While there are users, as records have the names that the pool gave them.
        yield return Clean(
            "the audit's records of this run are deleted",
            async cancel => await AllAsync(await RecordsAsync(world, cancel), record => world.Audit.DeleteAsync(record, cancel))
        ) with
        {
            SkipBecause = world.Environment.SignInAudit is null ? "the audit is switched off" : null,
        };
        yield return Clean(
            "the users of this run are deleted",
            cancel => AllAsync(world.Traces.Users, login => DeleteUserAsync(world, login, cancel))
        );
        yield return Clean(
            "their identities are deleted, and those of guests",
            cancel => AllAsync(world.Traces.Identities.Chunk(MostIdentities), ids => DeleteIdentitiesAsync(world, ids, cancel))
        );
        yield return Clean(
            "their objects are deleted, with every version",
            cancel =>
                AllAsync(
                    world.Traces.Objects,
                    async o => await DeleteObjectAsync(world, await versioned.GetAsync(), o.Bucket, o.Key, cancel)
                )
        );
        yield return Clean(
            "their items are deleted, and their places on the deny list",
            cancel =>
                AllAsync(
                    world.Traces.Items,
                    i => world.Aws.AdministratorDynamo.DeleteItemAsync(new() { TableName = i.Table, Key = Key(i.Key) }, cancel)
                )
        );
        yield return Clean(
            "nothing of this run is left",
            async cancel => await NothingLeftAsync(world, await versioned.GetAsync(), cancel)
        );
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

        if (failures is not [var first, ..])
            return;
        var said = first switch
        {
            AmazonServiceException e => Expect.Say(e),
            CheckFailedException e => e.Failure.Actual,
            _ => first.Message,
        };
        throw new CheckFailedException(
            new(
                "everything to be deleted",
                $"{failures.Count} could not be: {said}",
                (first as AmazonServiceException)?.RequestId,
                "What is left has \"smoke-\" or \"smoke+\" in its name, but for identities, which have none."
            )
        );
    }

    private static async Task<IReadOnlyList<AuditRecord>> RecordsAsync(World world, CancellationToken cancel)
    {
        var records = new List<AuditRecord>();
        foreach (var name in await world.Audit.NamesAsync())
            records.AddRange(await world.Audit.OfAsync(name, cancel));
        return records;
    }

    private static async Task DeleteIdentitiesAsync(World world, string[] ids, CancellationToken cancel)
    {
        var answer = await world.Aws.IdentityPools.DeleteIdentitiesAsync(new() { IdentityIdsToDelete = [.. ids] }, cancel);
        var left = (answer.UnprocessedIdentityIds ?? []).Select(u => $"{u.IdentityId} ({u.ErrorCode})").ToList();
        Expect.That(left.Count == 0, "identities to be deleted", string.Join(", ", left), null, answer.ResponseMetadata?.RequestId);
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
            await world.Aws.AdministratorS3.DeleteObjectAsync(
                new DeleteObjectRequest
                {
                    BucketName = bucket,
                    Key = key,
                    VersionId = version,
                },
                cancel
            );
    }

    // Deleted objects of a versioned bucket are still there, behind a delete marker.
    private static async Task<List<string?>> VersionsAsync(World world, bool versioned, string bucket, string key, CancellationToken cancel)
    {
        if (versioned)
        {
            var versions = await world.Aws.AdministratorS3.ListVersionsAsync(
                new ListVersionsRequest { BucketName = bucket, Prefix = key },
                cancel
            );
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
        await AllAsync(
            world.Traces.Users,
            async login =>
            {
                if (await world.Users.NameAsync(login, cancel) is not null)
                    left.Add($"the user {login}");
            }
        );
        await AllAsync(
            world.Traces.Identities,
            async id =>
            {
                if (await IdentityExistsAsync(world, id, cancel))
                    left.Add($"the identity {id}");
            }
        );
        if (world.Environment.SignInAudit is not null)
            foreach (var record in await RecordsAsync(world, cancel))
                left.Add($"a record of {record.User} in the audit");
        await AllAsync(
            world.Traces.Objects,
            async o =>
            {
                if ((await VersionsAsync(world, versioned, o.Bucket, o.Key, cancel)).Count > 0)
                    left.Add($"s3://{o.Bucket}/{o.Key}");
            }
        );
        await AllAsync(
            world.Traces.Items,
            async i =>
            {
                var found = await world.Aws.AdministratorDynamo.GetItemAsync(
                    new()
                    {
                        TableName = i.Table,
                        Key = Key(i.Key),
                        ConsistentRead = true,
                    },
                    cancel
                );
                if (found.Item is { Count: > 0 })
                    left.Add($"an item of {i.Table}");
            }
        );
        Expect.That(
            left.IsEmpty,
            "nothing to be left",
            $"there is {string.Join(", ", left.Take(3))}{(left.Count > 3 ? $" and {left.Count - 3} more" : string.Empty)}"
        );
    }

    private static async Task<bool> IdentityExistsAsync(World world, string id, CancellationToken cancel)
    {
        try
        {
            await world.Aws.IdentityPools.DescribeIdentityAsync(new() { IdentityId = id }, cancel);
            return true;
        }
        catch (AmazonServiceException e) when (e.ErrorCode == "ResourceNotFoundException")
        {
            return false;
        }
    }

    private static Dictionary<string, AttributeValue> Key(IReadOnlyDictionary<string, string> key) =>
        key.ToDictionary(k => k.Key, k => new AttributeValue { S = k.Value });
}
