using System.Security.Cryptography;
using CognitoStack.Configuration;

namespace CognitoStack.App;

/// <summary>What the build recorded of a published function: the hash of its sources, then a line for each file that was made of them. The
/// asset is named by the sources, so that other files under that name would never be uploaded, or take the place of those that were.</summary>
public static class PackageRecord
{
    /// <summary>Records the files of a folder below the hash that is there.</summary>
    public static void Write(string record, string folder) =>
        File.WriteAllLines(
            record,
            [File.ReadLines(record).First(), .. Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(Line)]
        );

    /// <summary>The hash of the sources, where the folder has what was made of them.</summary>
    /// <exception cref="ConfigurationException">It has something else.</exception>
    public static string Check(string record, string folder)
    {
        var (hash, recorded) = File.ReadAllLines(record) is [var first, .. var rest] ? (first, rest) : (string.Empty, []);
        // Before Docker has built them, and in a record of earlier versions, there are no files to vouch for.
        if (recorded.Length == 0)
            return hash;
        var found = Directory.Exists(folder) ? Directory.GetFiles(folder).Select(Line).ToHashSet() : [];
        var changed = recorded
            .Where(line => !found.Contains(line))
            .Concat(found.Except(recorded))
            .Select(line => line[(line.IndexOf("  ", StringComparison.Ordinal) + 2)..])
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();
        if (changed.Count > 0)
            throw new ConfigurationException([
                $"{folder}: {string.Join(", ", changed)} {(changed.Count == 1 ? "is" : "are")} not what the build made, and would be deployed under the name of what it made. Delete {record} and run \"npm run build\".",
            ]);
        return hash;
    }

    private static string Line(string file)
    {
        using var content = File.OpenRead(file);
        return $"{Convert.ToHexStringLower(SHA256.HashData(content))}  {Path.GetFileName(file)}";
    }
}
