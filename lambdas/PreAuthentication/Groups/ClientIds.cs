using System.Collections.Immutable;
using System.Text.Json;
using CognitoStack.Lambda.DynamoDb;

namespace CognitoStack.Lambda.PreAuthentication.Groups;

/// <summary>Knows which app clients have rules, by ID.</summary>
public interface IClientIds
{
    /// <summary>The parameter that has this ID, or null where none of those with rules has it.</summary>
    Task<string?> ParameterOfAsync(string clientId, CancellationToken cancellation);
}

/// <summary>
/// The IDs of the app clients that have rules, as the deployment publishes them: one parameter each in the Parameter Store. The function's
/// settings cannot have the IDs, as the pool, and with it the clients, is made after the function; and a client's name is whatever somebody
/// last called it. It needs <c>ssm:GetParameters</c> on these parameters. Source: AWS Systems Manager API reference, "GetParameters"
/// (https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html).
/// </summary>
public sealed class ClientIds(ParameterStoreClient store, ImmutableArray<string> parameters, TimeProvider clock) : IClientIds
{
    private const int MostNames = 10;

    // A client that is made anew has another ID, under which it must not pass as one without rules.
    private static readonly TimeSpan LongestAge = TimeSpan.FromMinutes(1);

    private ImmutableDictionary<string, string> byId = ImmutableDictionary<string, string>.Empty;
    private DateTimeOffset readAt = DateTimeOffset.MinValue;

    /// <inheritdoc/>
    /// <exception cref="MissingParametersException">Some are not there, and any other client may be theirs.</exception>
    public async Task<string?> ParameterOfAsync(string clientId, CancellationToken cancellation)
    {
        if (!byId.ContainsKey(clientId) && clock.GetUtcNow() - readAt >= LongestAge)
            await ReadAsync(cancellation).ConfigureAwait(false);
        return byId.GetValueOrDefault(clientId);
    }

    /// <summary>Starts to connect, beside what else there is to do.</summary>
    public void Connect() => store.Connect();

    /// <summary>Reads the IDs.</summary>
    public async Task ReadAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var parts = await Task.WhenAll(parameters.Chunk(MostNames).Select(names => ReadAsync(names, cancellation))).ConfigureAwait(false);
        var values = parts.SelectMany(part => part).ToList();
        if (parameters.Except(values.Select(one => one.Name)).ToList() is { Count: > 0 } missing)
            throw new MissingParametersException(missing);
        byId = values.ToImmutableDictionary(one => one.Value, one => one.Name);
        readAt = now;
    }

    private async Task<List<(string Name, string Value)>> ReadAsync(string[] names, CancellationToken cancellation)
    {
        using var answer = await store
            .CallAsync(
                "GetParameters",
                json =>
                {
                    json.WriteStartArray("Names");
                    foreach (var name in names)
                        json.WriteStringValue(name);
                    json.WriteEndArray();
                },
                cancellation
            )
            .ConfigureAwait(false);
        return
        [
            .. Parameters(answer.RootElement).Select(one => (one.GetProperty("Name").GetString()!, one.GetProperty("Value").GetString()!)),
        ];
    }

    private static JsonElement.ArrayEnumerator Parameters(JsonElement answer) =>
        answer.TryGetProperty("Parameters", out var found) ? found.EnumerateArray() : default;
}

/// <summary>Parameters that have the IDs of app clients with rules are not there.</summary>
public sealed class MissingParametersException(IEnumerable<string> names)
    : Exception(
        $"{string.Join(", ", names)} should have the IDs of app clients that are for certain groups, and is not there: deploy again."
    );
