using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using CognitoStack.Authentication;
using Constructs;

namespace CognitoStack.Operations;

/// <summary>One page of graphs (<c>AWS::CloudWatch::Dashboard</c>): sign-ins, refusals, risks, functions, tables, firewall.</summary>
/// <remarks>Source: Amazon CloudWatch API Reference, "Dashboard body structure and syntax"
/// (https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html).</remarks>
public sealed class SignInDashboard : Construct
{
    private const int Columns = 2;
    private const int Width = 12;
    private const int Height = 6;

    private readonly List<object> widgets = [];

    /// <summary>Makes the dashboard.</summary>
    public SignInDashboard(Construct scope, string id, SignInDashboardProps props)
        : base(scope, id)
    {
        var pool = props.Pool;
        AddSignIns(pool);
        if (pool.Gate is { } gate)
            AddGraph(
                "Sign-ins that the gate rejected, by reason",
                [Search($"{{CognitoStack,FunctionName,Reason}} MetricName=\"SignInsRefused\" FunctionName=\"{gate.FunctionName}\"")]
            );
        AddGraph(
            "Requests that Cognito throttled",
            [
                Search(
                    $"{{AWS/Cognito,UserPool,UserPoolClient}} UserPool=\"{pool.UserPoolId}\" MetricName=(\"SignInThrottles\" OR \"SignUpThrottles\" OR \"TokenRefreshThrottles\")"
                ),
            ]
        );
        if (props.JudgesRisk)
            AddGraph("Risks", [Search($"{{AWS/Cognito,Operation,RiskLevel,UserPoolId}} UserPoolId=\"{pool.UserPoolId}\"")]);
        var functions = new[] { pool.Gate, pool.Audit, pool.Migration }.OfType<TriggerReference>().ToList();
        if (functions.Count > 0)
        {
            AddGraph(
                "Functions: time, in milliseconds",
                [
                    .. functions.SelectMany(f =>
                        new[]
                        {
                            Metric("AWS/Lambda", "Duration", "p50", ("FunctionName", f.FunctionName)),
                            Metric("AWS/Lambda", "Duration", "p99", ("FunctionName", f.FunctionName)),
                        }
                    ),
                ]
            );
            AddGraph(
                "Functions: failures",
                [
                    .. functions.SelectMany(f =>
                        new[]
                        {
                            Metric("AWS/Lambda", "Errors", "Sum", ("FunctionName", f.FunctionName)),
                            Metric("AWS/Lambda", "Throttles", "Sum", ("FunctionName", f.FunctionName)),
                        }
                    ),
                ]
            );
        }

        var tables = functions.Select(f => f.TableName).OfType<string>().ToList();
        if (tables.Count > 0)
            AddGraph(
                "Tables: capacity used",
                [
                    .. tables.SelectMany(t =>
                        new[]
                        {
                            Metric("AWS/DynamoDB", "ConsumedReadCapacityUnits", "Sum", ("TableName", t)),
                            Metric("AWS/DynamoDB", "ConsumedWriteCapacityUnits", "Sum", ("TableName", t)),
                        }
                    ),
                ]
            );
        if (props.Firewall is { } firewall)
            AddGraph(
                "Firewall: requests blocked or counted, by rule",
                [
                    .. firewall.Rules.SelectMany(r =>
                        new[]
                        {
                            Metric("AWS/WAFV2", "BlockedRequests", "Sum", [.. firewall.Dimensions(r)]),
                            Metric("AWS/WAFV2", "CountedRequests", "Sum", [.. firewall.Dimensions(r)]),
                        }
                    ),
                ]
            );

        _ = new CfnDashboard(
            this,
            "Resource",
            new CfnDashboardProps
            {
                DashboardName = $"CognitoStack-{props.Environment}",
                DashboardBody = Stack.Of(this).ToJsonString(new Dictionary<string, object> { ["widgets"] = widgets.ToArray() }),
            }
        );
    }

    private void AddSignIns(UserPoolReference pool)
    {
        AddGraph(
            "Sign-ins, by app client",
            [
                .. pool.ClientIds.Values.Select(id =>
                    Metric("AWS/Cognito", "SignInSuccesses", "Sum", ("UserPool", pool.UserPoolId), ("UserPoolClient", id))
                ),
            ]
        );
        AddGraph(
            "Sign-ins that succeed, of one",
            [
                .. pool.ClientIds.Values.Select(id =>
                    Metric("AWS/Cognito", "SignInSuccesses", "Average", ("UserPool", pool.UserPoolId), ("UserPoolClient", id))
                ),
            ]
        );
        if (pool.Audit is { } audit)
            AddGraph(
                "Sign-ins, by provider",
                [Search($"{{CognitoStack,FunctionName,Provider}} MetricName=\"SignIns\" FunctionName=\"{audit.FunctionName}\"")]
            );
    }

    private void AddGraph(string title, IReadOnlyList<object[]> metrics) =>
        widgets.Add(
            new Dictionary<string, object>
            {
                ["type"] = "metric",
                ["x"] = widgets.Count % Columns * Width,
                ["y"] = widgets.Count / Columns * Height,
                ["width"] = Width,
                ["height"] = Height,
                ["properties"] = new Dictionary<string, object>
                {
                    ["title"] = title,
                    ["region"] = Aws.REGION,
                    ["view"] = "timeSeries",
                    ["period"] = MetricQuery.Period,
                    ["metrics"] = metrics.ToArray(),
                },
            }
        );

    private static object[] Metric(string @namespace, string name, string stat, params (string Name, string Value)[] dimensions) =>
        [
            @namespace,
            name,
            .. dimensions.SelectMany(d => new object[] { d.Name, d.Value }),
            new Dictionary<string, object> { ["stat"] = stat },
        ];

    private static object[] Search(string what) =>
        [new Dictionary<string, object> { ["expression"] = $"SEARCH('{what}', 'Sum', {MetricQuery.Period})" }];
}

/// <summary>What a dashboard shows.</summary>
public sealed record SignInDashboardProps
{
    /// <summary>Name of the environment.</summary>
    public required string Environment { get; init; }

    /// <summary>The user pool.</summary>
    public required UserPoolReference Pool { get; init; }

    /// <summary>Whether sign-ins are judged by their risk.</summary>
    public required bool JudgesRisk { get; init; }

    /// <summary>The firewall before the pool, or null.</summary>
    public WebFirewall? Firewall { get; init; }
}
