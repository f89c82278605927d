using CognitoStack.Assurance.Access;
using CognitoStack.Assurance.Principals;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Readers;

/// <summary>What services of AWS and others may do by the policies of places: write a log, send an alarm, and read nothing. Roles of the templates are
/// for <see cref="RoleReaders"/>.</summary>
internal static class DoorReaders
{
    private const string Role = "AWS::IAM::Role";

    /// <summary>Whoever is let in without a reason, or to more than their reason needs.</summary>
    public static IEnumerable<Difference> Of(Deployment deployment)
    {
        var reasons = new Reasons(deployment);
        // Who takes on roles is for the proof "principals".
        foreach (var door in deployment.Templates.Resources.Where(r => r.Type != Role).SelectMany(Door.Of))
        foreach (var principal in door.Principals)
        {
            if (reasons.Against(door, principal) is { } against)
                yield return Differs(door, principal, "nobody without a reason", against);
            else if (principal.Kind == "Service")
            {
                var needed = Reasons.Needs(door, principal.Value);
                foreach (
                    var action in TemplatePolicies
                        .Texts(door.Statement["Action"])
                        .DefaultIfEmpty("everything but some actions")
                        .Where(a => !needed.Contains(a, StringComparer.OrdinalIgnoreCase))
                )
                    yield return Differs(door, principal, $"what it is there for: {string.Join(", ", needed)}", action);
            }
        }
    }

    private static Difference Differs(Door door, Principal principal, string expected, string got) =>
        new(
            principal.ToString(),
            "may read, or have sent to it,",
            $"what {door.Resource.LogicalId} speaks of (statement {door.Index})",
            expected,
            got,
            door.Statement.ToJsonString()
        );
}
