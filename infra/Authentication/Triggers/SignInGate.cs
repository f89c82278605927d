using Amazon.CDK;
using Amazon.CDK.AWS.DynamoDB;
using Amazon.CDK.AWS.IAM;
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
    /// <param name="props">What it goes by.</param>
    public SignInGate(Construct scope, string id, SignInGateProps props)
        : base(scope, id)
    {
        var rules = props.Rules;
        var settings = GateVariables.Of(props.Environment, rules, props.Links);
        if (rules.DenyList)
            settings[FunctionVariables.DenyListTableName] = (
                DenyList = ProtectedTable.Add(this, "DenyList", ("subject", null, "expiresAt"), props.Hosting.Protection)
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
            "Refuses sign-ins that the environment's rules do not allow",
            settings,
            props.Hosting
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
                                            ResourceName = GateVariables.ClientIdParameter(props.Environment, c)[1..],
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

/// <summary>What a gate goes by.</summary>
public sealed record SignInGateProps
{
    /// <summary>Name of the environment.</summary>
    public required string Environment { get; init; }

    /// <summary><c>signInRules</c> of the environment.</summary>
    public required SignInRulesConfiguration Rules { get; init; }

    /// <summary>Providers whose users may be linked to an existing one.</summary>
    public required AccountLinks Links { get; init; }

    /// <summary>The published function, and what is kept of it and of the deny list.</summary>
    public required TriggerHosting Hosting { get; init; }
}
