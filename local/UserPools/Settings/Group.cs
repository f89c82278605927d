using CognitoStack.Local.Deployment;

namespace CognitoStack.Local.UserPools.Settings;

/// <summary>A group of a user pool: <c>AWS::Cognito::UserPoolGroup</c>, or one that the API made. Who is in it is kept with the users.</summary>
internal sealed record Group(string Name, string? Description, int? Precedence, string? RoleArn)
{
    /// <summary>When the API made it; null for one that is deployed.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>When the API changed it.</summary>
    public DateTimeOffset? Modified { get; init; }

    public static Group Of(Resource resource) =>
        new(
            resource.Text("GroupName") ?? resource.Name,
            resource.Text("Description"),
            resource.Properties["Precedence"].Number(),
            resource.Text("RoleArn")
        );
}

/// <summary>A scope of a resource server, as tokens name it: <c>identifier/name</c>.</summary>
internal sealed record ResourceServer(string Identifier, IReadOnlyList<string> Scopes)
{
    public static ResourceServer Of(Resource resource)
    {
        var identifier = resource.Text("Identifier") ?? resource.Name;
        return new(identifier, [.. resource.Properties["Scopes"].Objects().Select(s => $"{identifier}/{s["ScopeName"]}")]);
    }
}
