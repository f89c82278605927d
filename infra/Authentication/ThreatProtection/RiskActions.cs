using Amazon.CDK.AWS.Cognito;
using CognitoStack.Configuration;
using Constructs;

namespace CognitoStack.Authentication.ThreatProtection;

/// <summary>What a risk leads to (<c>AWS::Cognito::UserPoolRiskConfigurationAttachment</c>).</summary>
/// <remarks>The pool's mode alone does nothing: the actions stand here, for the whole pool or, replacing them, for one client.
/// Source: Amazon Cognito Developer Guide, "Advanced security with threat protection"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-threat-protection.html).</remarks>
public sealed class RiskActions : Construct
{
    /// <summary>The client id that stands for every client without actions of its own.</summary>
    private const string EveryClient = "ALL";

    /// <summary>Attaches actions.</summary>
    /// <param name="scope">Stack.</param>
    /// <param name="id">Construct id.</param>
    /// <param name="props">Which, and for whom.</param>
    public RiskActions(Construct scope, string id, RiskActionsProps props)
        : base(scope, id)
    {
        var risk = props.Risk;
        _ = new CfnUserPoolRiskConfigurationAttachment(
            this,
            "Resource",
            new CfnUserPoolRiskConfigurationAttachmentProps
            {
                UserPoolId = props.Pool.UserPoolId,
                ClientId = props.Client?.ClientId ?? EveryClient,
                AccountTakeoverRiskConfiguration = risk.AccountTakeover is { } takeover ? Takeover(takeover, props.Email) : null,
                CompromisedCredentialsRiskConfiguration = risk.CompromisedCredentials is { } action ? Compromised(action) : null,
                RiskExceptionConfiguration =
                    risk.AllowCidrs.Count + risk.BlockCidrs.Count == 0
                        ? null
                        : new CfnUserPoolRiskConfigurationAttachment.RiskExceptionConfigurationTypeProperty
                        {
                            SkippedIpRangeList = risk.AllowCidrs.Count == 0 ? null : [.. risk.AllowCidrs],
                            BlockedIpRangeList = risk.BlockCidrs.Count == 0 ? null : [.. risk.BlockCidrs],
                        },
            }
        );
    }

    private static CfnUserPoolRiskConfigurationAttachment.AccountTakeoverRiskConfigurationTypeProperty Takeover(
        AccountTakeoverConfiguration takeover,
        EmailConfiguration? email
    )
    {
        return new()
        {
            Actions = new CfnUserPoolRiskConfigurationAttachment.AccountTakeoverActionsTypeProperty
            {
                LowAction = Action(takeover.Low),
                MediumAction = Action(takeover.Medium),
                HighAction = Action(takeover.High),
            },
            NotifyConfiguration = takeover.Notify ? RiskMessages.From(email!) : null,
        };

        CfnUserPoolRiskConfigurationAttachment.AccountTakeoverActionTypeProperty Action(AccountTakeoverAction action) =>
            new()
            {
                EventAction = action switch
                {
                    AccountTakeoverAction.Allow => "NO_ACTION",
                    AccountTakeoverAction.MfaIfConfigured => "MFA_IF_CONFIGURED",
                    AccountTakeoverAction.MfaRequired => "MFA_REQUIRED",
                    AccountTakeoverAction.Block => "BLOCK",
                    _ => throw new ArgumentOutOfRangeException(nameof(action), action, null),
                },
                Notify = takeover.Notify,
            };
    }

    private static CfnUserPoolRiskConfigurationAttachment.CompromisedCredentialsRiskConfigurationTypeProperty Compromised(
        CompromisedCredentialsAction action
    ) =>
        new()
        {
            EventFilter = ["SIGN_IN", "SIGN_UP", "PASSWORD_CHANGE"],
            Actions = new CfnUserPoolRiskConfigurationAttachment.CompromisedCredentialsActionsTypeProperty
            {
                EventAction = action == CompromisedCredentialsAction.Block ? "BLOCK" : "NO_ACTION",
            },
        };
}

/// <summary>What risks lead to, and for whom.</summary>
public sealed record RiskActionsProps
{
    /// <summary>The pool.</summary>
    public required IUserPool Pool { get; init; }

    /// <summary>The client, or null for the pool's default.</summary>
    public AppClient? Client { get; init; }

    /// <summary>The actions.</summary>
    public required RiskConfiguration Risk { get; init; }

    /// <summary>SES identity that notifies users; there is one wherever a notification is asked for.</summary>
    public EmailConfiguration? Email { get; init; }
}
