using System.Text.Json.Nodes;
using CognitoStack.Local.Coverage;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Parameters;
using CognitoStack.Local.Providers;

namespace CognitoStack.Local.Tests.Deployment;

/// <summary>The templates of every environment that the project ships, as the snapshots have them.</summary>
public sealed class ShippedEnvironmentTests : IDisposable
{
    private readonly Bench bench = new();

    public static TheoryData<string> Environments => ["dev", "staging", "prod", "local"];

    [Theory]
    [MemberData(nameof(Environments))]
    public async Task Every_reference_is_resolved(string environment)
    {
        var deployed = await DeployAsync(environment);

        Assert.All(deployed.Resources, r => Assert.Empty(Functions(r.Properties)));
        Assert.Equal(ShippedTemplates.Of(environment).Sum(t => t.Template["Resources"]!.AsObject().Count), deployed.Resources.Count);
        Assert.Equal(
            ShippedTemplates.Of(environment).Select(t => t.Template["Outputs"]?.AsObject().Count ?? 0),
            deployed.Outputs.Values.Select(o => o.Count)
        );
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public async Task Stacks_know_the_resources_of_each_other(string environment)
    {
        var deployed = await DeployAsync(environment);
        var pool = deployed.OfType("AWS::Cognito::UserPool").Single();
        var identities = deployed.OfType("AWS::Cognito::IdentityPool").Single();

        Assert.All(
            identities.Properties["CognitoIdentityProviders"]!.AsArray(),
            p =>
            {
                Assert.Equal(pool.Attributes["ProviderName"], p!["ProviderName"]!.ToString());
                Assert.NotNull(deployed.Find("AWS::Cognito::UserPoolClient", p["ClientId"]!.ToString()));
            }
        );
        Assert.Equal(identities.Name, deployed.Outputs[$"CognitoStack-{environment}-Authorization"]["IdentityPoolId"]);
        Assert.All(
            pool.Properties["LambdaConfig"]!.AsObject(),
            trigger => Assert.Equal("AWS::Lambda::Function", deployed.FindByArn(trigger.Value!.ToString())?.Type)
        );
        Assert.All(deployed.OfType("AWS::S3::BucketPolicy"), p => Assert.NotNull(deployed.Find("AWS::S3::Bucket", p.Text("Bucket")!)));
        Assert.All(
            deployed.OfType("AWS::IAM::Policy"),
            p => Assert.All(p.Properties["Roles"]!.AsArray(), r => Assert.NotNull(deployed.Find("AWS::IAM::Role", r!.ToString())))
        );
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public async Task Every_property_of_the_types_without_a_part_of_their_own_is_in_a_list(string environment)
    {
        var deployed = await DeployAsync(environment);
        ISupports[] parts = [new OtherTypes(), new ParameterSupport()];
        var own = parts.SelectMany(p => p.Types).Select(t => t.Type).ToHashSet();

        var rows = new SupportTable(parts).Rows(deployed).Where(r => own.Contains(r.Type)).ToList();

        Assert.Contains(rows, r => r.Type == "AWS::IAM::Role");
        Assert.All(rows, r => Assert.Empty(r.Unknown));
    }

    [Fact]
    public async Task The_secrets_of_identity_providers_are_not_needed()
    {
        var deployed = await DeployAsync("prod");

        Assert.Empty(deployed.Omissions);
        var secrets = deployed
            .OfType("AWS::Cognito::UserPoolIdentityProvider")
            .Select(p => p.Properties["ProviderDetails"]!)
            .Select(d => (d["client_secret"] ?? d["private_key"])?.ToString())
            .OfType<string>()
            .ToList();
        Assert.Equal(2, secrets.Count);
        Assert.All(secrets, s => Assert.True(ProviderSecrets.IsMissing(s)));
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public async Task Another_deployment_changes_nothing(string environment)
    {
        var before = await DeployAsync(environment);

        Assert.Empty(Changes.Between(before, await bench.DeployAsync()));
    }

    public void Dispose() => bench.Dispose();

    private static IEnumerable<string> Functions(JsonNode? node) =>
        node switch
        {
            JsonObject o => o.Where(p => p.Key == "Ref" || p.Key.StartsWith("Fn::", StringComparison.Ordinal))
                .Select(p => p.Key)
                .Concat(o.SelectMany(p => Functions(p.Value))),
            JsonArray a => a.SelectMany(Functions),
            _ => [],
        };

    private Task<Deployed> DeployAsync(string environment) => ShippedTemplates.DeployAsync(bench, environment);
}
