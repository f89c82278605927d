using CognitoStack.Assurance.Access;
using CognitoStack.Configuration;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Settings;

/// <summary>
/// The file is what is deployed: each setting that bears on security is read back from the templates, property by property, by code that knows
/// nothing of the constructs. What the templates say beyond the file is a difference, too.
/// </summary>
public static class SettingsProof
{
    /// <summary>Name of the proof.</summary>
    public const string Name = "settings";

    /// <summary>Types of which no resource may be there that the file does not ask for.</summary>
    private const string Cognito = "AWS::Cognito::";

    /// <summary>Compares the templates with the file.</summary>
    public static ProofResult Of(EnvironmentConfiguration environment, TemplateSet templates)
    {
        var expectations = Expectations(environment, templates);
        return new(Name, [], [.. expectations.SelectMany(e => Unmet(e, templates)), .. Unasked(expectations, templates)])
        {
            Examined = $"{expectations.Sum(e => e.Table.Count())} properties of {expectations.Count} resources",
        };
    }

    /// <summary>Where each setting stands in the templates of an environment, by its path in the file.</summary>
    public static IEnumerable<(string Setting, string Type, string Property)> Table(
        EnvironmentConfiguration environment,
        TemplateSet templates
    ) => Expectations(environment, templates).SelectMany(e => e.Table.Select(line => (line.Setting, e.Type, line.Property)));

    private static List<Expectation> Expectations(EnvironmentConfiguration environment, TemplateSet templates) =>
        [
            .. UserPoolExpectations.Of(environment, templates),
            .. ClientExpectations.Of(environment, templates),
            .. ProviderExpectations.Of(environment, templates),
            .. RiskExpectations.Of(environment, templates),
            .. LoginExpectations.Of(environment, templates),
            .. TriggerExpectations.Of(environment, templates),
            .. StorageExpectations.Of(environment, templates),
            .. IdentityPoolExpectations.Of(environment, templates),
            .. OperationsExpectations.Of(environment, templates),
        ];

    private static IEnumerable<Difference> Unmet(Expectation expectation, TemplateSet templates)
    {
        var found = templates.OfType(expectation.Type).Where(expectation.IsMeant).ToList();
        if (!expectation.OfAny && found.Count != 1)
            yield return new("the templates", "have", expectation.Type, $"one for {expectation.Name}", $"{found.Count}", string.Empty);
        foreach (var difference in found.SelectMany(expectation.Against))
            yield return difference;
    }

    private static IEnumerable<Difference> Unasked(IReadOnlyList<Expectation> expectations, TemplateSet templates) =>
        from resource in templates.Resources
        where resource.Type.StartsWith(Cognito, StringComparison.Ordinal)
        where !expectations.Any(e => e.IsMeant(resource))
        select new Difference(
            resource.LogicalId,
            "is made",
            resource.Type,
            "what the file asks for",
            $"one more: {resource.Name}",
            string.Empty
        );
}
