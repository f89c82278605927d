using System.Text.RegularExpressions;
using CognitoStack.Configuration;

namespace CognitoStack.Assurance.Access;

/// <summary>A resource as a whole.</summary>
public sealed record ResourcePlace(string Container, string Arn, string Label) : Place(Container, Label, null);

/// <summary>Every place worth asking about: those that grants name, for each person, and keys that try to get out of them.</summary>
internal sealed partial class PlaceCatalog(Intent intent, IReadOnlyList<Person> people, string identities)
{
    /// <summary>Keys or prefixes of a bucket, with what they are and whose.</summary>
    public IEnumerable<(string Key, string Label, string? Owner)> Keys(string bucket) =>
        Patterns(g => g.Bucket == bucket ? g.Prefix : null, "users/{identityId}/")
            .SelectMany(Instances)
            .Append(("readme.txt", "an object outside every prefix", null))
            .Append(("public/logo.png", "public/", null))
            .Append(("publicx/logo.png", "a prefix that begins like public/", null))
            .Append(("private/salaries.csv", "a prefix that no grant names", null))
            .DistinctBy(k => k.Item1);

    /// <summary>Prefixes that listings ask for.</summary>
    public IEnumerable<(string? Prefix, string Label, string? Owner)> Prefixes(string bucket) =>
        Keys(bucket)
            .Select(k => ((string?)k.Key[..(k.Key.LastIndexOf('/') + 1)], k.Label, k.Owner))
            // Without its slash a prefix takes in every identity that begins alike.
            .Concat(
                Keys(bucket)
                    .Where(k => k.Key.EndsWith('/'))
                    .Select(k => ((string?)k.Key[..^1], $"{k.Label} without its slash", (string?)null))
            )
            .Append((null, "the whole bucket, no prefix given", null))
            .Append((string.Empty, "the whole bucket, empty prefix", null))
            .DistinctBy(p => p.Item1);

    /// <summary>Leading keys of a table.</summary>
    public IEnumerable<(IReadOnlyList<string>? Keys, string Label, string? Owner)> LeadingKeys(string table)
    {
        foreach (var pattern in Patterns(g => g.Table == table ? g.LeadingKey : null, "{identityId}"))
        {
            foreach (var person in people)
            {
                if (intent.Bind(pattern, person) is not { } own)
                    continue;
                yield return ([own], pattern, person.Name);
                yield return ([$"{own}x"], $"{pattern}, continued", null);
                yield return ([own.ToUpperInvariant()], $"{pattern}, in capitals", null);
                foreach (var other in people.Where(p => p != person))
                    if (intent.Bind(pattern, other) is { } theirs)
                        yield return ([own, theirs], $"{pattern} of two users in one request", null);
            }

            yield return ([Placeholder().Replace(pattern, string.Empty)], $"{pattern} with nothing in it", null);
            yield return ([Placeholder().Replace(pattern, "*")], $"{pattern} with a star", null);
            yield return ([Variables(pattern)], $"{pattern} with the policy variable itself", null);
        }

        yield return (null, "no leading key at all", null);
        yield return (["public"], "a leading key that no grant names", null);
    }

    /// <summary>What becomes of one granted prefix, for each person and for those who try to get out of it.</summary>
    private IEnumerable<(string Key, string Label, string? Owner)> Instances(string pattern)
    {
        if (!Placeholder().IsMatch(pattern))
            return pattern.Length == 0 ? [] : [($"{pattern}a.txt", pattern, null), (pattern, $"{pattern} itself", null)];
        return people
            .SelectMany(person => Own(pattern, person))
            .Concat([
                ($"{Placeholder().Replace(pattern, string.Empty)}a.txt", $"{pattern} with nothing in it", null),
                ($"{Placeholder().Replace(pattern, "*")}a.txt", $"{pattern} with a star", null),
                ($"{Variables(pattern)}a.txt", $"{pattern} with the policy variable itself", null),
                ($"{pattern}a.txt", $"{pattern} in plain letters", null),
                ($"{pattern[..pattern.IndexOf('{', StringComparison.Ordinal)]}a.txt", $"above {pattern}", null),
            ]);
    }

    private IEnumerable<(string Key, string Label, string? Owner)> Own(string pattern, Person person)
    {
        if (intent.Bind(pattern, person) is not { } own)
            yield break;
        yield return ($"{own}a.txt", pattern, person.Name);
        yield return (own, $"{pattern} itself", person.Name);
        yield return ($"{own[..^1]}x/a.txt", $"{pattern} continued before the slash", null);
        yield return ($"x{own}a.txt", $"something before {pattern}", null);
        yield return ($"{own.ToUpperInvariant()}a.txt", $"{pattern} in capitals", null);
        // S3 takes dots literally: the key stays below the first person's prefix.
        foreach (var other in people.Where(p => p != person))
            if (intent.Bind(pattern, other) is { } theirs)
                yield return ($"{own}../{theirs}a.txt", $"{pattern} with ../ towards another's, plain letters to S3", person.Name);
    }

    private IEnumerable<string> Patterns(Func<GrantConfiguration, string?> pattern, string always) =>
        intent
            .Roles.Values.SelectMany(r => r.Grants)
            .Select(pattern)
            .OfType<string>()
            .Append(always)
            .Distinct()
            .Order(StringComparer.Ordinal);

    private string Variables(string pattern) =>
        Placeholder()
            .Replace(
                pattern,
                m =>
                    m.Groups[1].Value == "identityId"
                        ? $"${{{identities}:sub}}"
                        : $"${{aws:PrincipalTag/{m.Groups[1].Value["tag:".Length..]}}}"
            );

    [GeneratedRegex(@"\{([^{}]+)\}")]
    private static partial Regex Placeholder();
}
