using CognitoStack.Tests.Support;

namespace CognitoStack.Tests;

/// <summary>CloudFormation knows a resource by its logical ID alone: under another one, the old resource is deleted with all that is in it.</summary>
[Collection(SynthesisCollection.Name)]
public sealed class StableLogicalIdTests(Synthesis synthesis)
{
    [Theory]
    [InlineData("Authentication", "AWS::Cognito::UserPool", "UserPool6BA7E5F2")]
    [InlineData("Authentication", "AWS::Cognito::UserPoolDomain", "Domain66AC69E0")]
    [InlineData(
        "Authentication",
        "AWS::Cognito::UserPoolClient",
        "ClientBatch72222BDB,ClientMobileED9F3FA9,ClientPortal84067FA9,ClientWeb1A177FEC"
    )]
    [InlineData(
        "Authentication",
        "AWS::Cognito::UserPoolIdentityProvider",
        "ProviderCorpAC3C27A7,ProviderGoogle6C7B4E5B,ProviderSignInWithAppleA51C143B"
    )]
    [InlineData("Authentication", "AWS::Cognito::UserPoolResourceServer", "ResourceServerOrdersEFC90F7A")]
    [InlineData("Authentication", "AWS::DynamoDB::Table", "SignInAuditTable932B6A4D,SignInGateDenyList0BE31A5A")]
    [InlineData(
        "Authentication",
        "AWS::Logs::LogGroup",
        "SignInAuditPostAuthenticationLogsE754EE95,SignInGatePreAuthenticationLogsCE5212BA"
    )]
    [InlineData("Storage", "AWS::S3::Bucket", "AccessLogs247031D9,BucketFilesD63CDC45")]
    [InlineData("Storage", "AWS::DynamoDB::Table", "TableNotes07550419")]
    [InlineData("Authorization", "AWS::Cognito::IdentityPool", "IdentityPoolEC8A1A0D")]
    [InlineData("Authorization", "AWS::Cognito::UserPoolGroup", "Groupadmins8B81EE5F,GrouppartnersF8846BC4")]
    [InlineData(
        "Operations",
        "AWS::Logs::LogGroup",
        "VendedLogsFirewall79494593,VendedLogsNotificationErrors45ABCF75,VendedLogsUserActivityB3611081"
    )]
    [InlineData("Operations", "AWS::KMS::Key", "AlarmTopicKeyBA1A4AA7")]
    public void Stateful_resources_keep_their_logical_id(string stack, string type, string expected)
    {
        var ids = synthesis.Shipped("prod").Json(stack)["Resources"]!
            .AsObject()
            .Where(r => r.Value!["Type"]!.GetValue<string>() == type)
            .Select(r => r.Key)
            .Order(StringComparer.Ordinal);
        Assert.Equal(expected, string.Join(',', ids));
    }

    [Fact]
    public void Every_stateful_resource_is_pinned_above()
    {
        string[] stateful =
        [
            "AWS::Cognito::UserPool",
            "AWS::Cognito::UserPoolDomain",
            "AWS::Cognito::UserPoolClient",
            "AWS::Cognito::UserPoolIdentityProvider",
            "AWS::Cognito::UserPoolResourceServer",
            "AWS::Cognito::UserPoolGroup",
            "AWS::Cognito::IdentityPool",
            "AWS::DynamoDB::Table",
            "AWS::S3::Bucket",
            "AWS::Logs::LogGroup",
            "AWS::KMS::Key",
        ];
        var pinned = typeof(StableLogicalIdTests)
            .GetMethod(nameof(Stateful_resources_keep_their_logical_id))!
            .GetCustomAttributesData()
            .Where(a => a.AttributeType == typeof(InlineDataAttribute))
            .Select(a => (IReadOnlyCollection<System.Reflection.CustomAttributeTypedArgument>)a.ConstructorArguments[0].Value!)
            .Select(a => (a.First().Value, a.Skip(1).First().Value))
            .ToHashSet();
        foreach (var stack in synthesis.Shipped("prod").Stacks)
        foreach (var (id, resource) in synthesis.Shipped("prod").Json(stack)["Resources"]!.AsObject())
            if (stateful.Contains(resource!["Type"]!.GetValue<string>()))
                Assert.True(
                    pinned.Contains((stack, resource["Type"]!.GetValue<string>())),
                    $"{stack}/{id} is stateful, and its logical ID is not pinned."
                );
    }
}
