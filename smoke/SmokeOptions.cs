namespace CognitoStack.Smoke;

/// <summary>What the command line says.</summary>
internal sealed record SmokeOptions
{
    /// <summary>Where the local AWS answers.</summary>
    public const string LocalEndpoint = "http://127.0.0.1:4566";

    /// <summary>Where <c>npm start</c> leaves the outputs of each environment, and beside them the credentials.</summary>
    public const string LocalOutputs = ".local/outputs.NAME.json";

    /// <summary>Name of the environment, or a path that ends in <c>.json</c>.</summary>
    public string Environment { get; init; } = "local";

    /// <summary>File of <c>cdk deploy --outputs-file</c>; null: the local AWS's.</summary>
    public string? Outputs { get; init; }

    /// <summary>Address that stands in for AWS; null: the local AWS's, or AWS itself where outputs are named.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Region; null: as the outputs say.</summary>
    public string? Region { get; init; }

    /// <summary>File for the results as JUnit XML.</summary>
    public string? JUnit { get; init; }

    /// <summary>Domain of the made-up users' addresses; null: one that the environment lets in.</summary>
    public string? EmailDomain { get; init; }

    /// <summary>Whether a production environment may be tried.</summary>
    public bool IKnow { get; init; }

    /// <summary>Whether nothing is made: only what strangers can see is checked.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>How many checks run at a time.</summary>
    public int Parallel { get; init; } = 8;

    /// <summary>The file of the outputs.</summary>
    public string EffectiveOutputs =>
        Outputs ?? LocalOutputs.Replace("NAME", Path.GetFileNameWithoutExtension(Environment), StringComparison.Ordinal);

    /// <summary>Address that stands in for AWS; null: AWS itself.</summary>
    public Uri? EffectiveEndpoint => Endpoint ?? (Outputs is null ? new Uri(LocalEndpoint) : null);

    /// <summary>Whether users are those of one machine, whom nobody misses.</summary>
    public bool IsLocal => EffectiveEndpoint is { IsLoopback: true };
}
