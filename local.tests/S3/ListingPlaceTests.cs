using System.Xml.Linq;
using CognitoStack.Local.Tests.Access;
using CognitoStack.Local.Tests.Http;

namespace CognitoStack.Local.Tests.S3;

/// <summary>Where a listing starts, and what is no listing.</summary>
[Collection(TestHostCollection.Name)]
public sealed class ListingPlaceTests(TestHost host)
{
    private readonly string mine = $"users/{TestResources.Ann}/{Guid.NewGuid():N}/";

    [Theory]
    [InlineData("", "a a/ b/ c")]
    [InlineData("a", "a/ b/ c")]
    [InlineData("a/", "b/ c")]
    [InlineData("a/1", "b/ c")]
    [InlineData("a/9", "b/ c")]
    [InlineData("a0", "b/ c")]
    [InlineData("b", "b/ c")]
    [InlineData("b/1/x", "c")]
    [InlineData("c", "")]
    public async Task A_common_prefix_stands_before_what_begins_so(string after, string expected)
    {
        foreach (var key in new[] { "a", "a/1", "a/2", "b/1/x", "b/2", "c" })
            await new RawRequest("PUT", $"/files/{Uri.EscapeDataString(mine + key)}", host.Address)
                .Sign(host.Credentials(), "s3")
                .SendAsync();
        foreach (var place in new[] { "marker", "list-type=2&start-after" })
        {
            if (after.Length == 0)
                Assert.Equal(expected, await ListAsync(place.Split('&')[0] is "marker" ? string.Empty : "list-type=2&"));
            else
                Assert.Equal(expected, await ListAsync($"{place}={Uri.EscapeDataString(mine + after)}&"));
        }
    }

    [Theory]
    [InlineData("?replication")]
    [InlineData("?abac")]
    [InlineData("?metadataInventoryTable")]
    [InlineData("?tomorrowsFeature")]
    [InlineData("?tomorrowsFeature=1&list-type=2")]
    public async Task What_a_bucket_is_asked_for_beside_its_objects_is_no_listing(string query)
    {
        var answer = await new RawRequest("GET", $"/files{query}", host.Address).Sign(host.Administrator(), "s3").SendAsync();
        Assert.Equal(501, answer.Status);
        Assert.Contains("<Code>NotImplemented</Code>", answer.Body, StringComparison.Ordinal);
        Assert.Contains(query[1..].Split('=')[0], answer.Body, StringComparison.Ordinal);
    }

    private async Task<string> ListAsync(string parameters)
    {
        var body = (
            await new RawRequest("GET", $"/files?{parameters}delimiter=%2F&prefix={Uri.EscapeDataString(mine)}", host.Address)
                .Sign(host.Credentials(), "s3")
                .SendAsync()
        ).Body;
        var listed = XElement.Parse(body[body.IndexOf('<', StringComparison.Ordinal)..(body.LastIndexOf('>') + 1)]);
        var names = listed
            .Elements()
            .Where(e => e.Name.LocalName is "Contents" or "CommonPrefixes")
            .Select(e => e.Elements().First(c => c.Name.LocalName is "Key" or "Prefix").Value[mine.Length..]);
        return string.Join(' ', names.Order(StringComparer.Ordinal));
    }
}
