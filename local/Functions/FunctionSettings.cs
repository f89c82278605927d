using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment;

namespace CognitoStack.Local.Functions;

/// <summary>What a template says of a function.</summary>
internal sealed record FunctionSettings
{
    private const string TaskRoot = "/var/task";
    private const int DefaultConcurrency = 10;

    public required string Name { get; init; }

    public required string Arn { get; init; }

    /// <summary>The folder with its unpacked code: what Lambda shows it as <c>/var/task</c>.</summary>
    public required string Folder { get; init; }

    public required string RoleArn { get; init; }

    public required string Handler { get; init; }

    public required int Megabytes { get; init; }

    public required TimeSpan Timeout { get; init; }

    /// <summary>How many events it answers at the same time, each in a process of its own.</summary>
    public required int Concurrency { get; init; }

    public required string LogGroup { get; init; }

    /// <summary>Whether Lambda's own lines are JSON.</summary>
    public required bool LogsJson { get; init; }

    /// <summary>Variables that stand in the template, and those that Lambda makes of it.</summary>
    public required ImmutableSortedDictionary<string, string> Variables { get; init; }

    /// <summary>Tells a deployment of the function from any that differs.</summary>
    public required string Fingerprint { get; init; }

    public static FunctionSettings Of(Resource function, string folder)
    {
        var logging = function.Properties["LoggingConfig"] as JsonObject;
        return new FunctionSettings
        {
            Name = function.Name,
            Arn = function.Arn,
            Folder = folder,
            RoleArn = function.Text("Role") ?? "",
            Handler = function.Text("Handler") ?? "",
            Megabytes = Number(function, "MemorySize", 128),
            Timeout = TimeSpan.FromSeconds(Number(function, "Timeout", 3)),
            Concurrency = Number(function, "ReservedConcurrentExecutions", DefaultConcurrency),
            LogGroup = logging?[nameof(LogGroup)]?.ToString() ?? $"/aws/lambda/{function.Name}",
            LogsJson = logging?["LogFormat"]?.ToString() == "JSON",
            Variables = VariablesOf(function, logging, folder),
            Fingerprint = $"{folder}\n{function.Properties.ToJsonString()}",
        };
    }

    private static ImmutableSortedDictionary<string, string> VariablesOf(Resource function, JsonObject? logging, string folder)
    {
        var all = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in function.Properties["Environment"]?[nameof(Variables)] as JsonObject ?? [])
            all[name] = Here(value?.ToString() ?? "", folder);
        if (logging?["LogFormat"] is { } format)
            all["AWS_LAMBDA_LOG_FORMAT"] = format.ToString();
        if (logging?["ApplicationLogLevel"] is { } level)
            all["AWS_LAMBDA_LOG_LEVEL"] = level.ToString();
        return all.ToImmutable();
    }

    /// <summary>Lambda's folder of the code is not on this machine.</summary>
    private static string Here(string value, string folder) =>
        value == TaskRoot || value.StartsWith(TaskRoot + "/", StringComparison.Ordinal) ? folder + value[TaskRoot.Length..] : value;

    private static int Number(Resource function, string property, int otherwise) =>
        function.Text(property) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
