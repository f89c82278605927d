using System.Globalization;
using System.Text.RegularExpressions;

namespace CognitoStack.Configuration;

/// <summary>Collects everything that is wrong with one environment file, so that one run tells all of it.</summary>
internal sealed partial class Findings(string fileName)
{
    private readonly List<string> errors = [];
    private readonly HashSet<string> unusable = [];
    private readonly Dictionary<string, List<int>> removedItems = [];

    public IReadOnlyList<string> Errors => errors;

    public void ThrowIfAny()
    {
        if (errors.Count > 0)
            throw new ConfigurationException(errors);
    }

    /// <summary>A value that cannot be read at all. Rules that depend on it keep silent, as they would see its default.</summary>
    public void Unreadable(string path, string message)
    {
        Add(path, message);
        Discard(path);
    }

    /// <summary>A key that nobody knows. It is not a value, so rules about its neighbours still speak.</summary>
    public void Unknown(string path, string message) => Add(path, message);

    /// <summary>Notes that the value at a path is left out, because something in it is wrong.</summary>
    public void Discard(string path) => unusable.Add(path);

    /// <summary>Notes that an item of a list is left out, so that later items keep the index that they have in the file.</summary>
    public void DiscardItem(string listPath, int index)
    {
        if (!removedItems.TryGetValue(listPath, out var removed))
            removedItems[listPath] = removed = [];
        removed.Add(index);
        Discard(JsonPath.Item(listPath, index));
    }

    /// <summary>A readable value that contradicts a rule, and the other values that the rule looked at.</summary>
    public void Error(string path, string message, params string[] basedOn)
    {
        path = AsInFile(path);
        if (!basedOn.Select(AsInFile).Append(path).Any(p => unusable.Any(u => JsonPath.Overlap(u, p))))
            Add(path, message);
    }

    /// <summary>A name that a section does not have. Silent where the section, or what has the name there, is itself left out.</summary>
    public void Absent(string path, string name, string section, string message)
    {
        var gone = unusable.Any(u => JsonPath.Contains(u, section) || JsonPath.Overlap(u, JsonPath.Property(section, name)));
        if (!gone)
            Error(path, message);
    }

    /// <summary>Names that the file has in a section, although what has them is left out: somebody may mean them.</summary>
    public IEnumerable<string> LeftOutOf(string section) => unusable.Select(u => JsonPath.ChildOf(section, u)).OfType<string>();

    /// <summary>The index that an item of a list has in the file.</summary>
    public int IndexInFile(string listPath, int index) =>
        removedItems.TryGetValue(AsInFile(listPath), out var removed) ? Shift(removed, index) : index;

    /// <summary>A line break in a value must not make two lines of one error.</summary>
    public static string OneLine(string error) => ControlCharacters().Replace(error, c => $"\\u{(int)c.Value[0]:x4}");

    private void Add(string path, string message)
    {
        var line = OneLine($"{fileName}: {path}: {message}");
        if (!errors.Contains(line))
            errors.Add(line);
    }

    /// <summary>Undoes the shift of indices that left-out items caused.</summary>
    private string AsInFile(string path)
    {
        if (removedItems.Count == 0)
            return path;
        var read = string.Empty;
        foreach (Match segment in Segments().Matches(path))
        {
            if (segment.Groups["index"].Success && removedItems.TryGetValue(read, out var removed))
            {
                read = JsonPath.Item(read, Shift(removed, int.Parse(segment.Groups["index"].Value, CultureInfo.InvariantCulture)));
            }
            else
                read += segment.Value;
        }

        return read;
    }

    private static int Shift(IEnumerable<int> removed, int index) => removed.Order().Aggregate(index, (i, gap) => gap <= i ? i + 1 : i);

    [GeneratedRegex(@"\p{Cc}")]
    private static partial Regex ControlCharacters();

    [GeneratedRegex(@"\[(?<index>\d+)\]|\['(\\.|[^'\\])*'\]|\.?[^.\[]+")]
    private static partial Regex Segments();
}
