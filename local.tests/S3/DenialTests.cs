using System.Text.RegularExpressions;
using Amazon.S3;
using Amazon.S3.Model;
using CognitoStack.Local.Tests.Access;
using CognitoStack.Local.Tests.Http;

namespace CognitoStack.Local.Tests.S3;

/// <summary>What a denial tells who is denied, and what the log tells of it.</summary>
[Collection(TestHostCollection.Name)]
public sealed class DenialTests(TestHost host)
{
    private readonly string mine = $"users/{TestResources.Ann}/{Guid.NewGuid():N}/";

    [Fact]
    public async Task The_denial_says_who_what_and_where_as_AWS_does()
    {
        using var s3 = host.S3();
        var error = await Assert.ThrowsAsync<AmazonS3Exception>(() => s3.GetObjectAsync("files", "x"));
        Assert.Equal(
            "User: arn:aws:sts::111122223333:assumed-role/Member/CognitoIdentityCredentials is not authorized to perform: s3:GetObject on resource: \"arn:aws:s3:::files/x\" because no identity-based policy allows the s3:GetObject action",
            error.Message
        );
    }

    [Fact]
    public async Task The_denial_names_the_part_that_is_refused()
    {
        using var admin = host.S3(host.Credentials("Admin"));
        var key = await Assert.ThrowsAsync<AmazonS3Exception>(() =>
            admin.PutObjectAsync(
                new PutObjectRequest
                {
                    BucketName = "keyed",
                    Key = "a",
                    ContentBody = "x",
                }
            )
        );
        Assert.Contains(
            "is not authorized to perform: kms:GenerateDataKey on resource: \"arn:aws:kms:us-east-1:111122223333:key/key-1\"",
            key.Message,
            StringComparison.Ordinal
        );
        using var member = host.S3();
        var tag = await Assert.ThrowsAsync<AmazonS3Exception>(() =>
            member.PutObjectAsync(
                new PutObjectRequest
                {
                    BucketName = "files",
                    Key = mine + "t",
                    ContentBody = "x",
                    TagSet = [new() { Key = "a", Value = "b" }],
                }
            )
        );
        Assert.Contains("is not authorized to perform: s3:PutObjectTagging", tag.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_says_which_request_a_decision_was_for()
    {
        var answer = await new RawRequest("GET", $"/files/{Uri.EscapeDataString(mine)}log-me", host.Address)
            .Sign(host.Credentials(), "s3")
            .SendAsync();
        var id = Regex.Match(answer.Head, "x-amz-request-id: (\\S+)").Groups[1].Value;
        Assert.Contains(
            $"ALLOW s3:GetObject arn:aws:s3:::files/{mine}log-me for Member/{TestResources.Ann} by Member/Access#2 (request {id})",
            host.Log.Lines
        );
        Assert.Contains(
            host.Log.Lines,
            l =>
                l.StartsWith("DENY s3:ListBucket arn:aws:s3:::files ", StringComparison.Ordinal)
                && l.EndsWith($"no statement allows it (request {id})", StringComparison.Ordinal)
        );
    }
}
