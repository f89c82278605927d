using CognitoStack.Assurance.Access;
using CognitoStack.Configuration;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Stores;

/// <summary>
/// Data at rest and in transit: whatever keeps data is there because the file asks for it, is encrypted by the key that the file says, does not
/// get lost, is open to nobody, and is reached over TLS alone. A type of resource that nobody has judged yet is a difference.
/// </summary>
public static class StoresProof
{
    /// <summary>Name of the proof.</summary>
    public const string Name = "stores";

    private static readonly string[] Assumed =
    [
        "endpoints of Cognito, KMS, Lambda, CloudWatch and Systems Manager take HTTPS alone, and TLS 1.2 at least",
        "what AWS encrypts by keys of its own it does encrypt",
    ];

    /// <summary>Looks at every resource.</summary>
    public static ProofResult Of(EnvironmentConfiguration environment, TemplateSet templates)
    {
        var holdings = Holdings.Of(environment, templates);
        var (rest, transit) = (new AtRest(environment, templates), new InTransit(environment, templates));
        var known = holdings.Select(h => (h.Resource.Stack, h.Resource.LogicalId)).ToHashSet();
        List<Difference> differences =
        [
            .. from resource in templates.Resources
            where StoreTypes.Keeps(resource.Type) is null
            select new Difference(
                resource.LogicalId,
                "is",
                resource.Type,
                "a type of which it is known whether it keeps data (StoreTypes)",
                "one that nobody has judged",
                string.Empty
            ),
            .. from resource in templates.Resources
            where StoreTypes.Keeps(resource.Type) == true && !known.Contains((resource.Stack, resource.LogicalId))
            select new Difference(
                resource.LogicalId,
                "keeps data",
                resource.Type,
                "a place that the file asks for",
                "one more",
                string.Empty
            ),
            .. holdings.SelectMany(rest.Of),
            .. holdings.SelectMany(transit.Of),
            .. transit.OfAddresses(),
        ];
        return new(Name, [], differences)
        {
            Examined =
                $"{templates.Resources.Count} resources, {holdings.Count} of which keep data; {transit.Questions} questions of TLS, each for all requests",
            Assumptions = Assumed,
        };
    }
}
