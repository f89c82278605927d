using System.Text.Json.Nodes;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.CloudFormation;

/// <summary>What somebody has to acknowledge before a template with identities is deployed.</summary>
/// <remarks>Source: AWS CloudFormation API Reference, "CreateStack", parameter Capabilities
/// (https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html).</remarks>
internal static class Capabilities
{
    private const string Iam = "CAPABILITY_IAM",
        NamedIam = "CAPABILITY_NAMED_IAM";
    private static readonly string[] Names = ["GroupName", "ManagedPolicyName", "InstanceProfileName", "RoleName", "UserName"];

    /// <summary>The capabilities that a template needs; empty where it needs none.</summary>
    public static IReadOnlyList<string> Of(JsonObject template)
    {
        var identities = template["Resources"]!
            .AsObject()
            .Select(r => r.Value!.AsObject())
            .Where(r =>
                r["Type"]!.ToString()
                    is "AWS::IAM::AccessKey"
                        or "AWS::IAM::Group"
                        or "AWS::IAM::InstanceProfile"
                        or "AWS::IAM::ManagedPolicy"
                        or "AWS::IAM::Policy"
                        or "AWS::IAM::Role"
                        or "AWS::IAM::User"
                        or "AWS::IAM::UserToGroupAddition"
            )
            .ToList();
        return identities.Count == 0 ? []
            : identities.Any(i => i["Type"]!.ToString() != "AWS::IAM::Policy" && Names.Any(n => i["Properties"]?[n] is not null))
                ? [NamedIam]
            : [Iam];
    }

    /// <exception cref="AwsException"><c>InsufficientCapabilitiesException</c>.</exception>
    public static void Require(JsonObject template, IReadOnlyList<string> acknowledged)
    {
        if (Of(template) is [var needed] && !acknowledged.Contains(needed) && !(needed == Iam && acknowledged.Contains(NamedIam)))
            throw new AwsException("InsufficientCapabilitiesException", $"Requires capabilities : [{needed}]");
    }
}
