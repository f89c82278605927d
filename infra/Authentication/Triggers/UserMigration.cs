using Amazon.CDK.AWS.IAM;
using CognitoStack.Configuration;
using Constructs;

namespace CognitoStack.Authentication.Triggers;

/// <summary>The function that brings users over from an older user pool (<c>AWS::Lambda::Function</c>). It may ask that pool for a password and
/// for a user, and nothing else.</summary>
public sealed class UserMigration : Construct
{
    /// <summary>Makes the function.</summary>
    /// <param name="scope">Stack.</param>
    /// <param name="id">Construct id.</param>
    /// <param name="configuration"><c>userMigration</c> of the environment.</param>
    /// <param name="attributes">Attributes of the new pool.</param>
    /// <param name="hosting">The published function, and what is kept of it.</param>
    public UserMigration(
        Construct scope,
        string id,
        UserMigrationConfiguration configuration,
        IEnumerable<string> attributes,
        TriggerHosting hosting
    )
        : base(scope, id)
    {
        Trigger = new TriggerFunction(
            this,
            "UserMigration",
            "Brings users over from an older user pool",
            new Dictionary<string, string>
            {
                [FunctionVariables.OldUserPoolId] = configuration.UserPoolId,
                [FunctionVariables.OldClientId] = configuration.ClientId,
                [FunctionVariables.CustomAttributes] = string.Join(
                    ',',
                    attributes.Where(a => a.StartsWith("custom:", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
                ),
            },
            hosting
        );
        Trigger.Role.AddToPrincipalPolicy(
            new PolicyStatement(
                new PolicyStatementProps
                {
                    Actions = ["cognito-idp:AdminGetUser", "cognito-idp:AdminInitiateAuth"],
                    Resources = [configuration.UserPoolArn],
                }
            )
        );
    }

    /// <summary>The function.</summary>
    public TriggerFunction Trigger { get; }
}
