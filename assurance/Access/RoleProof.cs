using CognitoStack.Configuration;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Access;

/// <summary>Which token leads to which role: by default, by group, by rule, and by asking for one.</summary>
public static class RoleProof
{
    /// <summary>Name of the proof.</summary>
    public const string Name = "roles";

    /// <summary>Follows every way that the environment file knows.</summary>
    public static ProofResult Of(Intent intent, Deployment deployment)
    {
        var exchange = new IdentityExchange(deployment);
        var ways = new Cast(intent, deployment).Ways().ToList();
        var decisions = new List<Decision>();
        var differences = new List<Difference>();
        var names = Names(exchange, ways, differences);
        foreach (var way in ways)
        {
            var got = exchange.RoleOf(way.Caller!);
            var free = exchange.RolesToChooseFrom(way.Caller!);
            var chosen = intent.RolesToChooseFrom(way.Client, way.Caller!.Groups, way.Caller.Claims);
            // In the classic flow the client itself names the role, and every role for its kind of identity trusts it.
            var any = got is not null && deployment.IdentityPool.Text("AllowClassicFlow") == "true";
            foreach (var role in deployment.UserRoles)
            {
                var name = names.GetValueOrDefault(role.Resource.Arn);
                var gets = got == role.Resource.Arn;
                decisions.Add(New(way, role, "gets", gets, name is not null && way.Role == name));
                decisions.Add(
                    New(
                        way,
                        role,
                        "may ask for",
                        gets || any || free.Contains(role.Resource.Arn),
                        name is not null && (way.Role == name || chosen.Contains(name))
                    )
                );
            }

            if (got is null && way.Role is not null)
                differences.Add(new(way.Name, "gets", way.Role, "a role", "none", string.Empty));
        }

        return ProofResult.Of(Name, decisions, differences);
    }

    private static Dictionary<string, string> Names(IdentityExchange exchange, List<Subject> ways, List<Difference> differences)
    {
        var names = new Dictionary<string, string>();
        foreach (var (arn, way) in RoleNames.Of(exchange, ways))
        {
            if (!names.TryAdd(arn, way.Role!))
                differences.Add(
                    new(
                        way.Name,
                        "gets",
                        way.Role!,
                        $"a role of its own, as \"{way.Role}\" and \"{names[arn]}\" grant differently",
                        "the same role",
                        arn
                    )
                );
        }

        return names;
    }

    private static Decision New(Subject way, DeployedRole role, string action, bool allowed, bool expected) =>
        new()
        {
            Subject = way.Name,
            Role = way.Role,
            Action = action,
            Container = role.Resource.LogicalId,
            Label = "the role",
            Resource = role.Resource.Arn,
            Expected = expected,
            Allowed = allowed,
        };
}
