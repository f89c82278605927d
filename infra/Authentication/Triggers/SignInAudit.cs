using System.Globalization;
using Amazon.CDK.AWS.DynamoDB;
using CognitoStack.Common;
using CognitoStack.Configuration;
using Constructs;

namespace CognitoStack.Authentication.Triggers;

/// <summary>The PostAuthentication function and its table: one record a sign-in (<c>AWS::DynamoDB::Table</c>).</summary>
public sealed class SignInAudit : Construct
{
    private readonly bool recordLastSignIn;

    /// <summary>Makes the audit.</summary>
    public SignInAudit(Construct scope, string id, SignInAuditConfiguration configuration, TriggerHosting hosting)
        : base(scope, id)
    {
        recordLastSignIn = configuration.RecordLastSignIn;
        Table = ProtectedTable.Add(this, "Table", ("user", "signIn", "expiresAt"), hosting.Protection);
        Trigger = new TriggerFunction(
            this,
            "PostAuthentication",
            "Records sign-ins",
            new Dictionary<string, string>
            {
                [FunctionVariables.AuditTableName] = Table.TableName,
                [FunctionVariables.AuditRetentionDays] = configuration.RetentionDays.ToString(CultureInfo.InvariantCulture),
                [FunctionVariables.RecordLastSignIn] = configuration.RecordLastSignIn ? "true" : "false",
            },
            hosting
        );
        // One action is all it takes: a record is made, and its repetition counted, by the same conditional update.
        Table.Grant(Trigger.Role, "dynamodb:UpdateItem");
    }

    /// <summary>The records.</summary>
    public Table Table { get; }

    /// <summary>The function.</summary>
    public TriggerFunction Trigger { get; }

    /// <summary>Lets the pool call the function, and the function write the time of the last sign-in to the user.</summary>
    public void ServeAndTell(IUserPool pool)
    {
        Trigger.AllowCallsFrom(pool);
        Trigger.AllowCallsTo(pool, recordLastSignIn ? ["cognito-idp:AdminUpdateUserAttributes"] : []);
    }
}
