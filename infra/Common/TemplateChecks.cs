using Amazon.CDK;
using Cdklabs.CdkNag;

namespace CognitoStack.Common;

/// <summary>Checks that every synthesis runs: a finding that nobody accepted, with a reason, stops it.</summary>
public static class TemplateChecks
{
    /// <summary>Adds cdk-nag's AwsSolutions pack. AWS's own template validator runs by itself (<c>validateAgainstDefaultRules</c> in cdk.json).</summary>
    public static void AddTo(App app) => Validations.Of(app).AddPlugins(new AwsSolutionsChecks(app, new NagPackProps { Verbose = true }));

    /// <summary>Adds both, and has AWS's validator asked once for each template.</summary>
    /// <param name="app">An app whose own registration of the validator is off (<see cref="IAppProps.BuiltinCloudFormationValidation"/>).</param>
    /// <param name="verdicts">Folder that keeps which templates it found nothing in.</param>
    public static void AddTo(App app, string verdicts)
    {
        AddTo(app);
        // As for the CDK's own registration: `cdk synth --no-validation` is a decision of who synthesizes.
        if (System.Environment.GetEnvironmentVariable("CDK_VALIDATION") != "false")
            Validations.Of(app).AddPlugins(new TemplateValidator(verdicts));
    }
}
