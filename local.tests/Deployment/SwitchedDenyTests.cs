using CognitoStack.Local.Access;
using CognitoStack.Tests.Support;

namespace CognitoStack.Local.Tests.Deployment;

/// <summary>What a condition switches off decides nothing here, as it decides nothing in the proofs.</summary>
public sealed class SwitchedDenyTests : IDisposable
{
    private readonly Bench bench = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_refusal_is_there_where_its_condition_holds(bool isOn)
    {
        using var deployer = bench.With((SwitchedDeny.Stack, SwitchedDeny.Template(isOn))).Deployer();
        await deployer.DeployAsync(bench.Assembly);
        var deployed = deployer.Current;
        var session = new RoleSession
        {
            RoleArn = deployed.Find("AWS::IAM::Role", "Reader")!.Arn,
            SessionName = "any",
            Expires = DateTimeOffset.MaxValue,
        };
        Assert.Equal(isOn, Policies.OfResource(deployed.Find("AWS::S3::Bucket", "files")!, deployed, session) is not null);
        Assert.Equal(
            isOn ? ["Allow", "Deny", "Deny"] : ["Allow"],
            SwitchedDeny.Effects(Policies.Of(session, deployed).SelectMany(p => TemplatePolicies.Statements(p.Document)))
        );
        Assert.Equal(isOn, deployed.Output("Policy") is not null);
    }

    public void Dispose() => bench.Dispose();
}
