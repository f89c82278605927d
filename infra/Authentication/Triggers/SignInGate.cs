using Amazon.CDK.AWS.Lambda;
using CognitoStack.Common;
using CognitoStack.Configuration;
using Constructs;

namespace CognitoStack.Authentication.Triggers;

/// <summary>The PreAuthentication function: refuses sign-ins by the environment's rules.</summary>
public sealed class SignInGate : Construct
{
    /// <summary>Makes the gate.</summary>
    public SignInGate(Construct scope, string id, SignInRulesConfiguration rules, Code code, int logRetentionDays, DataProtection protection)
        : base(scope, id)
    {
        Trigger = new TriggerFunction(this, "PreAuthentication", new TriggerFunctionProps
        {
            Description = "Refuses sign-ins that the environment's rules do not allow",
            Code = code,
            LogRetentionDays = logRetentionDays,
            Protection = protection,
            Environment = new Dictionary<string, string>
            {
                ["ALLOW_EMAIL_DOMAINS"] = string.Join(',', rules.AllowEmailDomains),
                ["DENY_EMAIL_DOMAINS"] = string.Join(',', rules.DenyEmailDomains),
                ["REQUIRE_VERIFIED_EMAIL"] = rules.RequireVerifiedEmail ? "true" : "false",
            },
        });
    }

    /// <summary>The function.</summary>
    public TriggerFunction Trigger { get; }
}
