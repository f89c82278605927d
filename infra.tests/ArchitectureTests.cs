using System.Xml.Linq;
using CognitoStack.Authentication;
using CognitoStack.Tests.Support;
using NetArchTest.Rules;

namespace CognitoStack.Tests;

/// <summary>The laws of the house.</summary>
public sealed class ArchitectureTests
{
    private static readonly Types Infra = Types.InAssembly(typeof(AuthenticationStack).Assembly);

    [Theory]
    [InlineData("cdk/Cdk.csproj", "Infra")]
    [InlineData("infra/Infra.csproj", "")]
    [InlineData("evaluator/Evaluator.csproj", "Infra")]
    [InlineData("local/Local.csproj", "Evaluator,Infra")]
    [InlineData("prove/Prove.csproj", "Cdk,Evaluator,Infra")]
    [InlineData("smoke/Smoke.csproj", "Cdk,Infra,Amazon.CognitoIdentityProvider")]
    [InlineData("lambdas/Runtime/Runtime.csproj", "Amazon.CognitoIdentityProvider")]
    [InlineData("lambdas/CognitoIdentityProvider/Amazon.CognitoIdentityProvider.csproj", "")]
    [InlineData("lambdas/PreAuthentication/PreAuthentication.csproj", "Runtime,Amazon.CognitoIdentityProvider")]
    [InlineData("lambdas/PostAuthentication/PostAuthentication.csproj", "Runtime,Amazon.CognitoIdentityProvider")]
    public void A_project_knows_only_whom_it_may(string project, string known)
    {
        var references = XDocument.Load(Repository.File(project)).Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')));
        Assert.Equal(known, string.Join(',', references));
    }

    [Fact]
    public void Infra_reaches_neither_files_nor_the_network()
    {
        var result = Infra.ShouldNot().HaveDependencyOnAny("System.IO.File", "System.IO.Directory", "System.Net.Http", "System.Net.Sockets", "System.Diagnostics.Process").GetResult();
        Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypeNames ?? []));
    }

    [Fact]
    public void Configuration_knows_nothing_of_the_CDK()
    {
        var result = Infra.That().ResideInNamespace("CognitoStack.Configuration").ShouldNot().HaveDependencyOnAny("Amazon", "Constructs", "Cdklabs").GetResult();
        Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypeNames ?? []));
    }

    [Fact]
    public void Only_stacks_know_the_whole_environment()
    {
        var result = Infra.That().DoNotResideInNamespace("CognitoStack.Configuration").And().DoNotHaveNameEndingWith("Stack")
            .ShouldNot().HaveDependencyOn("CognitoStack.Configuration.EnvironmentConfiguration").GetResult();
        Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypeNames ?? []));
    }

    [Fact]
    public void Files_stay_short()
    {
        string[] folders = ["cdk", "infra", "infra.tests", "lambdas", "lambdas.tests", "evaluator", "local", "local.tests", "prove", "prove.tests", "smoke", "smoke.tests", "scenario.tests", "clients.tests", "bench", "tools"];
        var long200 = folders.SelectMany(f => Directory.GetFiles(Repository.File(f), "*.*", SearchOption.AllDirectories))
            .Where(f => f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".mjs", StringComparison.Ordinal))
            .Where(f => File.ReadLines(f).Count() > 250).Select(f => Path.GetRelativePath(Repository.Root, f));
        Assert.Empty(long200);
    }
}
