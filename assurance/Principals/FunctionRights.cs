using System.Text.Json.Nodes;
using CognitoStack.Assurance.Access;
using CognitoStack.Configuration;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Principals;

/// <summary>What gate, audit and migration may do is what their code calls for the file's settings: a role that may do more is a way around everything else.</summary>
internal static class FunctionRights
{
    private static readonly string[] Always = ["logs:CreateLogStream", "logs:PutLogEvents"];
    private static readonly string[] Linking =
    [
        "cognito-idp:AdminGetUser",
        "cognito-idp:AdminLinkProviderForUser",
        "cognito-idp:DescribeUserPoolClient",
        "cognito-idp:ListUsers",
    ];

    private static readonly string[] Migration = ["cognito-idp:AdminGetUser", "cognito-idp:AdminInitiateAuth"];

    /// <summary>Rights that no setting of the file needs, and rights at more than one place.</summary>
    public static IEnumerable<Difference> Of(EnvironmentConfiguration environment, Deployment deployment)
    {
        var triggers = deployment.Templates.OfType("AWS::Cognito::UserPool").FirstOrDefault()?.Properties["LambdaConfig"];
        foreach (
            var (name, output, calls, pool) in new (TriggerName, string, string[], string?)[]
            {
                (TriggerName.PreAuthentication, "GateFunctionName", Gate(environment), null),
                (TriggerName.PostAuthentication, "AuditFunctionName", Audit(environment), null),
                (TriggerName.UserMigration, "MigrationFunctionName", Migration, environment.UserMigration?.UserPoolArn),
            }
        )
        {
            // A pool that exists names functions as AWS does, which is not as these templates are read.
            var function =
                deployment.Templates.FindByArn(triggers?[$"{name}"]?.ToString() ?? "")
                ?? deployment.Templates.Find("AWS::Lambda::Function", deployment.Templates.Output(output) ?? "");
            var role = deployment.Roles.FirstOrDefault(r => r.Resource.Arn == function?.Text("Role"));
            // A function of the file's own has the rights that its team gives it.
            if (function is null || role is null || environment.Triggers.ContainsKey(name))
                continue;
            foreach (var policy in role.Policies)
            foreach (var statement in policy.Statements.Where(s => s["Effect"]?.ToString() == "Allow"))
            foreach (var action in TemplatePolicies.Texts(statement["Action"]).DefaultIfEmpty("everything but some actions"))
                if (!Always.Concat(calls).Contains(action))
                    yield return Right(action, policy.Name, "what its code calls for the file's settings", action);
                else if (TemplatePolicies.Texts(statement["Resource"]).Where(IsBroad).DefaultIfEmpty(null).First() is { } broad)
                    yield return Right(action, policy.Name, "one place", broad);
                else if (
                    pool is not null
                    && Migration.Contains(action)
                    && TemplatePolicies.Texts(statement["Resource"]).FirstOrDefault(arn => arn != pool) is { } other
                )
                    yield return Right(action, policy.Name, $"{pool}, which userMigration names", other);
                else if (statement["NotResource"] is not null)
                    yield return Right(action, policy.Name, "one place", "everywhere but some places");
            foreach (var unread in role.UnreadPolicies.Where(p => !p.IsBoundary))
                yield return Right("more than anybody can read here", role.Resource.LogicalId, "policies of the templates", $"{unread}");

            Difference Right(string action, string where, string expected, string actual) =>
                new(function!.LogicalId, $"may {action}", where, expected, actual, string.Empty);
        }
    }

    private static string[] Gate(EnvironmentConfiguration environment)
    {
        List<string> calls = [];
        if (environment.SignInRules?.DenyList == true)
            calls.Add("dynamodb:BatchGetItem");
        if (environment.SignInRules?.AllowedGroupsByClient.Count > 0)
            calls.AddRange(["cognito-idp:AdminListGroupsForUser", "ssm:GetParameters"]);
        if (environment.TrustedProviders.Count > 0)
            calls.AddRange(Linking);
        return [.. calls];
    }

    private static string[] Audit(EnvironmentConfiguration environment) =>
        [
            "dynamodb:UpdateItem",
            .. environment.SignInAudit?.RecordLastSignIn == true ? ["cognito-idp:AdminUpdateUserAttributes"] : Array.Empty<string>(),
        ];

    // The streams of one log group are many.
    private static bool IsBroad(string arn) => arn.Replace(":*", string.Empty, StringComparison.Ordinal).AsSpan().ContainsAny('*', '?');
}
