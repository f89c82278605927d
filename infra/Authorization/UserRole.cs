using System.Security.Cryptography;
using System.Text;
using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using CognitoStack.Common;
using CognitoStack.Configuration;
using Constructs;

namespace CognitoStack.Authorization;

/// <summary>A role that the identity pool gives to users (<c>AWS::IAM::Role</c>).</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Role trust and permissions"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/iam-roles.html#role-trust-and-permissions).</remarks>
public sealed class UserRole : Construct
{
    /// <summary>Makes the role.</summary>
    public UserRole(Construct scope, string id, UserRoleProps props)
        : base(scope, id)
    {
        Resource = new Role(
            this,
            "Resource",
            new RoleProps
            {
                Description = props.Kind == IdentityKind.Unauthenticated ? $"Guests: {props.Name}" : $"Users: {props.Name}",
                RoleName = props.Region.LongestRoleName is { } longest ? ShortName(props.Name, longest) : null,
                AssumedBy = props.CarriesTags ? Trust(props).WithSessionTags() : Trust(props),
                MaxSessionDuration = Duration.Minutes(props.SessionMinutes),
                InlinePolicies =
                    props.Statements.Count == 0
                        ? null
                        : new Dictionary<string, PolicyDocument>
                        {
                            ["Access"] = new(new PolicyDocumentProps { Statements = [.. props.Statements] }),
                        },
            }
        );
        foreach (var resource in props.Statements.SelectMany(s => s.Resources).Where(r => r.EndsWith('*')))
            Accepted.Wildcard(
                Resource,
                resource,
                "The wildcard ends a granted prefix: the objects below it are what the grant names (access.roles)."
            );
    }

    /// <summary>The role.</summary>
    public Role Resource { get; }

    /// <summary>ARN of the role.</summary>
    public string RoleArn => Resource.RoleArn;

    /// <summary>Only this identity pool, and only for the one kind of identity: without the second half a guest could take on a user's role.</summary>
    private static WebIdentityPrincipal Trust(UserRoleProps props) =>
        new(
            props.Region.IdentityService,
            new Dictionary<string, object>
            {
                ["StringEquals"] = new Dictionary<string, object>
                {
                    [$"{props.Region.IdentityService}:aud"] = props.IdentityPool.IdentityPoolId,
                },
                ["ForAnyValue:StringLike"] = new Dictionary<string, object>
                {
                    [$"{props.Region.IdentityService}:amr"] =
                        props.Kind == IdentityKind.Unauthenticated ? "unauthenticated" : "authenticated",
                },
            }
        );

    /// <summary>A name of the account's own for the role: as much of the role's as there is room for, and a hash of stack and role.</summary>
    private string ShortName(string role, int longest)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Stack.Of(this).StackName}/{role}")))[..8];
        return $"{role[..Math.Min(role.Length, longest - hash.Length - 1)]}-{hash}";
    }
}

/// <summary>Kinds of identities (<c>amr</c> of the identity pool's token).</summary>
public enum IdentityKind
{
    /// <summary>Signed in.</summary>
    Authenticated,

    /// <summary>A guest.</summary>
    Unauthenticated,
}

/// <summary>What tells one role from another.</summary>
public sealed record UserRoleProps
{
    /// <summary>Name in the environment file.</summary>
    public required string Name { get; init; }

    /// <summary>Identity pool that gives the role.</summary>
    public required IdentityPool IdentityPool { get; init; }

    /// <summary>Who gets it.</summary>
    public required IdentityKind Kind { get; init; }

    /// <summary>Whether sessions carry principal tags, which the trust policy must allow.</summary>
    public required bool CarriesTags { get; init; }

    /// <summary>What it may do.</summary>
    public required IReadOnlyList<PolicyStatement> Statements { get; init; }

    /// <summary>Region of the identity pool.</summary>
    public required AwsRegion Region { get; init; }

    /// <summary>Longest session, 60 to 720 minutes.</summary>
    public required int SessionMinutes { get; init; }
}
