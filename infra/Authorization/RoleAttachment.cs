using Amazon.CDK.AWS.Cognito;
using CognitoStack.Configuration;
using Constructs;

namespace CognitoStack.Authorization;

/// <summary>Which role a user gets (<c>AWS::Cognito::IdentityPoolRoleAttachment</c>).</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Using role-based access control".</remarks>
public sealed class RoleAttachment : Construct
{
    /// <summary>Makes the attachment.</summary>
    public RoleAttachment(Construct scope, string id, RoleAttachmentProps props)
        : base(scope, id)
    {
        var roles = new Dictionary<string, string>();
        if (props.Authenticated is not null) roles["authenticated"] = props.Authenticated.RoleArn;
        if (props.Guests is not null) roles["unauthenticated"] = props.Guests.RoleArn;
        _ = new CfnIdentityPoolRoleAttachment(this, "Resource", new CfnIdentityPoolRoleAttachmentProps
        {
            IdentityPoolId = props.IdentityPool.IdentityPoolId,
            Roles = roles,
            RoleMappings = props.RolesFromGroups ? Mappings(props) : null,
        });
    }

    /// <summary>One mapping for each client: the mapping's own key must be known at synthesis, the provider's name is not.</summary>
    private static Dictionary<string, object> Mappings(RoleAttachmentProps props) =>
        props.Tokens.ClientIds.ToDictionary(client => client.Key, client => (object)new CfnIdentityPoolRoleAttachment.RoleMappingProperty
        {
            IdentityProvider = $"{props.Tokens.ProviderName}:{client.Value}",
            Type = "Token",
            AmbiguousRoleResolution = props.Ambiguous == AmbiguousRole.Deny ? "Deny" : "AuthenticatedRole",
        });
}

/// <summary>What decides about roles.</summary>
public sealed record RoleAttachmentProps
{
    /// <summary>Identity pool that gives the roles.</summary>
    public required IdentityPool IdentityPool { get; init; }

    /// <summary>Whose tokens name groups and roles.</summary>
    public required TokenSource Tokens { get; init; }

    /// <summary>Role of a user who gets no other.</summary>
    public required UserRole? Authenticated { get; init; }

    /// <summary>Role of guests.</summary>
    public required UserRole? Guests { get; init; }

    /// <summary>Whether any group has a role. Where none has, every user gets the authenticated role, and there is nothing to map.</summary>
    public required bool RolesFromGroups { get; init; }

    /// <summary>What a token without a clear role gets.</summary>
    public required AmbiguousRole Ambiguous { get; init; }
}
