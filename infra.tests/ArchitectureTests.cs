using System.Reflection;
using System.Xml.Linq;
using CognitoStack.Assurance;
using CognitoStack.Authentication;
using CognitoStack.Configuration;
using CognitoStack.Tests.Support;
using NetArchTest.Rules;

namespace CognitoStack.Tests;

/// <summary>The laws of the house.</summary>
public sealed class ArchitectureTests
{
    private static readonly string[] Outside =
    [
        "System.IO.File",
        "System.IO.Directory",
        "System.Net.Http",
        "System.Net.Sockets",
        "System.Diagnostics.Process",
    ];
    private static readonly Types Infra = Types.InAssembly(typeof(AuthenticationStack).Assembly);
    private static readonly Types Configuration = Types.InAssembly(typeof(EnvironmentConfiguration).Assembly);

    [Theory]
    [InlineData("cdk/Cdk.csproj", "Configuration,Infra")]
    [InlineData("configuration/Configuration.csproj", "")]
    [InlineData("infra/Infra.csproj", "Configuration")]
    [InlineData("assurance/Assurance.csproj", "Configuration,Iam,Templates")]
    [InlineData("templates/Templates.csproj", "")]
    [InlineData("iam/Iam.csproj", "")]
    [InlineData("local/Local.csproj", "Iam,Configuration,Templates")]
    [InlineData("operate/Operate.csproj", "Configuration")]
    [InlineData("smoke/Smoke.csproj", "Configuration,Amazon.CognitoIdentityProvider")]
    [InlineData("lambdas/Runtime/Runtime.csproj", "Amazon.CognitoIdentityProvider")]
    [InlineData("lambdas/CognitoIdentityProvider/Amazon.CognitoIdentityProvider.csproj", "")]
    [InlineData("lambdas/PreAuthentication/PreAuthentication.csproj", "Runtime,Amazon.CognitoIdentityProvider")]
    [InlineData("lambdas/PostAuthentication/PostAuthentication.csproj", "Runtime,Amazon.CognitoIdentityProvider")]
    [InlineData("lambdas/UserMigration/UserMigration.csproj", "Runtime,Amazon.CognitoIdentityProvider")]
    public void A_project_knows_only_whom_it_may(string project, string known)
    {
        var references = XDocument
            .Load(Repository.File(project))
            .Descendants("ProjectReference")
            .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')));
        Assert.Equal(known, string.Join(',', references));
    }

    /// <summary>Whoever proves, runs the local AWS or signs users in need not have the CDK, nor packages that are made for it.</summary>
    [Theory]
    [InlineData("assurance/Assurance.csproj")]
    [InlineData("assurance.tests/Assurance.Tests.csproj")]
    [InlineData("configuration.tests/Configuration.Tests.csproj")]
    [InlineData("iam.tests/Iam.Tests.csproj")]
    [InlineData("local/Local.csproj")]
    [InlineData("local.tests/Local.Tests.csproj")]
    [InlineData("operate/Operate.csproj")]
    [InlineData("operate.tests/Operate.Tests.csproj")]
    [InlineData("smoke/Smoke.csproj")]
    [InlineData("smoke.tests/Smoke.Tests.csproj")]
    [InlineData("templates.tests/Templates.Tests.csproj")]
    public void A_project_builds_without_the_CDK(string project)
    {
        var cdk = XDocument
            .Load(Repository.File("Directory.Packages.props"))
            .Descendants("ItemGroup")
            .Single(g => g.Attribute("Label")?.Value == "CDK")
            .Elements()
            .Select(p => p.Attribute("Include")!.Value)
            .ToList();
        Assert.Contains("Amazon.CDK.Lib", cdk);
        Assert.Empty(PackagesOf(Repository.File(project)).Intersect(cdk));
    }

    private static IEnumerable<string> PackagesOf(string project)
    {
        var file = XDocument.Load(project);
        return file.Descendants("PackageReference")
            .Select(r => r.Attribute("Include")!.Value)
            .Concat(
                file.Descendants("ProjectReference")
                    .SelectMany(r =>
                        PackagesOf(Path.GetFullPath(r.Attribute("Include")!.Value.Replace('\\', '/'), Path.GetDirectoryName(project)!))
                    )
            );
    }

    [Fact]
    public void Infra_reaches_neither_files_nor_the_network()
    {
        var result = Infra.ShouldNot().HaveDependencyOnAny(Outside).GetResult();
        Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypeNames ?? []));
    }

    [Fact]
    public void Rules_and_records_reach_neither_files_nor_the_network()
    {
        var result = Configuration
            .That()
            .DoNotHaveName(nameof(EnvironmentFile), nameof(DeliveryFile), nameof(ProjectFiles))
            .ShouldNot()
            .HaveDependencyOnAny(Outside)
            .GetResult();
        Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypeNames ?? []));
    }

    [Fact]
    public void Only_stacks_know_the_whole_environment()
    {
        var result = Infra
            .That()
            .DoNotHaveNameEndingWith("Stack")
            .ShouldNot()
            .HaveDependencyOn("CognitoStack.Configuration.EnvironmentConfiguration")
            .GetResult();
        Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypeNames ?? []));
    }

    /// <summary>In a call of many arguments nobody sees which is which: a record names them.</summary>
    [Fact]
    public void Nobody_takes_more_than_five_parameters()
    {
        const BindingFlags Declared =
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var greedy =
            from type in new[] { typeof(AuthenticationStack), typeof(EnvironmentConfiguration), typeof(ProofRun) }.SelectMany(t =>
                t.Assembly.GetTypes()
            )
            where type.GetMethod("<Clone>$") is null && !type.Name.Contains('<', StringComparison.Ordinal)
            from method in type.GetMethods(Declared).Concat<MethodBase>(type.GetConstructors(Declared))
            where !method.IsPrivate && !method.Name.Contains('<', StringComparison.Ordinal) && method.GetParameters().Length > 5
            select $"{type.Name}.{method.Name}";
        Assert.Empty(greedy);
    }

    [Fact]
    public void Files_stay_short()
    {
        var folders = Directory
            .GetDirectories(Repository.Root)
            .Where(f => Path.GetFileName(f) is not (['.', ..] or "artifacts" or "node_modules" or ['c', 'd', 'k', '.', 'o', 'u', 't', ..]));
        var tooLong = folders
            .SelectMany(f => Directory.GetFiles(f, "*.*", SearchOption.AllDirectories))
            .Where(f => f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".mjs", StringComparison.Ordinal))
            // Nobody reads what is generated.
            .Where(f => !f.EndsWith(".g.cs", StringComparison.Ordinal))
            .Where(f => File.ReadLines(f).Count() > 400)
            .Select(f => Path.GetRelativePath(Repository.Root, f));
        Assert.Empty(tooLong);
    }
}
