using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace CognitoStack.Local;

/// <summary>What is kept for minutes under a random name; the oldest go where somebody asks for too many.</summary>
internal sealed class ShortLived<T>(TimeSpan length, TimeProvider time)
    where T : class
{
    private const int Most = 10_000;
    private readonly ConcurrentDictionary<string, (T Value, DateTimeOffset Expires)> kept = [];
    private readonly ConcurrentQueue<string> order = [];

    /// <summary>Keeps something, and gives its name.</summary>
    public string Add(T value)
    {
        var name = NewName();
        Add(name, value);
        return name;
    }

    /// <summary>Keeps something under a name of <see cref="NewName"/>, which it may have in itself.</summary>
    public void Add(string name, T value)
    {
        kept[name] = (value, time.GetUtcNow() + length);
        order.Enqueue(name);
        // In the order in which they came they end, too.
        while (
            order.TryPeek(out var first)
            && (order.Count > Most || !kept.TryGetValue(first, out var old) || old.Expires <= time.GetUtcNow())
            && order.TryDequeue(out var gone)
        )
            kept.TryRemove(gone, out _);
    }

    /// <summary>A name that nobody guesses.</summary>
    public static string NewName() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public T? Find(string name) => kept.TryGetValue(name, out var found) && found.Expires > time.GetUtcNow() ? found.Value : null;

    /// <summary>Takes it: nobody finds it again.</summary>
    public bool TryTake(string name, [NotNullWhen(true)] out T? value)
    {
        value = kept.TryRemove(name, out var taken) && taken.Expires > time.GetUtcNow() ? taken.Value : null;
        return value is not null;
    }
}
