using System.Text.Json.Nodes;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Functions;
using CognitoStack.Local.Tests.Recording;

namespace CognitoStack.Local.Tests.UserPools;

/// <summary>Functions that record what they are told, and answer what tests say.</summary>
internal sealed class FakeFunctions : IFunctions
{
    private readonly Lock @lock = new();

    public List<JsonObject> Events { get; } = [];

    /// <summary>What a function does with an event; without it, it gives it back.</summary>
    public Func<JsonObject, JsonNode?>? Answer { get; set; }

    public IEnumerable<string> Sources => Events.Select(e => e["triggerSource"]!.ToString());

    public JsonObject Event(string source) => Events.Single(e => e["triggerSource"]!.ToString() == source);

    public Task<JsonNode?> InvokeAsync(Resource function, JsonNode payload, TimeSpan patience, CancellationToken cancel)
    {
        // Nobody waits for custom senders.
        Assert.Equal(
            payload["triggerSource"]!.ToString().Contains("Sender_", StringComparison.Ordinal)
                ? TimeSpan.FromMinutes(15)
                : TimeSpan.FromSeconds(5),
            patience
        );
        lock (@lock)
            Events.Add((JsonObject)payload.DeepClone());
        return Task.FromResult(Answer is null ? payload : Answer((JsonObject)payload));
    }
}
