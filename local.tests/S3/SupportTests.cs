using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Tests.Access;
using Microsoft.Extensions.DependencyInjection;

namespace CognitoStack.Local.Tests.S3;

/// <summary>Nothing that the shipped templates say of buckets and tables is dropped in silence.</summary>
[Collection(TestHostCollection.Name)]
public sealed class SupportTests(TestHost host)
{
    [Theory]
    [InlineData("AWS::S3::Bucket")]
    [InlineData("AWS::S3::BucketPolicy")]
    [InlineData("AWS::DynamoDB::Table")]
    public void Every_property_of_the_shipped_templates_is_honoured_or_named(string type)
    {
        var support = host.Services.GetServices<ISupports>().SelectMany(s => s.Types).Single(s => s.Type == type);
        var known = support.Honours.Concat(support.Ignores.Keys).ToList();
        var set = Directory
            .EnumerateFiles(Path.Combine(TestResources.Root, "infra.tests", "__snapshots__"), "*.snap")
            .SelectMany(f => JsonNode.Parse(File.ReadAllText(f))!["Resources"]?.AsObject() ?? [])
            .Where(r => r.Value!["Type"]!.ToString() == type)
            .SelectMany(r => r.Value!["Properties"]!.AsObject())
            .ToList();
        Assert.NotEmpty(set);
        foreach (var (name, value) in set)
            Assert.True(
                known.Contains(name) || (value is JsonObject parts && parts.All(p => known.Contains($"{name}.{p.Key}"))),
                $"{type}.{name}"
            );
    }
}
