using Amazon.CDK;
using Amazon.CDK.AWS.DynamoDB;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Lambda;
using CognitoStack.Common;
using CognitoStack.Configuration;
using Constructs;

namespace CognitoStack.Authentication.Triggers;

/// <summary>The gate: a function before authentication and before sign-up that refuses by the environment's rules, and its deny list
/// (<c>AWS::DynamoDB::Table</c>), which is changed without a deployment.</summary>
public sealed class SignInGate : Construct
{
    private readonly List<string> poolActions = [];

    /// <summary>Makes the gate.</summary>
    /// <param name="scope">Stack.</param>
    /// <param name="id">Construct id.</param>
    /// <param name="environment">Name of the environment.</param>
    /// <param name="rules"><c>signInRules</c> of the environment.</param>
    /// <param name="links">Providers whose users may be linked to an existing one.</param>
    /// <param name="code">The published function.</param>
    /// <param name="logRetentionDays">Days that its log is kept.</param>
    /// <param name="protection">What becomes of the deny list when the stack goes.</param>
    public SignInGate(
        Construct scope,
        string id,
        string environment,
        SignInRulesConfiguration rules,
        AccountLinks links,
        Code code,
        int logRetentionDays,
        DataProtection protection
    )
        : base(scope, id)
    {
        var settings = GateVariables.Of(environment, rules, links);
        if (rules.DenyList)
            settings[FunctionVariables.DenyListTableName] = (
                DenyList = ProtectedTable.Add(this, "DenyList", ("subject", null), "expiresAt", protection)
            ).TableName;
        if (rules.AllowedGroupsByClient.Count > 0)
            poolActions.Add("cognito-idp:AdminListGroupsForUser");
        if (rules.LinkTrustedProviders)
            poolActions.AddRange([
                "cognito-idp:AdminGetUser",
                "cognito-idp:AdminLinkProviderForUser",
                "cognito-idp:DescribeUserPoolClient",
                "cognito-idp:ListUsers",
            ]);

        Trigger = new TriggerFunction(
            this,
            "PreAuthentication",
            new TriggerFunctionProps
            {
                Description = "Refuses sign-ins that the environment's rules do not allow",
                Code = code,
                LogRetentionDays = logRetentionDays,
                Protection = protection,
                Environment = settings,
            }
        );
        DenyList?.Grant(Trigger.Role, "dynamodb:BatchGetItem");
        // By name: the clients are made after the pool, and the pool after the function.
        if (rules.AllowedGroupsByClient.Count > 0)
            Trigger.Role.AddToPrincipalPolicy(
                new PolicyStatement(
                    new PolicyStatementProps
                    {
                        Actions = ["ssm:GetParameters"],
                        Resources =
                        [
                            .. rules.AllowedGroupsByClient.Keys.Select(c =>
                                Stack
                                    .Of(this)
                                    .FormatArn(
                                        new ArnComponents
                                        {
                                            Service = "ssm",
                                            Resource = "parameter",
                                            ResourceName = GateVariables.ClientIdParameter(environment, c)[1..],
                                        }
                                    )
                            ),
                        ],
                    }
                )
            );
    }

    /// <summary>The function.</summary>
    public TriggerFunction Trigger { get; }

    /// <summary>Users, domains and clients to refuse, or null.</summary>
    public Table? DenyList { get; }

    /// <summary>Lets the pool call the function, and the function ask the pool what its rules need.</summary>
    public void ServeAndAsk(IUserPool pool)
    {
        Trigger.AllowCallsFrom(pool);
        Trigger.AllowCallsTo(pool, [.. poolActions.Distinct()]);
    }
}
