using CognitoStack.Configuration;
using CognitoStack.Tests.Support;

namespace CognitoStack.Tests;

/// <summary>The rule on the size of stacks counts what the constructs make.</summary>
[Collection(SynthesisCollection.Name)]
public sealed class StackSizeTests(Synthesis synthesis)
{
    public static TheoryData<string> Counted =>
        [
            .. ((IEnumerable<object[]>)Environments.All).Select(row => (string)row[0]),
            OtherEnvironments.Migration,
            OtherEnvironments.OwnTriggers,
            OtherEnvironments.Adopting,
            OtherEnvironments.OwnDomain,
            OtherEnvironments.GovCloudEast,
            FederatedEnvironments.All,
            OperatedEnvironments.Everything,
            OperatedEnvironments.OwnTopic,
        ];

    [Theory]
    [MemberData(nameof(Counted))]
    public void A_stack_is_as_large_as_the_rule_says(string json)
    {
        var made = synthesis.Of(json, json == FederatedEnvironments.All ? Authentication.Federation.FederatedProviderTests.Files : null);
        var environment = EnvironmentLoader.Load(
            json,
            "test.json",
            json == FederatedEnvironments.All
                ? Authentication.Federation.FederatedProviderTests.Files
                : new ProjectFiles(Repository.File("cdk"))
        );
        Assert.Equal(Size(made, TemplateJson.Authentication), StackSizeRules.Authentication(environment));
        Assert.Equal(Size(made, TemplateJson.Storage), StackSizeRules.Storage(environment.Storage));
        Assert.Equal(Size(made, TemplateJson.Authorization), StackSizeRules.Authorization(environment));
        if (made.Stacks.Contains(TemplateJson.Operations))
            Assert.Equal(Size(made, TemplateJson.Operations), StackSizeRules.Operations(environment));
        else
            Assert.Equal(0, StackSizeRules.Operations(environment).Resources);
    }

    [Theory]
    [MemberData(nameof(ShippedEnvironmentTests.Names), MemberType = typeof(ShippedEnvironmentTests))]
    public void A_shipped_stack_is_as_large_as_the_rule_says(string name) =>
        A_stack_is_as_large_as_the_rule_says(File.ReadAllText(Repository.File($"cdk/environments/{name}.json")));

    private static StackSize Size(SynthesizedEnvironment environment, string stack)
    {
        var template = environment.Json(stack);
        return new(template["Outputs"]?.AsObject().Count ?? 0, template["Resources"]!.AsObject().Count);
    }
}
