using CognitoStack.Local.Deployment;

namespace CognitoStack.Local.Coverage;

/// <summary>Types that are data for other parts of the host, or for nobody here.</summary>
internal sealed class OtherTypes : ISupports
{
    private const string NoUsers = "there are no IAM users and groups here";

    /// <inheritdoc/>
    public IEnumerable<Support> Types =>
        [
            new(
                "AWS::IAM::Role",
                [
                    "AssumeRolePolicyDocument",
                    "Description",
                    "ManagedPolicyArns",
                    "MaxSessionDuration",
                    "Path",
                    "Policies",
                    "RoleName",
                    "Tags",
                ],
                new Dictionary<string, string>
                {
                    ["PermissionsBoundary"] = "boundaries are not read here, so a role with one may do nothing",
                }
            ),
            new("AWS::IAM::Policy", ["PolicyDocument", "PolicyName", "Roles"], Ignoring(NoUsers, "Groups", "Users")),
            new("AWS::IAM::RolePolicy", ["PolicyDocument", "PolicyName", "RoleName"], new Dictionary<string, string>()),
            new(
                "AWS::IAM::ManagedPolicy",
                ["Description", "ManagedPolicyName", "Path", "PolicyDocument", "Roles"],
                Ignoring(NoUsers, "Groups", "Users")
            ),
            Support.None("AWS::CDK::Metadata", "counted by AWS alone"),
            Support.None("AWS::CloudWatch::Dashboard", "metrics can be read here, but are not drawn"),
            Support.None("AWS::ECR::Repository", "images are neither pushed nor run here"),
            Support.None("AWS::Lambda::EventInvokeConfig", "a function that nobody waits for is called once"),
            Support.None("AWS::Logs::ResourcePolicy", "nobody but this host writes logs here"),
        ];

    private static Dictionary<string, string> Ignoring(string because, params string[] properties) =>
        properties.ToDictionary(p => p, _ => because);
}
