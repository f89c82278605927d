using Amazon.CDK.AWS.Cognito;
using CognitoStack.Configuration;
using Constructs;

namespace CognitoStack.Authorization;

/// <summary>A group of users (<c>AWS::Cognito::UserPoolGroup</c>).</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Adding groups to a user pool".</remarks>
public sealed class UserGroup : Construct
{
    /// <summary>Makes the group.</summary>
    /// <param name="scope">Stack.</param>
    /// <param name="id">Construct id; a changed id loses the group's members.</param>
    /// <param name="name">Name as it stands in tokens.</param>
    /// <param name="configuration">The group's part of the environment file.</param>
    /// <param name="userPoolId">Pool of the members.</param>
    /// <param name="role">Role of the members, or null.</param>
    public UserGroup(Construct scope, string id, string name, GroupConfiguration configuration, string userPoolId, UserRole? role)
        : base(scope, id)
    {
        _ = new CfnUserPoolGroup(
            this,
            "Resource",
            new CfnUserPoolGroupProps
            {
                UserPoolId = userPoolId,
                GroupName = name,
                Description = configuration.Description,
                Precedence = configuration.Precedence,
                RoleArn = role?.RoleArn,
            }
        );
    }
}
