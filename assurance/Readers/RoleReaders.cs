using System.Text.Json.Nodes;
using CognitoStack.Assurance.Access;
using CognitoStack.Assurance.Principals;
using CognitoStack.Assurance.Stores;
using CognitoStack.Assurance.Symbolic;
using CognitoStack.Configuration;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Readers;

/// <summary>Somebody who may read a place, and the setting that wants it so; null where none does.</summary>
/// <param name="Place">The place.</param>
/// <param name="Who">Who.</param>
/// <param name="Action">What they may do.</param>
/// <param name="Because">The setting.</param>
/// <param name="Statement">The statement that lets them.</param>
internal sealed record Reader(Holding Place, string Who, string Action, string? Because, string Statement);

/// <summary>Which roles of the templates may read what is kept: decided by their policies, and by those of the places, for every request there can be.</summary>
internal sealed class RoleReaders
{
    private readonly Deployment deployment;
    private readonly IReadOnlyList<Holding> places;
    private readonly Dictionary<string, ProjectFunction> functions;
    private readonly HashSet<string> users;
    private readonly PolicyReader reader;
    private readonly Solver solver = new();

    public RoleReaders(EnvironmentConfiguration environment, Deployment deployment, IReadOnlyList<Holding> holdings)
    {
        this.deployment = deployment;
        // Names are for everybody.
        places = [.. holdings.Where(h => h.Sensitivity != Sensitivity.Names)];
        users = [.. deployment.UserRoles.Select(r => r.Resource.Arn)];
        functions = ProjectFunction
            .Of(environment)
            .Select(f => (Function: f, Role: f.RoleIn(deployment)))
            .Where(f => f.Role is not null)
            .DistinctBy(f => f.Role!.Resource.Arn)
            .ToDictionary(f => f.Role!.Resource.Arn, f => f.Function);
        reader = new(deployment.Templates.Identities);
    }

    /// <summary>How many questions were asked, each for all requests.</summary>
    public int Questions { get; private set; }

    /// <summary>Every reader, whether a setting wants it or not.</summary>
    /// <exception cref="UndecidedException">A policy says what cannot be decided.</exception>
    public IEnumerable<Reader> All()
    {
        foreach (var role in deployment.Roles)
        foreach (var policy in role.Policies)
        foreach (var found in By(role.Resource, policy, places, null))
            yield return found;
        foreach (var place in places)
        foreach (var role in deployment.Roles)
            if (TemplatePolicies.OfResource(deployment.Templates, place.Resource) is { } document)
                foreach (var found in By(role.Resource, new($"policy of {place.Resource.LogicalId}", document), [place], role.Resource.Arn))
                    yield return found;
    }

    private IEnumerable<Reader> By(Resource role, NamedPolicy policy, IReadOnlyList<Holding> asked, string? named)
    {
        foreach (var region in reader.Read(policy, "Allow", Side.Wide, s => named is null || Names(s, named)))
        foreach (var place in asked)
        foreach (var action in ReadingActions.On(place.Resource.Type))
        {
            Questions++;
            if (solver.Common(region, ReadingActions.Region(action, place.Resource)) is not null)
                yield return new(place, role.LogicalId, action, Because(role.Arn, place, action), region.Source);
        }
    }

    private string? Because(string role, Holding place, string action) =>
        users.Contains(role)
            // What of it they may read is for the proofs "access" and "requests".
            ? place.IsOfUsers || place.Resource.Arn == deployment.Templates.Output("StorageKeyArn")
                ? "access.roles"
                : null
            : functions.GetValueOrDefault(role)?.Calls.GetValueOrDefault(action);

    private static bool Names(JsonObject statement, string role) =>
        (statement["Principal"] as JsonObject)?["AWS"] is { } principals && TemplatePolicies.Texts(principals).Contains(role);
}
