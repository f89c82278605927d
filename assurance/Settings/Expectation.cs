using CognitoStack.Assurance.Access;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Settings;

/// <summary>What a resource must say for the environment file to be what is deployed. A property that nothing here speaks of is a difference:
/// no setting asks for it.</summary>
/// <param name="type">CloudFormation type.</param>
/// <param name="name">Which of the type: the key of the environment file, or what the resource is for.</param>
/// <param name="isMeant">Whether a resource of the type is the one.</param>
internal sealed class Expectation(string type, string name, Func<Resource, bool> isMeant)
{
    /// <summary>Stands for the setting where the project itself decides, whatever the file says.</summary>
    public const string Always = "always";

    private readonly List<Line> lines = [];
    private readonly List<string> passed = [];

    /// <summary>CloudFormation type.</summary>
    public string Type => type;

    /// <summary>Which of the type.</summary>
    public string Name => name;

    /// <summary>Whether there may be any number of such resources, none included.</summary>
    public bool OfAny { get; init; }

    /// <summary>Whether only some of the properties matter, and the others are for people's eyes.</summary>
    public bool IsPartial { get; init; }

    /// <summary>Properties with the setting that each comes from.</summary>
    public IEnumerable<(string Property, string Setting)> Table => lines.Select(l => (l.Property, l.Setting));

    /// <summary>Whether a resource is the one that is meant.</summary>
    public bool IsMeant(Resource resource) => resource.Type == type && isMeant(resource);

    /// <summary>The property has a value, or is absent where the value is null.</summary>
    public Expectation Says(string property, string setting, string? value) => Says(property, setting, value is null ? null : [value]);

    /// <inheritdoc cref="Says(string,string,string)"/>
    public Expectation Says(string property, string setting, int? value) => Says(property, setting, value?.ToString(Invariant));

    /// <inheritdoc cref="Says(string,string,string)"/>
    public Expectation Says(string property, string setting, bool value) => Says(property, setting, value ? "true" : "false");

    /// <summary>The property has these values in whichever order; an empty list may be absent.</summary>
    public Expectation Says(string property, string setting, IEnumerable<string>? values)
    {
        List<string> expected = [.. (values ?? []).Order(StringComparer.Ordinal)];
        lines.Add(new(property, setting, expected.SequenceEqual, expected.Count == 0 ? "nothing" : string.Join(", ", expected)));
        return this;
    }

    /// <summary>The property's only value fits.</summary>
    public Expectation Fits(string property, string setting, string meaning, Func<string, bool> fits)
    {
        lines.Add(new(property, setting, got => got is [var only] && fits(only), meaning));
        return this;
    }

    /// <summary>Nothing is asked of a property and of what stands below it: another proof reads it, or it is for people's eyes alone.</summary>
    public Expectation Passes(params IEnumerable<string> properties)
    {
        passed.AddRange(properties);
        return this;
    }

    /// <summary>The same of a resource that somebody else has made: what the file asks for, and not what this project decides by itself or leaves out.</summary>
    /// <param name="except">Properties of which nothing is asked.</param>
    public Expectation OfAnother(IReadOnlyList<string> except)
    {
        var asked = new Expectation(type, name, isMeant) { IsPartial = true };
        asked.lines.AddRange(lines.Where(l => l.Setting != Always && l.Meaning != "nothing" && !except.Any(e => IsBelow(l.Property, e))));
        return asked;
    }

    /// <summary>What of a resource is not so.</summary>
    public IEnumerable<Difference> Against(Resource resource)
    {
        var found = Leaves.Of(resource);
        foreach (var line in lines)
            if (!line.Fits(found.GetValueOrDefault(line.Property) ?? []))
                yield return Differs(line.Property, $"{line.Meaning} ({From(line)})", Said(found.GetValueOrDefault(line.Property)));
        foreach (var (property, values) in IsPartial ? [] : found.Where(f => f.Value.Count > 0))
            if (lines.TrueForAll(l => l.Property != property) && !passed.Exists(p => IsBelow(property, p)))
                yield return Differs(property, "nothing, as no setting asks for it", Said(values));

        Difference Differs(string property, string expected, string got) =>
            new(resource.LogicalId, property, type, expected, got, string.Empty);
    }

    private static string From(Line line) => line.Setting == Always ? Always : $"{line.Setting} of the file";

    private static bool IsBelow(string property, string parent) =>
        property.StartsWith(parent, StringComparison.Ordinal)
        && (property.Length == parent.Length || property[parent.Length] is '.' or '[');

    private static string Said(IReadOnlyList<string>? values) => values is null or [] ? "nothing" : string.Join(", ", values);

    private static IFormatProvider Invariant => System.Globalization.CultureInfo.InvariantCulture;

    private sealed record Line(string Property, string Setting, Func<IReadOnlyList<string>, bool> Fits, string Meaning);
}
