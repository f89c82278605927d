namespace CognitoStack.Configuration;

/// <summary>Finds what somebody may have meant.</summary>
internal static class Suggestion
{
    /// <summary>A sentence that names the nearest candidate, or all of them where few, or nothing.</summary>
    public static string For(string given, IEnumerable<string> candidates)
    {
        var known = candidates.ToList();
        var nearest = known
            .Where(name => Math.Abs(name.Length - given.Length) <= MostEdits(given, name))
            .Select(name => (name, distance: Distance(given.ToLowerInvariant(), name.ToLowerInvariant())))
            .Where(c => c.distance <= MostEdits(given, c.name))
            .OrderBy(c => c.distance)
            .Select(c => c.name)
            .FirstOrDefault();
        if (nearest is not null)
            return $" Did you mean \"{nearest}\"?";
        return known.Count switch
        {
            0 => " There is none.",
            <= 20 => $" Known: {string.Join(", ", known)}.",
            _ => string.Empty,
        };
    }

    private static int MostEdits(string a, string b) => Math.Max(1, Math.Max(a.Length, b.Length) / 3);

    /// <summary>Edits (insert, delete, replace, swap of neighbours) from one word to the other.</summary>
    private static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            d[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            d[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                d[i, j] = Math.Min(replaced, Math.Min(d[i - 1, j], d[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }

        return d[a.Length, b.Length];
    }
}
