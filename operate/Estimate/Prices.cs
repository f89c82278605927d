using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CognitoStack.Operate.Estimate;

/// <summary>What AWS charges and allows, as of a day, each with its source.</summary>
internal sealed record Prices
{
    [JsonPropertyName("date")]
    public required string Date { get; init; }
    public required string Currency { get; init; }
    public required string Region { get; init; }
    public required IReadOnlyDictionary<string, string> Sources { get; init; }

    [JsonPropertyName("prices")]
    public required IReadOnlyDictionary<string, Price> All { get; init; }
    public required QuotaFigures Quotas { get; init; }

    /// <summary>Those that come with the program.</summary>
    public static Prices Read()
    {
        using var file = Assembly.GetExecutingAssembly().GetManifestResourceStream("prices.json")!;
        return JsonSerializer.Deserialize<Prices>(file, Json.Compact)!;
    }

    public Price Of(string name) => All[name];
}

/// <summary>A price by tiers: how many units up to which cost how much each; the last tier has no end.</summary>
/// <param name="Source">Whose page says it.</param>
/// <param name="Verified">Whether a second source was found that says the same; the page itself has its figures in a script.</param>
/// <param name="Tiers">Upper ends and prices.</param>
/// <param name="Note">What to know.</param>
internal sealed record Price(string Source, bool Verified, decimal?[][] Tiers, string? Note = null)
{
    public decimal For(decimal units)
    {
        var (cost, from) = (0m, 0m);
        foreach (var tier in Tiers)
        {
            var upTo = Math.Min(units, tier[0] ?? units);
            if (upTo > from)
                cost += (upTo - from) * tier[1]!.Value;
            from = Math.Max(from, upTo);
        }
        return cost;
    }
}

/// <summary>Default quotas that bind first.</summary>
internal sealed record QuotaFigures(string Source, IReadOnlyDictionary<string, int> PerSecond, int EmailsPerDayWithoutSes);
