using CognitoStack.Templates;

namespace CognitoStack.Assurance.Settings;

/// <summary>What several resources refer to.</summary>
internal static class Sources
{
    /// <summary>The user pool; null where there is none.</summary>
    public static Resource? Pool(this TemplateSet templates) => templates.OfType("AWS::Cognito::UserPool").FirstOrDefault();

    /// <summary>Id of the user pool; empty where there is none.</summary>
    public static string PoolId(this TemplateSet templates) => templates.Pool()?.Name ?? "";

    /// <summary>Id of an app client; empty where there is none.</summary>
    public static string ClientId(this TemplateSet templates, string client) =>
        templates.OfType("AWS::Cognito::UserPoolClient").FirstOrDefault(c => c.Text("ClientName") == client)?.Name ?? "";

    /// <summary>What the resource that an output names must say.</summary>
    public static Expectation OfOutput(this TemplateSet templates, string type, string output, string name) =>
        new(type, name, r => r.Name == templates.Output(output));

    /// <summary>Whether an ARN is that of a resource of a type.</summary>
    public static bool HasArn(this TemplateSet templates, string type, string arn) => templates.FindByArn(arn)?.Type == type;

    /// <summary>The log group of an ARN as services that deliver logs name one, without <c>:*</c> at its end; null where no template makes it.</summary>
    public static Resource? LogGroup(this TemplateSet templates, string arn) =>
        templates
            .OfType("AWS::Logs::LogGroup")
            .FirstOrDefault(g => arn == $"arn:{templates.Partition}:logs:{templates.Region}:{templates.Account}:log-group:{g.Name}");

    /// <summary>Whether an ARN is that of a log group.</summary>
    public static bool HasLogGroup(this TemplateSet templates, string arn) => templates.LogGroup(arn) is not null;

    /// <summary>What production keeps: the resource outlives its stack, and its replacement. Elsewhere it may go.</summary>
    public static Expectation Outlives(this Expectation expectation, bool isKept, string setting) =>
        isKept
            ? expectation.Says("DeletionPolicy", setting, "Retain").Says("UpdateReplacePolicy", setting, "Retain")
            : expectation.Passes("DeletionPolicy", "UpdateReplacePolicy");
}
