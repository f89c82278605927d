using System.Text.RegularExpressions;
using CognitoStack.Assurance.Access;
using CognitoStack.Configuration;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Symbolic;

/// <summary>What the grants of the environment file mean, as regions of requests. Nothing here knows how policies are written.</summary>
internal sealed partial class IntentRegions(Intent intent, Deployment deployment)
{
    private readonly TemplateSet templates = deployment.Templates;

    /// <summary>Name of the variable that is the session's identity.</summary>
    /// <param name="identities">What IAM calls the service of identity pools.</param>
    public static string Identity(string identities) => $"{identities}:sub";

    /// <summary>Name of the variable that is a tag of the session.</summary>
    public static string Tag(string name) => $"aws:principaltag/{name.ToLowerInvariant()}";

    /// <summary>What a role may do, and nothing else: one request may touch items of several grants.</summary>
    public IEnumerable<Region> AtMost(string role) =>
        Of(
            role,
            grants =>
                grants
                    .Select(g => g.Tags.ToHashSet())
                    .Append([.. grants.SelectMany(g => g.Tags)])
                    .Select(tags => grants.FindAll(g => tags.IsSupersetOf(g.Tags)))
        );

    /// <summary>What a role must be able to do: whatever each grant says by itself.</summary>
    public IEnumerable<Region> AtLeast(string role) => Of(role, grants => grants.Select(g => new List<GrantConfiguration> { g }));

    private IEnumerable<Region> Of(string role, Func<List<GrantConfiguration>, IEnumerable<List<GrantConfiguration>>> together)
    {
        var grants = intent.GrantsOf(role);
        return
        [
            .. grants.Where(g => g.Bucket is not null).SelectMany(Objects),
            .. KeyUses(grants),
            .. grants.Where(g => g.Table is not null).GroupBy(g => g.Table!).SelectMany(t => Items(t.Key, [.. t], together)),
        ];
    }

    private IEnumerable<Region> Objects(GrantConfiguration grant)
    {
        var bucket = $"arn:{templates.Partition}:s3:::{Output("BucketName", grant.Bucket!)}";
        var (source, place) = ($"grant of \"{grant.Prefix}\" in {grant.Bucket}", Place(grant.Prefix!) + Pattern.Anything);
        List<Literal> common =
        [
            .. Present(grant),
            Equal("aws:securetransport", "true"),
            new("s3:tlsversion", Quantifier.Any, OrderedTest.Number("GreaterThanEquals", ["1.2"], OrderedTest.ReadNumber)),
            Equal("aws:resourceaccount", templates.Account),
        ];
        yield return new(
            source,
            [.. common, Actions(grant, GrantedActions.ReadObjects, GrantedActions.WriteObjects), Resource(Pattern.Of($"{bucket}/") + place)]
        );
        if (Reads(grant))
            yield return new(
                source,
                [
                    .. common,
                    Actions(GrantedActions.ListObjects),
                    Resource(Pattern.Of(bucket)),
                    // Whoever may read the whole bucket may list it without saying a prefix.
                    .. grant.Prefix!.Length == 0 ? Array.Empty<Literal>() : [new("s3:prefix", Quantifier.Any, new TextTest([place]))],
                ]
            );
    }

    /// <summary>An upload in parts reads back what it has written, so whoever writes must decrypt too.</summary>
    private IEnumerable<Region> KeyUses(IReadOnlyList<GrantConfiguration> grants)
    {
        foreach (var bucket in grants.Where(g => g.Bucket is not null).GroupBy(g => g.Bucket!))
            if (deployment.Buckets.FirstOrDefault(b => b.Resource.Name == Output("BucketName", bucket.Key))?.KeyArn is { } key)
                yield return new(
                    $"key of {bucket.Key}",
                    [
                        bucket.Any(Writes) ? Actions("kms:Decrypt", "kms:GenerateDataKey") : Actions("kms:Decrypt"),
                        Resource(Pattern.Of(key)),
                        Equal("kms:viaservice", $"s3.{templates.Region}.amazonaws.com"),
                    ]
                );
    }

