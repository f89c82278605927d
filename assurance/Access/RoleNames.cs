namespace CognitoStack.Assurance.Access;

/// <summary>Which deployed role is which of the environment file: of each way to a role, the first tells.</summary>
internal static class RoleNames
{
    /// <summary>ARNs of deployed roles, each with the way that leads to it.</summary>
    public static IEnumerable<(string Arn, Subject Way)> Of(IdentityExchange exchange, IEnumerable<Subject> ways) =>
        from way in ways.Where(w => w.Role is not null).DistinctBy(w => w.Role)
        let arn = exchange.RoleOf(way.Caller!)
        where arn is not null
        select (arn, way);
}
