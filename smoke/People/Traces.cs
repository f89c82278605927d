using System.Collections.Concurrent;

namespace CognitoStack.Smoke.People;

/// <summary>Everything that is made, noted before it is made (an identity, whose id AWS chooses, right after): what must be gone in the end.</summary>
internal sealed class Traces
{
    private readonly ConcurrentDictionary<string, bool> users = [];
    private readonly ConcurrentDictionary<string, bool> identities = [];
    private readonly ConcurrentDictionary<(string Bucket, string Key), bool> objects = [];
    private readonly ConcurrentDictionary<(string Table, string KeyJson), IReadOnlyDictionary<string, string>> items = [];

    /// <summary>Users, by what they sign in with.</summary>
    public IReadOnlyCollection<string> Users => [.. users.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Identities of users and guests, by their ids.</summary>
    public IReadOnlyCollection<string> Identities => [.. identities.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Objects.</summary>
    public IReadOnlyCollection<(string Bucket, string Key)> Objects => [.. objects.Keys.Order()];

    /// <summary>Items: their keys, all of which are strings.</summary>
    public IReadOnlyCollection<(string Table, IReadOnlyDictionary<string, string> Key)> Items =>
        [.. items.OrderBy(i => i.Key).Select(i => (i.Key.Table, i.Value))];

    /// <summary>A user is about to be made.</summary>
    public void User(string login) => users.TryAdd(login, true);

    /// <summary>An identity has been made, or was there.</summary>
    public void Identity(string id) => identities.TryAdd(id, true);

    /// <summary>An object is about to be written.</summary>
    public void Object(string bucket, string key) => objects.TryAdd((bucket, key), true);

    /// <summary>An item is about to be written.</summary>
    public void Item(string table, IReadOnlyDictionary<string, string> key) => items.TryAdd((table, string.Join('\n', key)), key);
}
