namespace CognitoStack.Assurance;

/// <summary>What the command line says.</summary>
internal sealed record ProveOptions
{
    /// <summary>A name, or a path that ends in <c>.json</c>.</summary>
    public required string Environment { get; init; }

    /// <summary>Path of a delivery file, which is proven in place of an environment; null: an environment is.</summary>
    public string? Delivery { get; init; }

    /// <summary>Folder of the templates and reports.</summary>
    public required string Output { get; init; }

    /// <summary>Whether the templates are there already.</summary>
    public bool IsSynthesized { get; init; }

    /// <summary>Whether the result is printed as JSON.</summary>
    public bool Json { get; init; }
}
