using Amazon.CDK.AWS.Cognito;
using CognitoStack.Configuration;
using Constructs;

namespace CognitoStack.Authorization;

/// <summary>A group of users (<c>AWS::Cognito::UserPoolGroup</c>).</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Adding groups to a user pool"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-user-groups.html).</remarks>
public sealed class UserGroup : Construct
{
    /// <summary>Makes the group.</summary>
    /// <param name="scope">Stack.</param>
    /// <param name="id">Construct id; a changed id loses the group's members.</param>
    /// <param name="props">What it is like.</param>
    public UserGroup(Construct scope, string id, UserGroupProps props)
        : base(scope, id)
    {
        _ = new CfnUserPoolGroup(
            this,
            "Resource",
            new CfnUserPoolGroupProps
            {
                UserPoolId = props.UserPoolId,
                GroupName = props.Name,
                Description = props.Configuration.Description,
                Precedence = props.Configuration.Precedence,
                RoleArn = props.Role?.RoleArn,
            }
        );
    }
}

/// <summary>What tells one group from another.</summary>
public sealed record UserGroupProps
{
    /// <summary>Name as it stands in tokens.</summary>
    public required string Name { get; init; }

    /// <summary>The group's part of the environment file.</summary>
    public required GroupConfiguration Configuration { get; init; }

    /// <summary>Pool of the members.</summary>
    public required string UserPoolId { get; init; }

    /// <summary>Role of the members, or null.</summary>
    public UserRole? Role { get; init; }
}
