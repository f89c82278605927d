using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace CognitoStack.Local.UserPools.SignIn;

/// <summary>What a client carries from one step to the next without being able to read or change it.</summary>
internal sealed class Sealing(IDataProtectionProvider protection, TimeProvider time)
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(1);

    // What was used cannot be used again. It is forgotten once it has expired; and with the process, minutes earlier.
    private readonly ConcurrentDictionary<string, DateTimeOffset> used = [];
    private DateTimeOffset nextSweep;

    /// <summary>Seals, as Base64.</summary>
    public string Seal<T>(T value) => Convert.ToBase64String(Protector<T>().Protect(JsonSerializer.SerializeToUtf8Bytes(value)));

    /// <summary>What was sealed; null where nothing was, or another kind of thing.</summary>
    public T? Open<T>(string text)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(Protector<T>().Unprotect(Convert.FromBase64String(text)));
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Whether it is used for the first time.</summary>
    public bool Use(string nonce, DateTimeOffset expires)
    {
        var now = time.GetUtcNow();
        if (now >= nextSweep)
        {
            nextSweep = now + SweepInterval;
            foreach (var (old, end) in used)
            {
                if (end < now)
                    used.TryRemove(old, out _);
            }
        }
        return used.TryAdd(nonce, expires);
    }

    /// <summary>Whether it was used.</summary>
    public bool IsUsed(string nonce) => used.ContainsKey(nonce);

    private IDataProtector Protector<T>() => protection.CreateProtector("CognitoStack.UserPools", typeof(T).Name);
}
