using CognitoStack.Local.Deployment;
using CognitoStack.Local.Providers;
using CognitoStack.Local.Tests.UserPools.Federation;
using Microsoft.Extensions.DependencyInjection;

namespace CognitoStack.Local.Tests.StandIns;

/// <summary>Who answers for providers is chosen before anything is deployed, and not by mistake.</summary>
public sealed class ProviderChoiceTests
{
    [Fact]
    public async Task A_name_that_no_template_has_is_refused_with_those_that_there_are()
    {
        var e = await RefusedAsync("Octa", "http://localhost:9000");
        Assert.Equal(
            "--provider Octa=http://localhost:9000: the templates have no identity provider Octa; theirs are Facebook, Google, LoginWithAmazon, Okta, SignInWithApple.",
            e.Message
        );
    }

    [Fact]
    public async Task The_real_provider_needs_the_secret_that_the_template_names()
    {
        var e = await RefusedAsync("Google", "real");
        Assert.StartsWith(
            "The identity provider Google is the real one (--provider Google=real), and its client_secret is {{resolve:secretsmanager:local/google}}, which the file of secrets does not have:",
            e.Message,
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "The identity provider SignInWithApple is the real one",
            (await RefusedAsync("SignInWithApple", "real")).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Real_issuers_are_their_own_and_others_stand_where_they_were_said_to()
    {
        var targets = new ProviderTargets(new Dictionary<string, string> { ["Google"] = "real", ["Okta"] = "http://localhost:9000" });
        Assert.Null(targets.Address("Google", "http://localhost:4566"));
        Assert.Equal("http://localhost:9000", targets.Address("Okta", "http://localhost:4566"));
        Assert.Equal("http://localhost:4566/_local/providers/A%20B", targets.Address("A B", "http://localhost:4566"));
        Assert.Equal((false, true, true), (targets.IsStandIn("Google"), targets.IsReal("Google"), targets.IsStandIn("A B")));
    }

    private static async Task<DeploymentException> RefusedAsync(string name, string target)
    {
        using var host = new ProviderHost();
        host.Login.Targets = new(new Dictionary<string, string> { [name] = target });
        await host.InitializeAsync();
        host.Deploy();
        var e = await Assert.ThrowsAsync<DeploymentException>(async () =>
        {
            foreach (var step in host.Login.Services.GetServices<IDeploymentStep>())
                await step.DeployAsync(host.Pools.Deployment.Current, CancellationToken.None);
        });
        await host.DisposeAsync();
        return e;
    }
}
