using System.Globalization;
using System.Net;
using System.Numerics;

namespace CognitoStack.Assurance.Symbolic;

/// <summary>What a condition asks of a number, a time or an address: between the values that policies name, all others are alike, so a few stand for all.</summary>
/// <param name="Key">The test as one text.</param>
/// <param name="Passes">Whether a value passes.</param>
/// <param name="Candidates">The values that the policy names, and one between each and the next.</param>
/// <param name="IsNegated">Whether what passes is what does not.</param>
internal sealed record OrderedTest(string Key, Func<string, bool> Passes, IReadOnlyList<string> Candidates, bool IsNegated = false) : ITest
{
    /// <inheritdoc/>
    public ITest Negation => this with { IsNegated = !IsNegated };

    /// <inheritdoc/>
    string ITest.Key => IsNegated ? $"not {Key}" : Key;

    /// <inheritdoc/>
    public bool Holds(string value) => Passes(value) != IsNegated;

    /// <summary>A comparison of numbers, or of times as their seconds.</summary>
    public static OrderedTest Number(string comparison, IReadOnlyList<string> values, Func<string, decimal?> read)
    {
        var numbers = values
            .Select(v => read(v) ?? throw new UndecidedException($"\"{v}\" is nothing that {comparison} compares"))
            .Order()
            .ToList();
        return new(
            $"{comparison} {string.Join(' ', numbers)}",
            value => read(value) is { } number && numbers.Any(n => Compare(comparison, number, n)),
            [
                .. numbers
                    .SelectMany((n, i) => new[] { n, i == 0 ? n - 1 : (n + numbers[i - 1]) / 2, n + 1 })
                    .Select(n => n.ToString(CultureInfo.InvariantCulture)),
            ]
        );
    }

    /// <summary>A comparison with blocks of addresses.</summary>
    public static OrderedTest Address(IReadOnlyList<string> values)
    {
        var blocks = values
            .Select(v =>
                IPNetwork.TryParse(v.Contains('/', StringComparison.Ordinal) ? v : $"{v}/{(v.Contains(':') ? 128 : 32)}", out var block)
                    ? block
                    : throw new UndecidedException($"\"{v}\" is no block of addresses")
            )
            .ToList();
        return new(
            $"IpAddress {string.Join(' ', values)}",
            value => IPAddress.TryParse(value, out var address) && blocks.Any(b => b.Contains(address)),
            // Between the beginnings of blocks, and of what comes after them, all addresses are alike.
            ["0.0.0.0", "::", .. blocks.SelectMany(b => new[] { b.BaseAddress, After(b) }).Select(a => a.ToString())]
        );
    }

    /// <summary>A number, or null.</summary>
    public static decimal? ReadNumber(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A time in ISO 8601 or in seconds since 1970, or null.</summary>
    public static decimal? ReadTime(string text) =>
        ReadNumber(text)
        ?? (
            DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                ? time.ToUnixTimeMilliseconds() / 1000m
                : null
        );

    private static IPAddress After(IPNetwork block)
    {
        var bytes = block.BaseAddress.GetAddressBytes();
        var next = new BigInteger(bytes, isUnsigned: true, isBigEndian: true) + BigInteger.Pow(2, (bytes.Length * 8) - block.PrefixLength);
        var after = next.ToByteArray(isUnsigned: true, isBigEndian: true);
        // After the last block comes the first address again.
        return new([.. new byte[Math.Max(0, bytes.Length - after.Length)], .. after.TakeLast(bytes.Length)]);
    }

    private static bool Compare(string comparison, decimal value, decimal limit) =>
        comparison switch
        {
            "Equals" => value == limit,
            "LessThan" => value < limit,
            "LessThanEquals" => value <= limit,
            "GreaterThan" => value > limit,
            "GreaterThanEquals" => value >= limit,
            _ => throw new UndecidedException($"{comparison} is no comparison of IAM"),
        };
}

/// <summary>A policy says something that is not decided here: it is not proven.</summary>
internal sealed class UndecidedException(string message) : Exception(message);
