using System.Text.Json.Nodes;
using CognitoStack.Assurance.Access;
using CognitoStack.Iam;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Symbolic;

/// <summary>Every statement that speaks of a role's sessions, as regions: their own policies, what is left of guests' sessions, and the policies of resources.</summary>
/// <param name="deployment">What the templates say.</param>
/// <param name="role">The role.</param>
/// <param name="resources">Resources with policies.</param>
internal sealed class RolePolicyRegions(Deployment deployment, UserRole role, IReadOnlyList<GuardedResource> resources)
{
    private readonly PolicyReader reader = new(deployment.Templates.Identities);

    /// <summary>What is allowed: by the role, as far as a guest's session leaves it, or by a resource to the role itself.</summary>
    public IEnumerable<Region> Allowed(Side side)
    {
        var own = role.Role.Policies.SelectMany(p => reader.Read(p, "Allow", side));
        var left = role.IsGuests ? reader.Read(new(Session.OfGuests, GuestSessionPolicy.Document()), "Allow", side).ToList() : null;
        return
        [
            .. left is null ? own : own.SelectMany(region => left.Select(l => region.And(l.Literals))),
            .. resources.SelectMany(r => r.Read(reader, "Allow", side, NamesTheRole)).Select(ToTheRole),
        ];
    }

    /// <summary>What is denied, wherever it is said.</summary>
    public IEnumerable<Region> Denied(Side side) =>
        [
            .. role.Role.Policies.SelectMany(p => reader.Read(p, "Deny", side)),
            .. resources
                .SelectMany(r => r.Read(reader, "Deny", side, s => NamesTheRole(s) || (side == Side.Wide && NamesItsAccount(s))))
                .Select(ToTheRole),
        ];

    /// <summary>Who may take on the role, or may not.</summary>
    public IEnumerable<Region> Trust(string effect, Side side) =>
        reader.Read(new($"trust of {role.Role.Resource.LogicalId}", role.Role.Trust), effect, side);

    private static Region ToTheRole(Region region) =>
        region with
        {
            Literals = [.. region.Literals.Where(l => l.Key != StatementReader.Principal)],
        };

    private bool NamesTheRole(JsonObject statement) =>
        statement["NotPrincipal"] is not null || Principals(statement).Any(p => p == "*" || p == role.Role.Resource.Arn);

    private bool NamesItsAccount(JsonObject statement) =>
        Principals(statement)
            .Any(p =>
                p == deployment.Templates.Account || p == $"arn:{deployment.Templates.Partition}:iam::{deployment.Templates.Account}:root"
            );

    private static IEnumerable<string> Principals(JsonObject statement) =>
        statement["Principal"] is JsonObject kinds ? TemplatePolicies.Texts(kinds["AWS"]) : TemplatePolicies.Texts(statement["Principal"]);
}

/// <summary>A resource with a policy, which speaks of it and of what is in it.</summary>
internal sealed record GuardedResource(Resource Resource, JsonObject Policy)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<GuardedResource> AllOf(TemplateSet templates) =>
        [
            .. from resource in templates.Resources
            let policy = TemplatePolicies.OfResource(templates, resource)
            where policy is not null
            select new GuardedResource(resource, policy),
        ];

    /// <summary>What its policy's statements of one effect speak of.</summary>
    public IEnumerable<Region> Read(PolicyReader reader, string effect, Side side, Func<JsonObject, bool>? isMeant = null) =>
        reader.Read(new($"policy of {Resource.LogicalId}", Policy), effect, side, isMeant).Select(region => Within(region, side));

    /// <summary>What a variable stands for may be within the resource whatever its name is.</summary>
    private Region Within(Region region, Side side) =>
        side == Side.Wide && region.Literals.Any(l => l.Key == StatementReader.Resource && l.Variables.Any())
            ? region
            : region.And([
                new(
                    StatementReader.Resource,
                    Quantifier.Any,
                    new TextTest([Pattern.Of(Resource.Arn), Pattern.Of($"{Resource.Arn}/") + Pattern.Anything])
                ),
            ]);
}
