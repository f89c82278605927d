namespace CognitoStack.Assurance;

/// <summary>What the command line says.</summary>
internal sealed record ProveOptions
{
    /// <summary>How it is used.</summary>
    public static string Usage { get; } = Read("usage.txt");

    /// <summary>A name, or a path that ends in <c>.json</c>.</summary>
    public string Environment { get; init; } = "dev";

    /// <summary>Path of a delivery file, which is proven in place of an environment; null: an environment is.</summary>
    public string? Delivery { get; init; }

    /// <summary>Folder of the templates and reports.</summary>
    public string Output { get; init; } = "cdk.out";

    /// <summary>Whether the templates are there already.</summary>
    public bool IsSynthesized { get; init; }

    /// <summary>Whether the result is printed as JSON.</summary>
    public bool Json { get; init; }

    /// <summary>Whether only the usage is asked for.</summary>
    public bool Help { get; init; }

    /// <summary>Reads arguments.</summary>
    /// <exception cref="UsageException">One of them is not understood.</exception>
    public static ProveOptions Parse(IReadOnlyList<string> args)
    {
        var options = new ProveOptions();
        for (var i = 0; i < args.Count; i++)
        {
            options = args[i] switch
            {
                "--environment" or "-e" => options with { Environment = Value(args, ref i) },
                "--delivery" => options with { Delivery = Value(args, ref i) },
                "--out" => options with { Output = Value(args, ref i) },
                "--templates" => options with { Output = Value(args, ref i), IsSynthesized = true },
                "--json" => options with { Json = true },
                "--help" or "-h" => options with { Help = true },
                _ => throw new UsageException($"\"{args[i]}\" is not an option.\n\n{Usage}"),
            };
        }

        return options;
    }

    // A file, as the command gives it without this program having been built.
    private static string Read(string resource)
    {
        using var text = new StreamReader(typeof(ProveOptions).Assembly.GetManifestResourceStream(resource)!);
        return text.ReadToEnd().TrimEnd();
    }

    private static string Value(IReadOnlyList<string> args, ref int i) =>
        i + 1 < args.Count && !args[i + 1].StartsWith("--", StringComparison.Ordinal)
            ? args[++i]
            : throw new UsageException($"{args[i]} needs a value.\n\n{Usage}");
}

/// <summary>A command line that is not understood.</summary>
internal sealed class UsageException(string message) : Exception(message);