    private IEnumerable<Region> Items(
        string table,
        List<GrantConfiguration> grants,
        Func<List<GrantConfiguration>, IEnumerable<List<GrantConfiguration>>> together
    )
    {
        var resource = Resource(
            Pattern.Of($"arn:{templates.Partition}:dynamodb:{templates.Region}:{templates.Account}:table/{Output("TableName", table)}")
        );
        foreach (var places in together(grants.FindAll(Reads)).Where(p => p.Count > 0))
            yield return Of(places, GrantedActions.ReadItems, []);
        foreach (var places in together(grants.FindAll(Writes)).Where(p => p.Count > 0))
        {
            yield return Of(places, GrantedActions.WriteItems, [new("dynamodb:returnvalues", Quantifier.All, Text("NONE"))]);
            // What was there may be answered with to those who may read it.
            var read = places.FindAll(w => grants.Exists(g => Reads(g) && g.LeadingKey == w.LeadingKey));
            if (read.Count > 0)
                yield return Of(read, GrantedActions.WriteItems, []);
        }

        Region Of(List<GrantConfiguration> places, IReadOnlyList<string> actions, Literal[] more) =>
            new(
                $"grants of {string.Join(", ", places.Select(g => $"\"{g.LeadingKey}\""))} in {table}",
                [
                    .. places.SelectMany(Present),
                    Equal("aws:securetransport", "true"),
                    Actions(actions),
                    resource,
                    new(LeadingKeys, Quantifier.Present),
                    new(LeadingKeys, Quantifier.All, new TextTest(places.Select(g => Place(g.LeadingKey!)))),
                    .. more,
                ]
            );
    }

    private const string LeadingKeys = "dynamodb:leadingkeys";

    private static IEnumerable<Literal> Present(GrantConfiguration grant) =>
        grant.Tags.Distinct().Select(t => new Literal(Tag(t), Quantifier.Present));

    private static Literal Actions(GrantConfiguration grant, IReadOnlyList<string> read, IReadOnlyList<string> write) =>
        Actions([.. Reads(grant) ? read : [], .. Writes(grant) ? write : []]);

    private static Literal Actions(params IReadOnlyList<string> actions) =>
        new(StatementReader.Action, Quantifier.Any, new TextTest(actions.Select(Pattern.Of), ignoresCase: true));

    private static Literal Resource(Pattern pattern) => new(StatementReader.Resource, Quantifier.Any, new TextTest([pattern]));

    private static Literal Equal(string key, string value) => new(key, Quantifier.Any, Text(value));

    private static TextTest Text(string value) => new([Pattern.Of(value)]);

    private static bool Reads(GrantConfiguration grant) => grant.Access != AccessKind.Write;

    private static bool Writes(GrantConfiguration grant) => grant.Access != AccessKind.Read;

    private string Output(string output, string name) =>
        templates.Output($"{output}{Naming.Pascal(name)}")
        ?? throw new TemplateException($"No stack has an output {output}{Naming.Pascal(name)}.");

    /// <summary>A place with the session's variables in it.</summary>
    private Pattern Place(string text)
    {
        var (pattern, end) = (Pattern.Of(string.Empty), 0);
        foreach (Match match in Placeholder().Matches(text))
        {
            var name = match.Groups[1].Value;
            var variable = name == "identityId" ? Identity(templates.Identities) : Tag(name["tag:".Length..]);
            pattern = pattern + Pattern.Of(text[end..match.Index]) + new Pattern([new Symbol(SymbolKind.Variable, Name: variable)]);
            end = match.Index + match.Length;
        }

        return pattern + Pattern.Of(text[end..]);
    }

    [GeneratedRegex(@"\{([^{}]+)\}")]
    private static partial Regex Placeholder();
}
