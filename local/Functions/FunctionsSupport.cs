using CognitoStack.Local.Deployment;

namespace CognitoStack.Local.Functions;

/// <summary>What of Lambda's types works here.</summary>
internal sealed class FunctionsSupport : ISupports
{
    public const string Function = "AWS::Lambda::Function";

    public IEnumerable<Support> Types { get; } =
    [
        new(
            Function,
            [
                "Architectures",
                "Code",
                "Environment",
                "FunctionName",
                "Handler",
                "LoggingConfig.ApplicationLogLevel",
                "LoggingConfig.LogFormat",
                "LoggingConfig.LogGroup",
                "PackageType",
                "ReservedConcurrentExecutions",
                "Role",
                "Runtime",
                "Tags",
                "Timeout",
                .. OperatingSystem.IsLinux() ? (string[])["MemorySize"] : [],
            ],
            new Dictionary<string, string>
            {
                ["DeadLetterConfig"] = "triggers are invoked synchronously",
                ["Description"] = "for people",
                ["EphemeralStorage"] = "/tmp is this machine's",
                ["KmsKeyArn"] = "variables are not stored",
                ["LoggingConfig.SystemLogLevel"] = "START, END and REPORT are always logged",
                ["MemorySize"] = "only Linux tells how much memory a process has; elsewhere AWS_LAMBDA_FUNCTION_MEMORY_SIZE is all",
                ["TracingConfig"] = "there is no X-Ray here",
                ["VpcConfig"] = "functions use this machine's network",
            }
                .Where(ignored => ignored.Key != "MemorySize" || !OperatingSystem.IsLinux())
                .ToDictionary()
        ),
        // The user pool asks it whether it may invoke a trigger.
        new(
            "AWS::Lambda::Permission",
            ["Action", "FunctionName", "Principal", "SourceAccount", "SourceArn"],
            new Dictionary<string, string>()
        ),
        new(
            "AWS::Lambda::Version",
            ["FunctionName"],
            new Dictionary<string, string>
            {
                ["CodeSha256"] = "a version stands for the function as it is deployed now",
                ["Description"] = "for people",
            }
        ),
        new(
            "AWS::Lambda::Alias",
            ["FunctionName", "Name"],
            new Dictionary<string, string>
            {
                ["FunctionVersion"] = "an alias stands for the function as it is deployed now",
                ["Description"] = "for people",
            }
        ),
    ];
}
