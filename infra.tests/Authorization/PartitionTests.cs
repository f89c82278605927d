using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.Authorization;

/// <summary>Outside the commercial partition AWS has other names, and a template with the wrong ones trusts nobody.</summary>
[Collection(SynthesisCollection.Name)]
public sealed class PartitionTests(Synthesis synthesis)
{
    public static TheoryData<string, string, string> GovCloud =>
        new()
        {
            { OtherEnvironments.GovCloudWest, "us-gov-west-1", "cognito-identity-us-gov.amazonaws.com" },
            { OtherEnvironments.GovCloudEast, "us-gov-east-1", "cognito-identity.us-gov-east-1.amazonaws.com" },
        };

    [Theory]
    [MemberData(nameof(GovCloud))]
    public void A_role_trusts_the_identity_service_of_its_Region(string environment, string region, string service)
    {
        var roles = synthesis.Of(environment).Properties(TemplateJson.Authorization, "AWS::IAM::Role");
        Assert.Equal(2, roles.Count);
        Assert.All(
            roles,
            role =>
                Assert.All(
                    role["AssumeRolePolicyDocument"]!["Statement"]!.AsArray(),
                    statement =>
                    {
                        Assert.Equal(service, statement!["Principal"]!["Federated"]!.ToString());
                        Assert.NotNull(statement["Condition"]!["StringEquals"]![$"{service}:aud"]);
                        Assert.NotNull(statement["Condition"]!["ForAnyValue:StringLike"]![$"{service}:amr"]);
                    }
                )
        );
        Assert.StartsWith(
            "https://<AWS::Cognito::UserPoolDomain>.auth-fips." + region + ".amazoncognito.com/",
            synthesis.Of(environment).Outputs(TemplateJson.Authentication)["SignInUrl"],
            StringComparison.Ordinal
        );
    }

    [Theory]
    [MemberData(nameof(GovCloud))]
    public void A_place_of_ones_own_is_made_of_the_variable_of_the_Region(string environment, string region, string service)
    {
        var template = synthesis
            .Of(environment)
            .Json(TemplateJson.Authorization)
            .ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        Assert.Contains($"users/${{{service}:sub}}/*", template, StringComparison.Ordinal);
        Assert.Contains($"s3.{region}.amazonaws.com", template, StringComparison.Ordinal);
        Assert.DoesNotContain("cognito-identity.amazonaws.com", template, StringComparison.Ordinal);
        Assert.DoesNotContain("\"arn:aws:", template, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_roles_are_short_where_identity_pools_need_it()
    {
        var names = synthesis
            .Of(OtherEnvironments.GovCloudEast)
            .Properties(TemplateJson.Authorization, "AWS::IAM::Role")
            .Select(r => r["RoleName"]!.ToString())
            .ToList();
        Assert.All(names, name => Assert.Matches("^(member|visitor)-[0-9a-f]{8}$", name));
        Assert.Equal(2, names.Distinct().Count());
        Assert.All(
            synthesis.Of(OtherEnvironments.GovCloudWest).Properties(TemplateJson.Authorization, "AWS::IAM::Role"),
            role => Assert.Null(role["RoleName"])
        );
    }
}
