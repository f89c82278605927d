using System.Text.Json;

namespace CognitoStack.Configuration;

/// <summary>Small checks that several rules share.</summary>
internal static class RuleText
{
    /// <summary>Values as the file writes them.</summary>
    public static string Json<T>(T value) => JsonSerializer.SerializeToNode(value, EnvironmentJson.Options)!.GetValue<string>();

    /// <summary>Reports every value that stands in a list for the second time.</summary>
    public static void NoDuplicates<T>(IReadOnlyList<T> items, string path, Findings findings)
    {
        for (var i = 0; i < items.Count; i++)
        {
            var first = items.Take(i).ToList().IndexOf(items[i]);
            if (first >= 0)
                findings.Error(
                    JsonPath.Item(path, i),
                    $"\"{Json(items[i])}\" is already at [{findings.IndexInFile(path, first)}]. Remove one."
                );
        }
    }

    /// <summary>Names become parts of outputs and logical IDs, where only letters and digits count.</summary>
    public static void DistinctNames(IEnumerable<string> names, string path, string output, Findings findings)
    {
        var known = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in names)
        {
            var pascal = Naming.Pascal(name);
            if (!known.TryAdd(pascal, name))
                findings.Error(
                    JsonPath.Property(path, name),
                    $"\"{name}\" and \"{known[pascal]}\" both become {output}{pascal}, the name of an output or a resource. Rename one."
                );
        }
    }

    /// <summary>A reference to something that the file declares elsewhere.</summary>
    public static bool Exists(string name, IEnumerable<string> known, string path, string declaredAt, Findings findings)
    {
        var names = known.ToList();
        if (names.Contains(name))
            return true;
        findings.Absent(
            path,
            name,
            declaredAt,
            $"\"{name}\" is not in {declaredAt[2..]}.{Suggestion.For(name, names.Concat(findings.LeftOutOf(declaredAt)).Distinct())}"
        );
        return false;
    }
}
