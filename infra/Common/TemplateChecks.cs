using Amazon.CDK;
using Cdklabs.CdkNag;

namespace CognitoStack.Common;

/// <summary>Checks that every synthesis runs: a finding that nobody accepted, with a reason, stops it.</summary>
public static class TemplateChecks
{
    /// <summary>Adds cdk-nag's AwsSolutions pack. AWS's own template validator runs by itself (<c>validateAgainstDefaultRules</c> in cdk.json).</summary>
    public static void AddTo(App app) => Validations.Of(app).AddPlugins(new AwsSolutionsChecks(app, new NagPackProps { Verbose = true }));
}
