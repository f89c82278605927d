using Amazon.CDK;
using Amazon.CDK.AWS.Logs;
using CognitoStack.Common;
using Constructs;

namespace CognitoStack.Operations;

/// <summary>Log groups that AWS's services write to (<c>AWS::Logs::LogGroup</c>), and the one policy that lets them (<c>AWS::Logs::ResourcePolicy</c>).</summary>
/// <remarks>Said here, so that whoever deploys needs no right to change the account's policies by hand, and nobody else's logs come in.
/// Source: Amazon CloudWatch Logs User Guide, "Enable logging from AWS services" (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html).</remarks>
public sealed class VendedLogs : Construct
{
    private static readonly string[] Writes = ["logs:CreateLogStream", "logs:PutLogEvents"];
    private readonly List<string> arns = [];
    private CfnResourcePolicy? policy;

    /// <summary>Makes the place of the groups.</summary>
    /// <param name="scope">Stack.</param>
    /// <param name="id">Construct id.</param>
    /// <param name="environment">Name of the environment.</param>
    /// <param name="retentionDays">Days that a line is kept.</param>
    /// <param name="protection">What becomes of the groups when the stack goes.</param>
    public VendedLogs(Construct scope, string id, string environment, int retentionDays, DataProtection protection)
        : base(scope, id) => (Environment, RetentionDays, Protection) = (environment, retentionDays, protection);

    /// <summary>Name of the environment.</summary>
    public string Environment { get; }

    /// <summary>Days that a line is kept.</summary>
    public int RetentionDays { get; }

    /// <summary>What becomes of logs when the stack goes.</summary>
    public DataProtection Protection { get; }

    /// <summary>Adds a log group.</summary>
    /// <param name="id">Construct id.</param>
    /// <param name="name">Begin of its name. What makes the stack unique follows, so that a stack that comes back does not meet the group that production kept.</param>
    public VendedLogGroup Add(string id, string name)
    {
        var stack = Stack.Of(this);
        var unique = Fn.Join("-", [name, Fn.Select(0, Fn.Split("-", Fn.Select(2, Fn.Split("/", stack.StackId))))]);
        var group = new CfnLogGroup(this, id, new CfnLogGroupProps { LogGroupName = unique, RetentionInDays = RetentionDays });
        group.ApplyRemovalPolicy(Protection.RemovalPolicy);
        // The ARN that CloudFormation returns ends with ":*", which neither Cognito nor AWS WAF takes.
        var arn = stack.FormatArn(
            new ArnComponents
            {
                Service = "logs",
                Resource = "log-group",
                ResourceName = group.Ref,
                ArnFormat = ArnFormat.COLON_RESOURCE_NAME,
            }
        );
        arns.Add($"{arn}:log-stream:*");
        policy ??= new CfnResourcePolicy(this, "Policy", new CfnResourcePolicyProps { PolicyName = stack.StackName, PolicyDocument = "" });
        policy.PolicyDocument = Document();
        return new(group, arn);
    }

    /// <summary>Waits for the policy: a service checks it when its delivery begins.</summary>
    public void Precede(CfnResource delivery) => delivery.AddResourceDependency(policy!);

    /// <summary>Condition of whoever lets AWS deliver logs: only what this account's own resources have to say.</summary>
    internal static Dictionary<string, object> FromThisAccount(Construct scope) =>
        new()
        {
            ["StringEquals"] = new Dictionary<string, string> { ["aws:SourceAccount"] = Stack.Of(scope).Account },
            ["ArnLike"] = new Dictionary<string, string>
            {
                ["aws:SourceArn"] = Stack.Of(scope).FormatArn(new ArnComponents { Service = "logs", Resource = "*" }),
            },
        };

    private string Document() =>
        Stack
            .Of(this)
            .ToJsonString(
                new Dictionary<string, object>
                {
                    ["Version"] = "2012-10-17",
                    ["Statement"] = new[]
                    {
                        new Dictionary<string, object>
                        {
                            ["Effect"] = "Allow",
                            ["Principal"] = new Dictionary<string, string> { ["Service"] = "delivery.logs.amazonaws.com" },
                            ["Action"] = Writes,
                            ["Resource"] = arns.ToArray(),
                            ["Condition"] = FromThisAccount(this),
                        },
                    },
                }
            );
}

/// <summary>A log group that AWS's services write to.</summary>
/// <param name="Resource">The group.</param>
/// <param name="Arn">Its ARN as services take it.</param>
public sealed record VendedLogGroup(CfnLogGroup Resource, string Arn);
