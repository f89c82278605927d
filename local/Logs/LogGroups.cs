using System.Globalization;
using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.Logs;

/// <summary>A log group.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Arn">Its ARN, without the star.</param>
/// <param name="Created">When it was made, in milliseconds.</param>
/// <param name="RetentionInDays">How long it keeps events; null for ever.</param>
internal sealed record LogGroup(string Name, string Arn, long Created, int? RetentionInDays);

/// <summary>The log groups of the templates, and those that functions have made by logging.</summary>
internal sealed class LogGroups(IDeployment deployment, LogStore store, TimeProvider time) : IDeploymentStep
{
    public const string Type = "AWS::Logs::LogGroup";

    /// <inheritdoc/>
    public Task DeployAsync(Deployed next, CancellationToken cancel)
    {
        foreach (var group in next.OfType(Type))
            store.AddGroup(group.Name);
        return Task.CompletedTask;
    }

    /// <summary>All groups, in the order of their names.</summary>
    public async Task<List<LogGroup>> AllAsync() =>
        [.. (await store.GroupsAsync()).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => Of(g.Key, g.Value))];

    /// <summary>A group by its name or ARN.</summary>
    /// <exception cref="AwsException">There is none.</exception>
    public async Task<LogGroup> GetAsync(string identifier)
    {
        var name = NameOf(identifier);
        return (await store.GroupsAsync()).TryGetValue(name, out var created)
            ? Of(name, created)
            : throw new AwsException("ResourceNotFoundException", "The specified log group does not exist.");
    }

    /// <summary>The name in an ARN, which may end in a star; a name is one already.</summary>
    public static string NameOf(string identifier) => identifier.Split(":log-group:", 2) is [_, var rest] ? rest.Split(':')[0] : identifier;

    /// <summary>The ARN of a group, be it there or not.</summary>
    public string ArnOf(string name) =>
        deployment.Current is var deployed ? $"arn:{deployed.Partition}:logs:{deployed.Region}:{deployed.Account}:log-group:{name}" : name;

    /// <summary>The policies by which templates let services write.</summary>
    public List<Resource> Policies => [.. deployment.Current.OfType("AWS::Logs::ResourcePolicy")];

    /// <summary>A group as a template makes it; null where none does.</summary>
    public Resource? Declared(string name) => deployment.Current.Find(Type, name);

    /// <summary>The time of the oldest event that a group still keeps.</summary>
    public long OldestOf(LogGroup group) =>
        group.RetentionInDays is { } days ? time.GetUtcNow().AddDays(-days).ToUnixTimeMilliseconds() : 0;

    /// <summary>The metric filters of a group, in the order of their names.</summary>
    public List<Resource> FiltersOf(LogGroup group) =>
        [
            .. deployment
                .Current.OfType(MetricFilters.Type)
                .Where(f => f.Text("LogGroupName") == group.Name)
                .OrderBy(f => f.Name, StringComparer.Ordinal),
        ];

    public JsonObject Describe(LogGroup group)
    {
        var described = new JsonObject
        {
            ["logGroupName"] = group.Name,
            ["creationTime"] = group.Created,
            ["metricFilterCount"] = FiltersOf(group).Count,
            ["arn"] = $"{group.Arn}:*",
            ["logGroupArn"] = group.Arn,
            ["storedBytes"] = store.BytesOf(group.Name),
            ["logGroupClass"] = "STANDARD",
        };
        if (group.RetentionInDays is { } days)
            described["retentionInDays"] = days;
        return described;
    }

    private LogGroup Of(string name, long created) =>
        new(
            name,
            ArnOf(name),
            created,
            int.TryParse(
                deployment.Current.Find(Type, name)?.Text("RetentionInDays"),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var days
            )
                ? days
                : null
        );
}
