using CognitoStack.Templates;

namespace CognitoStack.Assurance.Settings;

/// <summary>What several resources refer to.</summary>
internal static class Sources
{
    /// <summary>Id of the user pool; empty where there is none.</summary>
    public static string PoolId(this TemplateSet templates) => templates.OfType("AWS::Cognito::UserPool").FirstOrDefault()?.Name ?? "";

    /// <summary>Id of an app client; empty where there is none.</summary>
    public static string ClientId(this TemplateSet templates, string client) =>
        templates.OfType("AWS::Cognito::UserPoolClient").FirstOrDefault(c => c.Text("ClientName") == client)?.Name ?? "";

    /// <summary>The resource of a type that an output names, or null.</summary>
    public static Resource? Published(this TemplateSet templates, string type, string output) =>
        templates.Output(output) is { } name ? templates.Find(type, name) : null;

    /// <summary>Whether an ARN is that of a resource of a type.</summary>
    public static bool HasArn(this TemplateSet templates, string type, string arn) => templates.FindByArn(arn)?.Type == type;

    /// <summary>What production keeps: the resource outlives its stack, and its replacement. Elsewhere it may go.</summary>
    public static Expectation Outlives(this Expectation expectation, bool isKept, string setting) =>
        isKept
            ? expectation.Says("DeletionPolicy", setting, "Retain").Says("UpdateReplacePolicy", setting, "Retain")
            : expectation.Passes("DeletionPolicy", "UpdateReplacePolicy");
}
