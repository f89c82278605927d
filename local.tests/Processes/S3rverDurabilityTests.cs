using System.Collections.Concurrent;
using Amazon.S3;
using Amazon.S3.Model;
using CognitoStack.Local.Tests.Functions;

namespace CognitoStack.Local.Tests.Processes;

/// <summary>What becomes of S3's data when its process does not.</summary>
public sealed class S3rverDurabilityTests
{
    private const string Bucket = "files";

    [Fact]
    public async Task What_it_acknowledged_is_there_whole_after_it_was_killed_and_nothing_is_half_there()
    {
        await using var s3rver = new S3rver();
        await s3rver.InitializeAsync();
        await s3rver.Client.PutBucketAsync(Bucket);
        var acknowledged = new ConcurrentDictionary<string, int>();
        var writers = Enumerable.Range(0, 4).Select(n => WriteAsync(s3rver.Client, $"object {n}", acknowledged)).ToArray();
        await FunctionBench.UntilAsync(() => acknowledged.Values.Sum() >= 40, "many objects were written");
        await Children.KillAsync(s3rver.Child);
        await Task.WhenAll(writers);

        using var after = await Children.S3Async(s3rver.Child);
        foreach (var (key, version) in acknowledged)
        {
            using var got = await after.GetObjectAsync(Bucket, key);
            var text = await S3rverTests.TextAsync(got);
            Assert.Equal(new string(text[0], 200_000), text);
            // The one after the last that was acknowledged may have been written, or not.
            Assert.Contains(text[0], (char[])[(char)('a' + version % 26), (char)('a' + (version + 1) % 26)]);
        }
        var count = (await after.ListObjectsV2Async(new ListObjectsV2Request { BucketName = Bucket })).S3Objects.Count;
        Assert.Equal(count, s3rver.Bodies);
    }

    private static async Task WriteAsync(AmazonS3Client client, string key, ConcurrentDictionary<string, int> acknowledged)
    {
        try
        {
            for (var version = 0; ; version++)
            {
                await client.PutObjectAsync(new PutObjectRequest { BucketName = Bucket, Key = key, ContentBody = new string((char)('a' + version % 26), 200_000) });
                acknowledged[key] = version;
            }
        }
        catch (Exception e) when (e is AmazonS3Exception or HttpRequestException or Amazon.Runtime.AmazonServiceException)
        {
            // Killed.
        }
    }
}
