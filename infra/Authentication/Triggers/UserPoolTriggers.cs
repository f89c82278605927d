using System.Text.Json;
using Amazon.CDK;
using Amazon.CDK.AWS.Cognito;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.Lambda;
using CognitoStack.Common;
using CognitoStack.Configuration;
using Constructs;

namespace CognitoStack.Authentication.Triggers;

/// <summary>All functions that Cognito calls: the gate, the audit, the migration, and the team's own (<c>LambdaConfig</c>).</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Customizing user pool workflows with Lambda triggers"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html).</remarks>
public sealed class UserPoolTriggers : Construct
{
    private readonly IReadOnlyDictionary<TriggerName, TriggerConfiguration> own;

    /// <summary>Gathers the functions.</summary>
    public UserPoolTriggers(Construct scope, string id, UserPoolTriggersProps props)
        : base(scope, id)
    {
        (Gate, Audit, Migration, own) = (props.Gate, props.Audit, props.Migration, props.Own);
        if (own.ContainsKey(TriggerName.CustomEmailSender) || own.ContainsKey(TriggerName.CustomSmsSender))
            SenderKey = new Key(
                this,
                "SenderKey",
                new KeyProps
                {
                    Description = "Encrypts the codes that Cognito hands to the custom senders",
                    EnableKeyRotation = true,
                    RemovalPolicy = props.Protection.RemovalPolicy,
                }
            );
    }

    /// <summary>The gate, or null.</summary>
    public SignInGate? Gate { get; }

    /// <summary>The audit, or null.</summary>
    public SignInAudit? Audit { get; }

    /// <summary>Brings users over, or null.</summary>
    public UserMigration? Migration { get; }

    /// <summary>Key that encrypts codes on their way to a custom sender, whose role must be allowed to decrypt with it.</summary>
    public Key? SenderKey { get; }

    /// <summary>The triggers as the user pool takes them, or null where there is none.</summary>
    /// <remarks>A first federated sign-in never reaches the triggers of authentication: before it Cognito calls PreSignUp, after it
    /// PostConfirmation. So gate and audit stand at both.</remarks>
    public CfnUserPool.LambdaConfigProperty? Configuration =>
        Gate is null && Audit is null && Migration is null && own.Count == 0
            ? null
            : new()
            {
                PreAuthentication = Gate?.Trigger.Function.FunctionArn ?? Own(TriggerName.PreAuthentication),
                PreSignUp = Gate?.Trigger.Function.FunctionArn ?? Own(TriggerName.PreSignUp),
                PostAuthentication = Audit?.Trigger.Function.FunctionArn ?? Own(TriggerName.PostAuthentication),
                PostConfirmation = Audit?.Trigger.Function.FunctionArn ?? Own(TriggerName.PostConfirmation),
                CreateAuthChallenge = Own(TriggerName.CreateAuthChallenge),
                DefineAuthChallenge = Own(TriggerName.DefineAuthChallenge),
                VerifyAuthChallengeResponse = Own(TriggerName.VerifyAuthChallengeResponse),
                CustomMessage = Own(TriggerName.CustomMessage),
                UserMigration = Migration?.Trigger.Function.FunctionArn ?? Own(TriggerName.UserMigration),
                PreTokenGenerationConfig = Versioned(
                    TriggerName.PreTokenGeneration,
                    (arn, version) => new CfnUserPool.PreTokenGenerationConfigProperty { LambdaArn = arn, LambdaVersion = version }
                ),
                CustomEmailSender = Versioned(
                    TriggerName.CustomEmailSender,
                    (arn, version) => new CfnUserPool.CustomEmailSenderProperty { LambdaArn = arn, LambdaVersion = version }
                ),
                CustomSmsSender = Versioned(
                    TriggerName.CustomSmsSender,
                    (arn, version) => new CfnUserPool.CustomSMSSenderProperty { LambdaArn = arn, LambdaVersion = version }
                ),
                InboundFederation = Versioned(
                    TriggerName.InboundFederation,
                    (arn, version) => new CfnUserPool.InboundFederationProperty { LambdaArn = arn, LambdaVersion = version }
                ),
                KmsKeyId = SenderKey?.KeyArn,
            };

    /// <summary>What stands in <c>LambdaConfig</c>, function by function, with the setting that puts it there; a version where the property has one.</summary>
    internal IEnumerable<(string Property, string Setting, string Arn, string? Version)> Wiring
    {
        get
        {
            foreach (var property in new[] { "PreAuthentication", "PreSignUp" })
                if (Gate is not null)
                    yield return (property, "$.signInRules", Gate.Trigger.Function.FunctionArn, null);
            foreach (var property in new[] { "PostAuthentication", "PostConfirmation" })
                if (Audit is not null)
                    yield return (property, "$.signInAudit", Audit.Trigger.Function.FunctionArn, null);
            if (Migration is not null)
                yield return ("UserMigration", "$.userMigration", Migration.Trigger.Function.FunctionArn, null);
            foreach (var (name, trigger) in own)
            {
                var (property, version) = name switch
                {
                    TriggerName.PreTokenGeneration => ("PreTokenGenerationConfig", VersionOf(trigger)),
                    TriggerName.CustomSmsSender => ("CustomSMSSender", VersionOf(trigger)),
                    TriggerName.CustomEmailSender or TriggerName.InboundFederation => ($"{name}", VersionOf(trigger)),
                    _ => ($"{name}", null),
                };
                yield return (property, $"$.triggers.{JsonNamingPolicy.CamelCase.ConvertName($"{name}")}", trigger.AliasArn, version);
            }
        }
    }

    /// <summary>Lets the pool call all of them, and nobody else's pool.</summary>
    public void AllowCallsFrom(IUserPool pool)
    {
        Gate?.ServeAndAsk(pool);
        Audit?.ServeAndTell(pool);
        Migration?.Trigger.AllowCallsFrom(pool);
        // One permission a function, however many triggers it serves.
        foreach (var arn in own.Values.Select(t => t.AliasArn).Distinct())
            _ = new CfnPermission(
                this,
                $"OwnPermission{LogicalName.Of(arn.Split(":function:")[1])}",
                new CfnPermissionProps
                {
                    Action = "lambda:InvokeFunction",
                    FunctionName = arn,
                    Principal = "cognito-idp.amazonaws.com",
                    SourceArn = pool.UserPoolArn,
                    SourceAccount = Stack.Of(this).Account,
                }
            );
    }

    private string? Own(TriggerName name) => own.GetValueOrDefault(name)?.AliasArn;

    private T? Versioned<T>(TriggerName name, Func<string, string, T> make)
        where T : class => own.TryGetValue(name, out var trigger) ? make(trigger.AliasArn, VersionOf(trigger)) : null;

    private static string VersionOf(TriggerConfiguration trigger) => $"{trigger.EffectiveVersion}_0";
}

/// <summary>The functions of a user pool.</summary>
public sealed record UserPoolTriggersProps
{
    /// <summary>The gate, or null.</summary>
    public SignInGate? Gate { get; init; }

    /// <summary>The audit, or null.</summary>
    public SignInAudit? Audit { get; init; }

    /// <summary>Brings users over, or null.</summary>
    public UserMigration? Migration { get; init; }

    /// <summary><c>triggers</c> of the environment: the team's own.</summary>
    public required IReadOnlyDictionary<TriggerName, TriggerConfiguration> Own { get; init; }

    /// <summary>What becomes of the key of senders when the stack goes.</summary>
    public required DataProtection Protection { get; init; }
}
