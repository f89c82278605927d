using CognitoStack.Local.Access;
using CognitoStack.Local.Coverage;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;
using CognitoStack.Local.Parameters;
using CognitoStack.Local.Tests.Access;
using Microsoft.Extensions.DependencyInjection;

namespace CognitoStack.Local.Tests.Deployment;

public sealed class RegistrationTests : IDisposable
{
    private readonly Bench bench = new();

    [Fact]
    public async Task Parts_that_ask_for_the_deployment_are_asked_by_it()
    {
        bench.With(
            (
                "One",
                """{"Resources": {"P": {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "/a", "Type": "String", "Value": "x"}}}}"""
            )
        );
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddSingleton(bench.State)
            .AddSingleton<IAuthorizer, FakeAuthorizer>()
            .AddSingleton<IDeploymentStep, Part>()
            .AddDeployment(bench.Options)
            .AddCoverage()
            .AddSsm()
            .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true });

        await services.GetRequiredService<Deployer>().DeployAsync(bench.Assembly);

        Assert.True(services.GetServices<IDeploymentStep>().OfType<Part>().Single().IsDeployed);
        Assert.Equal("/a", services.GetRequiredService<IDeployment>().Current.Resources.Single().Name);
        Assert.Equal("AmazonSSM", Assert.Single(services.GetServices<IJsonService>()).Target);
        Assert.Empty(
            Assert.Single(services.GetRequiredService<SupportTable>().Rows(services.GetRequiredService<IDeployment>().Current)).Unknown
        );
    }

    public void Dispose() => bench.Dispose();

    private sealed class Part(IDeployment deployment) : IDeploymentStep
    {
        public bool IsDeployed { get; private set; }

        public Task DeployAsync(Deployed next, CancellationToken cancel)
        {
            IsDeployed = next.Resources.Count == 1 && deployment.Current.Resources.Count == 0;
            return Task.CompletedTask;
        }
    }
}
