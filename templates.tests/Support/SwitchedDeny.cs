using System.Text.Json.Nodes;

namespace CognitoStack.Tests.Support;

/// <summary>A bucket, and a role that reads it, beside refusals that a condition switches on or off: of a policy as a whole, and of single statements.
/// Whoever reads templates must see the same of it.</summary>
internal static class SwitchedDeny
{
    /// <summary>Name of the stack.</summary>
    public const string Stack = "One";

    /// <summary>The template.</summary>
    /// <param name="isOn">Whether the condition holds.</param>
    public static string Template(bool isOn) =>
        $$"""
            {
              "Conditions": { "IsOn": { "Fn::Equals": ["on", "{{(isOn ? "on" : "off")}}"] } },
              "Resources": {
                "Files": { "Type": "AWS::S3::Bucket", "Properties": { "BucketName": "files" } },
                "FilesPolicy": { "Type": "AWS::S3::BucketPolicy", "Condition": "IsOn", "Properties": { "Bucket": { "Ref": "Files" }, "PolicyDocument": {
                  "Version": "2012-10-17", "Statement": [{ "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*" }] } } },
                "Reader": { "Type": "AWS::IAM::Role", "Properties": { "RoleName": "Reader",
                  "AssumeRolePolicyDocument": { "Version": "2012-10-17", "Statement": [] },
                  "Policies": [{ "PolicyName": "Access", "PolicyDocument": { "Version": "2012-10-17", "Statement": [
                    { "Effect": "Allow", "Action": "s3:GetObject", "Resource": { "Fn::Sub": "${Files.Arn}/*" } },
                    { "Fn::If": ["IsOn", { "Effect": "Deny", "Action": "s3:GetObject", "Resource": "*" }, { "Ref": "AWS::NoValue" }] }] } }] } },
                "Attached": { "Type": "AWS::IAM::Policy", "Condition": "IsOn", "Properties": { "PolicyName": "Attached", "Roles": [{ "Ref": "Reader" }], "PolicyDocument": {
                  "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:*", "Resource": "*" } } } }
              },
              "Outputs": { "Policy": { "Condition": "IsOn", "Value": { "Ref": "FilesPolicy" } }, "Bucket": { "Value": { "Ref": "Files" } } }
            }
            """;

    /// <summary>The effects of statements, in their order.</summary>
    public static IEnumerable<string> Effects(IEnumerable<JsonObject> statements) => statements.Select(s => s["Effect"]!.ToString());
}
