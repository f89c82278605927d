using CognitoStack.App;
using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.App;

/// <summary>Findings of the validator and of the rule pack, as the author of an environment file can use them.</summary>
public sealed class ValidationReportTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cognitostack-report-").FullName;

    [Theory]
    [InlineData("CognitoStack-live-Authentication/ClientWebApp/Resource", "$.clients['web-app']")]
    [InlineData("CognitoStack-live-Authentication/BrandingMobile/Resource", "$.branding")]
    [InlineData("CognitoStack-live-Authentication/ResourceServerOrders/Resource", "$.resourceServers.orders")]
    [InlineData("CognitoStack-live-Authentication/UserPool/Resource", "$.userPool")]
    [InlineData("CognitoStack-live-Authorization/Groupadmins/Resource", "$.groups.admins")]
    [InlineData("CognitoStack-live-Authorization/RoleVisitor/Resource", "$.access.roles.visitor")]
    [InlineData("CognitoStack-live-Storage/BucketUserMedia/Resource", "$.storage.buckets['user-media']")]
    [InlineData("CognitoStack-live-Storage/TableNotes/Resource", "$.storage.tables.notes")]
    [InlineData("CognitoStack-live-Storage/SomethingElse", "$")]
    public void A_finding_names_the_place_of_the_file_and_says_nothing_of_acknowledging(string construct, string place) =>
        Assert.Equal(
            [
                $"live.json: {place}: No such property ('X' was unexpected) (F3002, at {construct}, Properties.X). Change what the file says there; if it is right as it is, report it with the file.",
            ],
            Read("error", construct)
        );

    [Fact]
    public void A_warning_stops_nothing() => Assert.Empty(Read("warning", "CognitoStack-live-Authentication/UserPool/Resource"));

    [Fact]
    public void An_assembly_without_a_report_has_no_findings() =>
        Assert.Empty(ValidationReport.Read(folder, Given.Load(Environments.Production), "live.json"));

    private IReadOnlyList<string> Read(string severity, string construct)
    {
        File.WriteAllText(
            Path.Combine(folder, "validation-report.json"),
            $$"""
            { "pluginReports": [{ "pluginName": "CloudFormation Validate", "conclusion": "failure", "violations": [
              { "ruleName": "F3002", "description": "No such property ('X' was unexpected)", "severity": "{{severity}}",
                "violatingConstructs": [{ "constructPath": "{{construct}}", "cloudFormationResource": { "propertyPaths": ["Properties.X"] } }] }] }] }
            """
        );
        return ValidationReport.Read(folder, Given.Load(Environments.Production), "live.json");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
