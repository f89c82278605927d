using CognitoStack.Assurance.Access;
using CognitoStack.Configuration;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Principals;

/// <summary>A function of the project's own.</summary>
/// <param name="Trigger">Where the user pool calls it first.</param>
/// <param name="Output">Output with its name.</param>
/// <param name="Setting">Setting that asks for it.</param>
/// <param name="Calls">What its code calls, each with the setting that makes it do so.</param>
/// <param name="Pool">The one pool that it asks, where that is not the environment's.</param>
internal sealed record ProjectFunction(
    TriggerName Trigger,
    string Output,
    string Setting,
    IReadOnlyDictionary<string, string> Calls,
    string? Pool = null
)
{
    private static readonly string[] Logs = ["logs:CreateLogStream", "logs:PutLogEvents"];
    private static readonly string[] Linking =
    [
        "cognito-idp:AdminGetUser",
        "cognito-idp:AdminLinkProviderForUser",
        "cognito-idp:DescribeUserPoolClient",
        "cognito-idp:ListUsers",
    ];

    private static readonly string[] Migration = ["cognito-idp:AdminGetUser", "cognito-idp:AdminInitiateAuth"];

    /// <summary>Those that the file asks for.</summary>
    public static IEnumerable<ProjectFunction> Of(EnvironmentConfiguration environment)
    {
        if (environment.SignInRules is { } rules)
            yield return new(
                TriggerName.PreAuthentication,
                "GateFunctionName",
                "signInRules",
                Called(
                    ("signInRules.denyList", rules.DenyList ? ["dynamodb:BatchGetItem"] : []),
                    (
                        "signInRules.allowedGroupsByClient",
                        rules.AllowedGroupsByClient.Count > 0 ? ["cognito-idp:AdminListGroupsForUser", "ssm:GetParameters"] : []
                    ),
                    ("signInRules.linkTrustedProviders", environment.TrustedProviders.Count > 0 ? Linking : [])
                )
            );
        if (environment.SignInAudit is { } audit)
            yield return new(
                TriggerName.PostAuthentication,
                "AuditFunctionName",
                "signInAudit",
                Called(
                    ("signInAudit", ["dynamodb:UpdateItem"]),
                    ("signInAudit.recordLastSignIn", audit.RecordLastSignIn ? ["cognito-idp:AdminUpdateUserAttributes"] : [])
                )
            );
        if (environment.UserMigration is { } migration)
            yield return new(
                TriggerName.UserMigration,
                "MigrationFunctionName",
                "userMigration",
                Called(("userMigration", Migration)),
                migration.UserPoolArn
            );
    }

    /// <summary>The function; null where no template makes it.</summary>
    public Resource? In(TemplateSet templates) =>
        // A pool that exists names functions as AWS does, which is not as these templates are read.
        templates.FindByArn(
            templates.OfType("AWS::Cognito::UserPool").FirstOrDefault()?.Properties["LambdaConfig"]?[$"{Trigger}"]?.ToString() ?? ""
        ) ?? templates.Find("AWS::Lambda::Function", templates.Output(Output) ?? "");

    /// <summary>Its role; null where no template makes it.</summary>
    public DeployedRole? RoleIn(Deployment deployment) =>
        In(deployment.Templates)?.Text("Role") is { } arn ? deployment.Roles.FirstOrDefault(r => r.Resource.Arn == arn) : null;

    private static Dictionary<string, string> Called(params (string Setting, string[] Actions)[] calls) =>
        calls
            .Append(("always", Logs))
            .SelectMany(c => c.Item2.Select(action => (Action: action, Setting: c.Item1)))
            .ToDictionary(c => c.Action, c => c.Setting);
}
