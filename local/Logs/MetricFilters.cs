using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Http;
using CognitoStack.Local.Metrics;

namespace CognitoStack.Local.Logs;

/// <summary>Counts what is logged by the filters of the templates (<c>AWS::Logs::MetricFilter</c>), and keeps it.</summary>
internal sealed class MetricFilters(LogStore store, IMetrics metrics, IDeployment deployment) : ILogs, IDeploymentStep, ISupports
{
    public const string Type = "AWS::Logs::MetricFilter";
    private readonly ConditionalWeakTable<Deployed, ILookup<string, Filter>> read = [];

    /// <inheritdoc/>
    public IEnumerable<Support> Types =>
        [
            new(
                Type,
                [
                    "FilterName",
                    "FilterPattern",
                    "LogGroupName",
                    "MetricTransformations.MetricName",
                    "MetricTransformations.MetricNamespace",
                    "MetricTransformations.MetricValue",
                    "MetricTransformations.Unit",
                ],
                new Dictionary<string, string> { ["MetricTransformations.DefaultValue"] = "what does not match counts nothing here" }
            ),
        ];

    /// <inheritdoc/>
    public void Put(string group, string stream, string message)
    {
        store.Put(group, stream, message);
        foreach (var filter in read.GetValue(deployment.Current, Read)[group].Where(f => f.Pattern.Matches(message)))
            metrics.Put(filter.Metric, filter.Value, filter.Unit);
    }

    /// <inheritdoc/>
    public Task DeployAsync(Deployed next, CancellationToken cancel)
    {
        Read(next);
        return Task.CompletedTask;
    }

    private static ILookup<string, Filter> Read(Deployed deployed) =>
        deployed
            .OfType(Type)
            .SelectMany(r => (r.Properties["MetricTransformations"] as JsonArray ?? []).Select(t => (Resource: r, Of: t!)))
            .ToLookup(t => t.Resource.Text("LogGroupName")!, t => Read(t.Resource, t.Of));

    private static Filter Read(Resource resource, JsonNode of)
    {
        try
        {
            return new(
                new(resource.Text("FilterPattern") ?? ""),
                new(of["MetricNamespace"]!.ToString(), of["MetricName"]!.ToString()),
                double.TryParse(of["MetricValue"]!.ToString(), CultureInfo.InvariantCulture, out var value)
                    ? value
                    : throw new AwsException("InvalidParameterException", $"the value {of["MetricValue"]} is taken from no line here"),
                of["Unit"]?.ToString() ?? "None"
            );
        }
        catch (AwsException e)
        {
            throw new DeploymentException($"The metric filter {resource.LogicalId} cannot be applied here: {e.Message}", resource);
        }
    }

    private sealed record Filter(FilterPattern Pattern, MetricName Metric, double Value, string Unit);
}
