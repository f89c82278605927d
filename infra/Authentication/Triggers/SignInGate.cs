using Amazon.CDK.AWS.DynamoDB;
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
    /// <param name="rules"><c>signInRules</c> of the environment.</param>
    /// <param name="trustedProviders">Providers whose users may be linked to an existing one.</param>
    /// <param name="subjectAttributes">Attributes that have a user's subject as a trusted provider spells it, by provider.</param>
    /// <param name="code">The published function.</param>
    /// <param name="logRetentionDays">Days that its log is kept.</param>
    /// <param name="protection">What becomes of the deny list when the stack goes.</param>
    public SignInGate(
        Construct scope, string id, SignInRulesConfiguration rules, IReadOnlyList<string> trustedProviders, IReadOnlyDictionary<string, string> subjectAttributes,
        Code code, int logRetentionDays, DataProtection protection)
        : base(scope, id)
    {
        var settings = GateVariables.Of(rules, trustedProviders, subjectAttributes);
        if (rules.DenyList) settings["DENY_LIST_TABLE_NAME"] = (DenyList = ProtectedTable.Add(this, "DenyList", ("subject", null), "expiresAt", protection)).TableName;
        if (rules.AllowedGroupsByClient.Count > 0) poolActions.AddRange(["cognito-idp:AdminListGroupsForUser", "cognito-idp:DescribeUserPoolClient"]);
        if (rules.LinkTrustedProviders) poolActions.AddRange(["cognito-idp:AdminGetUser", "cognito-idp:AdminLinkProviderForUser", "cognito-idp:DescribeUserPoolClient", "cognito-idp:ListUsers"]);

        Trigger = new TriggerFunction(this, "PreAuthentication", new TriggerFunctionProps
        {
            Description = "Refuses sign-ins that the environment's rules do not allow",
            Code = code,
            LogRetentionDays = logRetentionDays,
            Protection = protection,
            Environment = settings,
        });
        DenyList?.Grant(Trigger.Role, "dynamodb:BatchGetItem");
    }

    /// <summary>The function.</summary>
    public TriggerFunction Trigger { get; }

    /// <summary>Users, domains and clients to refuse, or null.</summary>
    public Table? DenyList { get; }

    /// <summary>Lets the pool call the function, and the function ask the pool what its rules need.</summary>
    public void ServeAndAsk(UserPool pool)
    {
        Trigger.AllowCallsFrom(pool);
        Trigger.AllowCallsTo(pool, [.. poolActions.Distinct()]);
    }
}
