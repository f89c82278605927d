using Amazon.CDK.AWS.CloudWatch;
using CognitoStack.Authentication;

namespace CognitoStack.Operations;

/// <summary>Alarms about the functions before and after authentication, and their tables.</summary>
/// <remarks>Sources: AWS Lambda Developer Guide, "Types of metrics for Lambda functions" (https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html);
/// Amazon DynamoDB Developer Guide, "DynamoDB metrics and dimensions" (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html).
/// A function that nobody calls and a table that nobody reads report nothing: no data is no fault.</remarks>
internal static class FunctionAlarms
{
    private const string Runbook = "a-function-fails";

    /// <summary>Milliseconds of the five seconds that Cognito waits.</summary>
    private const int SlowMilliseconds = 3000;

    /// <summary>Alarms of the gate and its deny list.</summary>
    public static void AddGate(Alarms alarms, TriggerReference gate, int? monthlyUsers)
    {
        var refused = Own("refused", "SignInsRefused", gate, isResult: false);
        AddFunction(
            alarms,
            "Gate",
            "the gate before authentication",
            "nobody signs in whom it is asked about",
            gate,
            [
                // Lambda counts as an error what the gate means as an answer.
                Lambda("errors", "Errors", gate, "Sum", isResult: false),
                refused,
                MetricQuery.Expression("unmeant", "errors - FILL(refused, 0)", "Errors that are no refusals"),
            ]
        );
        alarms.Add(
            new()
            {
                Name = "GateFailures",
                Meaning = "The gate could not read its deny list or a user's groups in time, or could not link an account.",
                Action = "signInRules.onFailure says whether such users were let in. Look at the table and at the quota of ListGroups.",
                Runbook = Runbook,
                Metrics = [Own("failures", "GateFailures", gate)],
            }
        );
        alarms.Add(
            new()
            {
                Name = "SignInsRefused",
                Meaning = "The gate rejects many sign-ins.",
                Action = "Look at the reasons: it is an attack, or a rule that was deployed last rejects whom it should not.",
                Runbook = "a-user-cannot-sign-in",
                Metrics = [Own("refused", "SignInsRefused", gate)],
                Threshold = Burst.Of(50, monthlyUsers),
            }
        );
        if (gate.TableName is { } table)
            AddTable(alarms, "DenyList", "the deny list", table, "ReadThrottleEvents", "BatchGetItem");
    }

    /// <summary>Alarms of the audit and its table.</summary>
    public static void AddAudit(Alarms alarms, TriggerReference audit)
    {
        AddFunction(
            alarms,
            "Audit",
            "the audit after authentication",
            "sign-ins go on, and their records are missing",
            audit,
            [Lambda("errors", "Errors", audit, "Sum")]
        );
        alarms.Add(
            new()
            {
                Name = "AuditFailures",
                Meaning = "The audit could not write the record of a sign-in. The sign-in itself went on.",
                Action = "The function's log has what the record lacks. Look at the table.",
                Runbook = Runbook,
                Metrics = [Own("failures", "AuditFailures", audit)],
            }
        );
        AddTable(alarms, "AuditTable", "the table of sign-ins", audit.TableName!, "WriteThrottleEvents", "UpdateItem");
    }

    /// <summary>Alarms of the function that brings users over.</summary>
    public static void AddMigration(Alarms alarms, TriggerReference migration)
    {
        AddFunction(
            alarms,
            "Migration",
            "the migration of users",
            "nobody comes over from the old user pool",
            migration,
            [
                // Lambda counts as an error what the function means as an answer: a wrong password.
                Lambda("errors", "Errors", migration, "Sum", isResult: false),
                Own("refused", "MigrationsRefused", migration, isResult: false),
                MetricQuery.Expression("unmeant", "errors - FILL(refused, 0)", "Errors that are no refusals"),
            ]
        );
        alarms.Add(
            new()
            {
                Name = "MigrationFailures",
                Meaning = "The old user pool did not answer whether it knows a user, who so could not sign in.",
                Action = "The function's log has the error. Look at the old pool's app client and at its quota of sign-ins.",
                Runbook = Runbook,
                Metrics = [Own("failures", "MigrationFailures", migration)],
            }
        );
    }

    private static void AddFunction(
        Alarms alarms,
        string name,
        string what,
        string consequence,
        TriggerReference function,
        IReadOnlyList<CfnAlarm.MetricDataQueryProperty> errors
    )
    {
        Add("Errors", $"The function of {what} fails: {consequence}.", "Read the function's log.", errors, 3);
        Add(
            "Throttles",
            $"Lambda does not run the function of {what} often enough: the account's concurrency is used up.",
            "Find who uses it up, or raise the quota.",
            [Lambda("throttles", "Throttles", function, "Sum")],
            1
        );
        alarms.Add(
            new()
            {
                Name = $"{name}Duration",
                Meaning = $"The function of {what} took more than three of the five seconds that Cognito waits.",
                Action = "Look at the tables and services that it asks.",
                Runbook = Runbook,
                Metrics = [Lambda("longest", "Duration", function, "Maximum")],
                Threshold = SlowMilliseconds,
                Comparison = "GreaterThanThreshold",
                // One slow start is no fault.
                Periods = 3,
                Breaching = 2,
            }
        );

        void Add(string metric, string meaning, string action, IReadOnlyList<CfnAlarm.MetricDataQueryProperty> metrics, double threshold) =>
            alarms.Add(
                new()
                {
                    Name = name + metric,
                    Meaning = meaning,
                    Action = action,
                    Runbook = Runbook,
                    Metrics = metrics,
                    Threshold = threshold,
                }
            );
    }

    private static void AddTable(Alarms alarms, string name, string what, string table, string throttles, string operation)
    {
        Add(
            "Throttles",
            $"DynamoDB throttles {what}.",
            "One key is asked for too often, or the account's quota is reached.",
            throttles,
            [("TableName", table)]
        );
        Add(
            "SystemErrors",
            $"DynamoDB fails to answer about {what}.",
            "Look at the AWS Health Dashboard.",
            "SystemErrors",
            [("TableName", table), ("Operation", operation)]
        );

        void Add(string suffix, string meaning, string action, string metric, IReadOnlyList<(string, string)> dimensions) =>
            alarms.Add(
                new()
                {
                    Name = name + suffix,
                    Meaning = meaning,
                    Action = action,
                    Runbook = Runbook,
                    // An alarm over DynamoDB's metrics stays as it is while they report nothing, whatever it says of missing data: without an end
                    // to the alarm nobody would hear of the next one. Filled, a period that reports late counts for nothing at first: so three.
                    // Source: Amazon CloudWatch API Reference, "PutMetricAlarm" (https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html).
                    Metrics =
                    [
                        MetricQuery.Metric("events", ("AWS/DynamoDB", metric, dimensions), "Sum", isResult: false),
                        MetricQuery.Expression("filled", "FILL(events, 0)", "Events, none where DynamoDB reports none"),
                    ],
                    Periods = 3,
                }
            );
    }

    private static CfnAlarm.MetricDataQueryProperty Lambda(
        string id,
        string metric,
        TriggerReference function,
        string stat,
        bool isResult = true
    ) => MetricQuery.Metric(id, ("AWS/Lambda", metric, [("FunctionName", function.FunctionName)]), stat, isResult: isResult);

    private static CfnAlarm.MetricDataQueryProperty Own(string id, string metric, TriggerReference function, bool isResult = true) =>
        MetricQuery.Metric(id, ("CognitoStack", metric, [("FunctionName", function.FunctionName)]), "Sum", isResult: isResult);
}
