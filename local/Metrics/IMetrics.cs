namespace CognitoStack.Local.Metrics;

/// <summary>A metric: what CloudWatch counts by itself.</summary>
/// <param name="Namespace">Who measures: <c>AWS/Cognito</c>.</param>
/// <param name="Name">What.</param>
/// <param name="Dimensions">Of what, in the order of their names.</param>
public sealed record MetricName(string Namespace, string Name, DimensionSet Dimensions)
{
    /// <summary>A metric with these dimensions.</summary>
    public MetricName(string @namespace, string name, params ReadOnlySpan<(string Name, string Value)> dimensions)
        : this(@namespace, name, new DimensionSet([.. dimensions])) { }
}

/// <summary>Dimensions, which are the same in whichever order they were named.</summary>
public sealed record DimensionSet
{
    /// <summary>Sorts them.</summary>
    public DimensionSet(IEnumerable<(string Name, string Value)> dimensions) =>
        All = [.. dimensions.OrderBy(d => d.Name, StringComparer.Ordinal)];

    /// <summary>All of them.</summary>
    public IReadOnlyList<(string Name, string Value)> All { get; }

    /// <inheritdoc/>
    public bool Equals(DimensionSet? other) => other is not null && All.SequenceEqual(other.All);

    /// <inheritdoc/>
    public override int GetHashCode() => All.Aggregate(0, HashCode.Combine);
}

/// <summary>Takes what is measured, for CloudWatch.</summary>
public interface IMetrics
{
    /// <summary>Puts a value of now.</summary>
    void Put(MetricName metric, double value, string unit = "Count");
}
