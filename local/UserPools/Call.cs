using System.Text.Json.Nodes;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Risk;
using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools;

/// <summary>A call of an operation, read with Cognito's complaints about what is missing.</summary>
internal sealed class Call(JsonCall call, Pools pools, CancellationToken cancel)
{
    public CancellationToken Cancel => cancel;

    /// <summary>All that the call says.</summary>
    public JsonObject Input => call.Input;

    /// <summary>Rejects by its name what nobody here honours.</summary>
    public void RequireOnly(params ReadOnlySpan<string> members) =>
        call.Input.RequireOnly(members, name => Error.InvalidParameter($"{name} of {call.Operation} is not available here."));

    public JsonObject? ClientMetadata => Object("ClientMetadata");

    public string Required(string name) => Text(name) is { Length: > 0 } text ? text : throw Missing(name);

    /// <summary>The name of a user, be there such a user or not.</summary>
    public string Username() => UserNames.Checked(Required("Username"));

    public string? Text(string name) =>
        Json<JsonValue>(name) is { } value
            ? value.TryGetValue<string>(out var text)
                ? Constraints.Checked(name, text)
                : throw Malformed(name)
            : null;

    public bool Flag(string name) =>
        Json<JsonValue>(name) is { } value && (value.TryGetValue<bool>(out var flag) ? flag : throw Malformed(name));

    public int? Number(string name) =>
        Json<JsonValue>(name) is { } value
            ? value.TryGetValue<int>(out var number)
                ? number
                : throw Malformed(name)
            : null;

    public JsonObject? Object(string name) => Json<JsonObject>(name);

    public JsonObject RequiredObject(string name) => Object(name) ?? throw Missing(name);

    public IReadOnlyList<string> Texts(string name) => Json<JsonArray>(name).Texts();

    public IReadOnlyList<JsonObject> Objects(string name) => [.. Json<JsonArray>(name).Objects()];

    /// <summary>A list of names and values; of one that is twice in it, the last counts.</summary>
    public Dictionary<string, string> Attributes(string name)
    {
        var attributes = new Dictionary<string, string>();
        foreach (var attribute in Json<JsonArray>(name).Objects())
        {
            var key = attribute["Name"]?.ToString() ?? throw Missing(name);
            var value = attribute["Value"]?.ToString() ?? "";
            // Clients write Booleans as their languages do.
            attributes[key] = key.EndsWith("_verified", StringComparison.Ordinal) ? value.ToLowerInvariant() : value;
        }
        return attributes;
    }

    /// <summary>Pool and app client of a public operation.</summary>
    public Scope ClientScope()
    {
        var id = Required("ClientId");
        var (pool, client) = pools.FindClient(id) ?? throw Error.ClientNotFound(id);
        return new(pool, client, ClientMetadata) { Origin = Origin.OfPublic(call, client) };
    }

    /// <summary>Pool of an administrator's operation.</summary>
    public Scope PoolScope() => new(pools.Get(Required("UserPoolId")), null, ClientMetadata) { Origin = Origin.OfAdministrator(call) };

    /// <summary>Pool and app client of somebody who is signed in.</summary>
    public Scope BearerScope(UserPool pool, AppClient client) =>
        new(pool, client, ClientMetadata) { Origin = Origin.OfPublic(call, client) };

    /// <summary>Pool and app client of an administrator's operation.</summary>
    public Scope PoolAndClientScope()
    {
        var scope = PoolScope();
        var id = Required("ClientId");
        return scope with { Client = scope.Pool.Clients.GetValueOrDefault(id) ?? throw Error.ClientNotFound(id) };
    }

    private T? Json<T>(string name)
        where T : JsonNode =>
        call.Input[name] switch
        {
            null => null,
            T json => json,
            _ => throw Malformed(name),
        };

    private static AwsException Malformed(string name) => new("SerializationException", $"Unexpected type of {name}.");

    private static AwsException Missing(string name) =>
        Error.InvalidParameter(
            $"1 validation error detected: Value null at '{char.ToLowerInvariant(name[0])}{name[1..]}' failed to satisfy constraint: Member must not be null"
        );
}
