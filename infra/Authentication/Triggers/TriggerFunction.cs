using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Logs;
using CognitoStack.Common;
using Constructs;

namespace CognitoStack.Authentication.Triggers;

/// <summary>A function that Cognito calls (<c>AWS::Lambda::Function</c>), with its own role and log group.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Customizing user pool workflows with Lambda triggers"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html).</remarks>
public sealed class TriggerFunction : Construct
{
    /// <summary>Makes the function. It may only write its own log; what else it needs is granted to <see cref="Role"/>.</summary>
    /// <param name="scope">Construct that owns it.</param>
    /// <param name="id">Construct id.</param>
    /// <param name="description">What it is for.</param>
    /// <param name="variables">Its environment variables.</param>
    /// <param name="hosting">Its code, and what is kept of it.</param>
    public TriggerFunction(Construct scope, string id, string description, IDictionary<string, string> variables, TriggerHosting hosting)
        : base(scope, id)
    {
        var logs = new LogGroup(
            this,
            "Logs",
            new LogGroupProps { Retention = RetentionDays.INFINITE, RemovalPolicy = hosting.Protection.RemovalPolicy }
        );
        // The CDK has a word for each number of days; the environment file has the number.
        ((CfnLogGroup)logs.Node.DefaultChild!).RetentionInDays = hosting.LogRetentionDays;
        Role = new Role(
            this,
            "Role",
            new RoleProps { Description = description, AssumedBy = new ServicePrincipal("lambda.amazonaws.com") }
        );
        logs.GrantWrite(Role);
        Function = new Function(
            this,
            "Function",
            new FunctionProps
            {
                Description = description,
                Runtime = Runtime.PROVIDED_AL2023,
                Architecture = Architecture.X86_64,
                Handler = "bootstrap",
                Code = hosting.Code,
                Role = Role,
                LogGroup = logs,
                LoggingFormat = LoggingFormat.JSON,
                // Cognito waits five seconds and then calls again, so a longer run would only do the work twice.
                Timeout = Duration.Seconds(5),
                // CPU comes with memory, and the first TLS connection wants it.
                MemorySize = 512,
                Environment = new Dictionary<string, string>(variables)
                {
                    // The roots of AWS's endpoints, beside the program: reading the system's whole bundle takes most of the first call.
                    ["SSL_CERT_FILE"] = "/var/task/amazon-roots.pem",
                    ["SSL_CERT_DIR"] = "/var/task/none",
                },
            }
        );
    }

    /// <summary>The function.</summary>
    public Function Function { get; }

    /// <summary>The function's role.</summary>
    public Role Role { get; }

    /// <summary>Lets a user pool call the function, and nobody else's pool (<c>AWS::Lambda::Permission</c>).</summary>
    public void AllowCallsFrom(IUserPool pool) =>
        _ = new CfnPermission(
            this,
            "CognitoPermission",
            new CfnPermissionProps
            {
                Action = "lambda:InvokeFunction",
                FunctionName = Function.FunctionArn,
                Principal = "cognito-idp.amazonaws.com",
                SourceArn = pool.UserPoolArn,
                SourceAccount = Stack.Of(this).Account,
            }
        );

    /// <summary>Lets the function call operations of a user pool.</summary>
    /// <remarks>A policy of its own (<c>AWS::IAM::Policy</c>): the pool names the function, so nothing that the function waits for may name the pool.</remarks>
    public void AllowCallsTo(IUserPool pool, IReadOnlyList<string> actions)
    {
        if (actions.Count == 0)
            return;
        _ = new Policy(
            this,
            "UserPoolPolicy",
            new PolicyProps
            {
                Roles = [Role],
                Statements =
                [
                    new PolicyStatement(
                        new PolicyStatementProps { Actions = [.. actions.Order(StringComparer.Ordinal)], Resources = [pool.UserPoolArn] }
                    ),
                ],
            }
        );
    }
}

/// <summary>The code of a function, and what is kept of it.</summary>
/// <param name="Code">Published code: an executable <c>bootstrap</c>.</param>
/// <param name="LogRetentionDays">Days that its log is kept, one of CloudWatch's numbers.</param>
/// <param name="Protection">What becomes of its log, and of a table of its own, when the stack goes.</param>
public sealed record TriggerHosting(Code Code, int LogRetentionDays, DataProtection Protection);
