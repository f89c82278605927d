using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CognitoStack.Iam;

/// <summary>IAM's decisions from iam-simulate, in a Node process that lives as long as this object.</summary>
public sealed class NodeEvaluator : IEvaluatorProcess
{
    private const int BatchSize = 2000;
    private static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
    private readonly Process process;

    /// <summary>Starts the process. Node finds its packages in the <c>node_modules</c> of the program's folder, or of one above it.</summary>
    public NodeEvaluator() =>
        process =
            Process.Start(
                new ProcessStartInfo("node", [Path.Combine(AppContext.BaseDirectory, "worker.mjs")])
                {
                    RedirectStandardInput = true,
                    RedirectStandardOutput = true,
                }
            ) ?? throw new InvalidOperationException("node could not be started.");

    /// <inheritdoc/>
    public IReadOnlyList<Verdict> Decide(IReadOnlyDictionary<string, JsonObject> policies, IReadOnlyList<Question> questions)
    {
        Exchange(new { policies });
        return
        [
            .. questions
                .Chunk(BatchSize)
                .SelectMany(batch =>
                    Exchange(new { questions = batch })["verdicts"]!
                        .AsArray()
                        .Select(v => new Verdict(
                            v!["allowed"]?.GetValue<bool>() ?? false,
                            v["by"]?.GetValue<string>() ?? string.Empty,
                            v["problem"]?.GetValue<string>()
                        ))
                ),
        ];
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> UnknownActions(IReadOnlyList<string> names) =>
        [.. Exchange(new { actions = names })["unknown"]!.AsArray().Select(n => n!.GetValue<string>())];

    /// <summary>Number of the process.</summary>
    public int ProcessId => process.Id;

    /// <inheritdoc/>
    public void Forget() => Exchange(new { forget = true });

    /// <inheritdoc/>
    public void Dispose()
    {
        // It keeps nothing: there is nothing to wait for.
        process.Kill();
        process.Dispose();
    }

    private JsonObject Exchange(object message)
    {
        process.StandardInput.WriteLine(JsonSerializer.Serialize(message, Wire));
        process.StandardInput.Flush();
        return process.StandardOutput.ReadLine() is { } line
            ? JsonNode.Parse(line)!.AsObject()
            : throw new InvalidOperationException("The policy evaluator ended without an answer; what it complained of stands above.");
    }
}
