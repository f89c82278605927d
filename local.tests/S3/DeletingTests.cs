using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.S3;
using CognitoStack.Local.Tests.Access;
using Microsoft.AspNetCore.Http;

namespace CognitoStack.Local.Tests.S3;

/// <summary>Deleting as many objects as one request may.</summary>
public sealed class DeletingTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cognitostack-").FullName;

    public void Dispose() => Directory.Delete(folder, true);

    [Fact]
    public async Task A_thousand_keys_are_decided_a_few_at_a_time_and_told_in_their_order()
    {
        var keys = Enumerable.Range(0, 1000).Select(i => $"k{i}").ToList();
        var authorizer = new CountingAuthorizer();
        using var store = new ObjectStore(new StateFolder(folder));
        var http = new DefaultHttpContext
        {
            Request =
            {
                Method = "POST",
                Path = "/files",
                QueryString = new("?delete"),
            },
            Response = { Body = new MemoryStream() },
        };
        http.Request.Body = new MemoryStream(
            Encoding.UTF8.GetBytes($"<Delete>{string.Concat(keys.Select(k => $"<Object><Key>{k}</Key></Object>"))}</Delete>")
        );
        await new Deleting(
            store,
            new S3Access(authorizer, new FakeDeployment(TestResources.All()), TimeProvider.System),
            authorizer,
            TimeProvider.System
        ).ManyAsync(new S3Call(http));

        http.Response.Body.Position = 0;
        var answer = XElement.Load(http.Response.Body);
        Assert.Equal(keys, answer.Elements().Select(e => S3Xml.Text(e, "Key")));
        Assert.Equal(
            keys.Where(k => k.EndsWith('7')),
            answer.Elements().Where(e => e.Name.LocalName == "Error").Select(e => S3Xml.Text(e, "Key"))
        );
        Assert.InRange(authorizer.Most, 2, 20);
    }

    /// <summary>Allows all but keys that end with 7, and counts how many decisions are waited for.</summary>
    private sealed class CountingAuthorizer : FakeAuthorizer
    {
        private readonly Lock gate = new();
        private int waiting;

        public int Most { get; private set; }

        public override async Task<Decision> DecideAsync(Caller caller, IReadOnlyList<AccessRequest> requests, CancellationToken cancel)
        {
            lock (gate)
                Most = Math.Max(Most, ++waiting);
            await Task.Delay(1, cancel);
            lock (gate)
                waiting--;
            return new(!requests[0].Resource.EndsWith('7'), string.Empty);
        }
    }
}
