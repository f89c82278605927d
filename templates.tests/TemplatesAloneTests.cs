using System.Text.Json.Nodes;

namespace CognitoStack.Templates.Tests;

/// <summary>Templates with nothing beside them: short names, and no guesses.</summary>
public sealed class TemplatesAloneTests
{
    [Theory]
    [InlineData("AWS::S3::Bucket", "files", "arn:aws:s3:::files")]
    [InlineData("AWS::DynamoDB::Table", "Files", "arn:aws:dynamodb:us-east-1:111122223333:table/Files")]
    [InlineData("AWS::Cognito::UserPool", "us-east-1_Files", "arn:aws:cognito-idp:us-east-1:111122223333:userpool/us-east-1_Files")]
    [InlineData(
        "AWS::Cognito::IdentityPool",
        "us-east-1:Files",
        "arn:aws:cognito-identity:us-east-1:111122223333:identitypool/us-east-1:Files"
    )]
    [InlineData("AWS::IAM::Role", "Files", "arn:aws:iam::111122223333:role/Files")]
    [InlineData("AWS::IAM::ManagedPolicy", "arn:aws:iam::111122223333:policy/Files", "arn:aws:iam::111122223333:policy/Files")]
    [InlineData("AWS::Glue::Trigger", "Files", "arn:aws:glue:us-east-1:111122223333:trigger/Files")]
    public void Names_are_logical_ids_without_their_hash(string type, string name, string arn)
    {
        var resource = Read($$"""{ "Files12AB34CD": { "Type": "{{type}}" } }""").Resources[0];
        Assert.Equal((name, arn), (resource.Name, resource.Arn));
    }

    [Theory]
    [InlineData("us-gov-west-1", "aws-us-gov", "cognito-identity-us-gov.amazonaws.com")]
    [InlineData("us-gov-east-1", "aws-us-gov", "cognito-identity.us-gov-east-1.amazonaws.com")]
    [InlineData("eu-west-1", "aws", "cognito-identity.amazonaws.com")]
    [InlineData("cn-north-1", "aws-cn", "cognito-identity.amazonaws.com")]
    [InlineData("eusc-de-east-1", "aws-eusc", "cognito-identity.amazonaws.com")]
    [InlineData("us-iso-east-1", "aws-iso", "cognito-identity.amazonaws.com")]
    [InlineData("us-isob-east-1", "aws-iso-b", "cognito-identity.amazonaws.com")]
    public void Partition_and_service_are_those_of_the_Region(string region, string partition, string service)
    {
        var set = TemplatesAlone.Read(
            new Dictionary<string, JsonObject>
            {
                ["One"] = Parse(
                    """{ "Resources": { "Role": { "Type": "AWS::IAM::Role", "Properties": { "Description": { "Ref": "AWS::Partition" } } } } }"""
                ),
            },
            region: region
        );
        Assert.Equal(
            (partition, service, $"arn:{partition}:iam::111122223333:role/Role", partition),
            (set.Partition, set.Identities, set.Resources[0].Arn, set.Resources[0].Text("Description"))
        );
    }

    [Fact]
    public void What_nobody_asks_for_need_not_be_understood()
    {
        var set = Read(
            """{ "Odd": { "Type": "AWS::IAM::Role", "Properties": { "RoleName": "odd", "Description": { "Fn::Cidr": ["10.0.0.0/8", 1, 8] } } }, "Other": { "Type": "AWS::SNS::Topic", "Properties": { "TopicName": { "Fn::GetAtt": ["Odd", "Arn"] } } } }"""
        );
        Assert.Equal("arn:aws:iam::111122223333:role/odd", set.OfType("AWS::SNS::Topic").Single().Text("TopicName"));
        Assert.Contains(
            "Fn::Cidr is not understood here",
            Assert.Throws<TemplateException>(() => set.Find("AWS::IAM::Role", "odd")!.Properties).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_name_that_is_not_understood_is_not_made_up() =>
        Assert.Contains(
            "Fn::Cidr is not understood here",
            Assert
                .Throws<TemplateException>(() =>
                    Read("""{ "Odd": { "Type": "AWS::IAM::Role", "Properties": { "RoleName": { "Fn::Cidr": [] } } } }""")
                )
                .Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void References_to_secrets_stay_as_they_are() =>
        Assert.Equal(
            "{{resolve:secretsmanager:google}}",
            Read("""{ "Provider": { "Type": "AWS::SNS::Topic", "Properties": { "DisplayName": "{{resolve:secretsmanager:google}}" } } }""")
                .Resources[0]
                .Text("DisplayName")
        );

    [Fact]
    public void A_circle_cannot_be_made() =>
        Assert.Contains(
            "circular reference: One/A → One/B → One/A",
            Read(
                """{ "A": { "Type": "AWS::SNS::Topic", "Properties": { "DisplayName": { "Ref": "B" } } }, "B": { "Type": "AWS::SNS::Topic", "Properties": { "DisplayName": { "Ref": "A" } } } }"""
            )
                .Resources[0]
                .Flaw,
            StringComparison.Ordinal
        );

    [Fact]
    public void Policies_that_no_template_holds_are_named()
    {
        var set = Read(
            """
            { "Own": { "Type": "AWS::IAM::ManagedPolicy", "Properties": { "PolicyDocument": { "Statement": [] } } },
              "Role": { "Type": "AWS::IAM::Role", "Properties": { "ManagedPolicyArns": [{ "Ref": "Own" }, "arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::111122223333:policy/elsewhere"], "PermissionsBoundary": "arn:aws:iam::111122223333:policy/wall" } } }
            """
        );
        var policies = TemplatePolicies.OfRole(set, set.OfType("AWS::IAM::Role").Single());
        Assert.Equal("Own", Assert.Single(policies.Read).Name);
        Assert.Equal(
            [
                "the managed policy arn:aws:iam::aws:policy/ReadOnlyAccess",
                "the managed policy arn:aws:iam::111122223333:policy/elsewhere",
                "a permissions boundary",
            ],
            policies.Unread.Select(u => u.ToString())
        );
    }

    [Fact]
    public void A_bucket_with_two_policies_is_rejected()
    {
        var set = Read(
            """
            { "Files": { "Type": "AWS::S3::Bucket" }, "One": { "Type": "AWS::S3::BucketPolicy", "Properties": { "Bucket": { "Ref": "Files" }, "PolicyDocument": {} } },
              "Two": { "Type": "AWS::S3::BucketPolicy", "Properties": { "Bucket": "files", "PolicyDocument": {} } } }
            """
        );
        Assert.Equal(
            "One: Files: 2 policies are for this bucket: One, Two. The last one deployed would win.",
            Assert.Throws<TemplateException>(() => TemplatePolicies.OfResource(set, set.Resources[0])).Message
        );
    }

    private static TemplateSet Read(string resources) =>
        TemplatesAlone.Read(new Dictionary<string, JsonObject> { ["One"] = Parse($$"""{ "Resources": {{resources}} }""") });

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
