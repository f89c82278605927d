using System.Reflection;
using System.Xml.Linq;
using CognitoStack.Assurance;
using CognitoStack.Authentication;
using CognitoStack.Configuration;
using CognitoStack.Iam;
using CognitoStack.Templates;
using CognitoStack.Tests.Support;
using PublicApiGenerator;

namespace CognitoStack.Tests;

/// <summary>What others compile against: a change of it is seen, and belongs into the change log.</summary>
public sealed class PublicApiTests
{
    private static readonly Assembly[] Packed =
    [
        typeof(AuthenticationStack).Assembly,
        typeof(EnvironmentConfiguration).Assembly,
        typeof(IPolicyEvaluator).Assembly,
        typeof(ProofRun).Assembly,
        typeof(TemplateSet).Assembly,
    ];

    [Theory]
    [InlineData("CognitoStack.Assurance")]
    [InlineData("CognitoStack.Configuration")]
    [InlineData("CognitoStack.Iam")]
    [InlineData("CognitoStack.Infra")]
    [InlineData("CognitoStack.Templates")]
    public void The_public_API_is_the_committed_one(string package)
    {
        var path = Repository.File($"infra.tests/PublicApi/{package}.txt");
        var api =
            Packed
                .Single(a => a.GetName().Name == package)
                .GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false })
                .ReplaceLineEndings("\n")
                .TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable("COGNITOSTACK_UPDATE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, api);
        }

        var committed = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : string.Empty;
        var (gone, added) = (Missing(committed, api), Missing(api, committed));
        Assert.True(
            api == committed,
            $"The public API of {package} is not the one that infra.tests/PublicApi has. Run \"npm run snapshots\" to accept it, commit it, and say it in CHANGELOG.md.\n"
                + string.Concat(gone.Select(line => $"- {line}\n").Concat(added.Select(line => $"+ {line}\n")))
        );
    }

    [Fact]
    public void Every_package_is_compared() =>
        Assert.Equal(
            Directory
                .GetFiles(Repository.Root, "*.csproj", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 })
                .Select(project => (Path: project, Xml: XDocument.Load(project)))
                .Where(project => Says(project.Xml, "IsPackable") && !Says(project.Xml, "PackAsTool"))
                .Select(project => $"CognitoStack.{Path.GetFileNameWithoutExtension(project.Path)}")
                .Order(StringComparer.Ordinal),
            Packed.Select(a => a.GetName().Name!).Order(StringComparer.Ordinal)
        );

    private static bool Says(XDocument project, string property) => project.Descendants(property).Any(p => p.Value == "true");

    private static IEnumerable<string> Missing(string from, string to)
    {
        var there = to.Split('\n').ToHashSet();
        return from.Split('\n').Where(line => !there.Contains(line)).Select(line => line.Trim());
    }
}
