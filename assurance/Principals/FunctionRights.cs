using CognitoStack.Assurance.Access;
using CognitoStack.Configuration;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Principals;

/// <summary>What gate, audit and migration may do is what their code calls for the file's settings: a role that may do more is a way around everything else.</summary>
internal static class FunctionRights
{
    /// <summary>Rights that no setting of the file needs, and rights at more than one place.</summary>
    public static IEnumerable<Difference> Of(EnvironmentConfiguration environment, Deployment deployment) =>
        ProjectFunction
            .Of(environment)
            // A function of the file's own has the rights that its team gives it.
            .Where(f => !environment.Triggers.ContainsKey(f.Trigger))
            .SelectMany(f => f.In(deployment.Templates) is { } function && f.RoleIn(deployment) is { } role ? Of(f, function, role) : []);

    private static IEnumerable<Difference> Of(ProjectFunction meant, Resource function, DeployedRole role)
    {
        foreach (var policy in role.Policies)
        foreach (var statement in policy.Statements.Where(s => s["Effect"]?.ToString() == "Allow"))
        foreach (var action in TemplatePolicies.Texts(statement["Action"]).DefaultIfEmpty("everything but some actions"))
            if (!meant.Calls.ContainsKey(action))
                yield return Right(action, policy.Name, "what its code calls for the file's settings", action);
            else if (TemplatePolicies.Texts(statement["Resource"]).Where(IsBroad).DefaultIfEmpty(null).First() is { } broad)
                yield return Right(action, policy.Name, "one place", broad);
            else if (
                meant.Pool is { } pool
                && meant.Calls[action] == meant.Setting
                && TemplatePolicies.Texts(statement["Resource"]).FirstOrDefault(arn => arn != pool) is { } other
            )
                yield return Right(action, policy.Name, $"{pool}, which {meant.Setting} names", other);
            else if (statement["NotResource"] is not null)
                yield return Right(action, policy.Name, "one place", "everywhere but some places");
        foreach (var unread in role.UnreadPolicies.Where(p => !p.IsBoundary))
            yield return Right("more than anybody can read here", role.Resource.LogicalId, "policies of the templates", $"{unread}");

        Difference Right(string action, string where, string expected, string actual) =>
            new(function.LogicalId, $"may {action}", where, expected, actual, string.Empty);
    }

    // The streams of one log group are many.
    private static bool IsBroad(string arn) => arn.Replace(":*", string.Empty, StringComparison.Ordinal).AsSpan().ContainsAny('*', '?');
}
