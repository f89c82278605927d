using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using CognitoStack.Iam;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.Access;

/// <summary>A policy by a name that its content decides.</summary>
/// <param name="Name">Its name for people, and the hash of its content.</param>
/// <param name="Document">Its content.</param>
internal sealed record HashedPolicy(string Name, JsonObject Document)
{
    public static HashedPolicy Of(string name, JsonObject document) =>
        new($"{name}{DecidingStatement.CopyMark}{SignatureV4.Hash(document.ToJsonString())[..32]}", document);
}

/// <summary>Asks one evaluator for many requests at a time: whatever waits is asked as one batch. What was asked before is not asked again.</summary>
/// <remarks>
/// A verdict depends on nothing but the question and its policies, whose names have the hash of their content; the time is in the question
/// where a policy tests it. So users at work, who ask the same of many items and objects, wait for the evaluator once.
/// </remarks>
internal sealed class BatchingEvaluator : IAsyncDisposable
{
    private const int MostAtOnce = 500;
    private const int MostKept = 10_000;
    private readonly ConcurrentDictionary<(string Request, string Policies), Verdict> kept = new();
    private readonly Channel<Asked> waiting = Channel.CreateBounded<Asked>(1_000);
    private readonly EvaluatorSupervisor evaluator;
    private readonly Task dispatcher;

    public BatchingEvaluator(EvaluatorSupervisor evaluator)
    {
        this.evaluator = evaluator;
        dispatcher = Task.Run(DispatchAsync);
    }

    /// <summary>Has the process started before anybody waits for a verdict. One that does not start is told to whoever asks for a verdict.</summary>
    public async Task StartAsync(CancellationToken cancel)
    {
        var anything = new Question
        {
            Principal = "*",
            Action = "sts:GetCallerIdentity",
            Resource = "*",
            Account = "000000000000",
        };
        try
        {
            await DecideAsync(anything, [], cancel);
        }
        catch (AwsException)
        {
            // The log says why.
        }
    }

    /// <summary>Asks; while many others wait, it waits for room, too.</summary>
    /// <exception cref="AwsException"><c>ServiceUnavailable</c>: there is no answer. It is never taken for a yes.</exception>
    public async Task<Verdict> DecideAsync(Question question, IReadOnlyCollection<HashedPolicy> policies, CancellationToken cancel)
    {
        var key = (question.Text, string.Join('\n', [.. question.Identity, question.Session, question.ResourcePolicy]));
        if (kept.TryGetValue(key, out var known))
            return known;
        var asked = new Asked(question, policies);
        try
        {
            await waiting.Writer.WriteAsync(asked, cancel);
        }
        catch (ChannelClosedException)
        {
            throw Unavailable();
        }

        var verdict = await asked.Answer.Task.WaitAsync(cancel);
        if (verdict.Problem is null)
            Keep(key, verdict);
        return verdict;
    }

    private void Keep((string Request, string Policies) key, Verdict verdict)
    {
        if (kept.Count >= MostKept)
            kept.Clear();
        kept[key] = verdict;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await dispatcher;
        evaluator.Dispose();
    }

    private async Task DispatchAsync()
    {
        var batch = new List<Asked>();
        while (await waiting.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < MostAtOnce && waiting.Reader.TryRead(out var asked))
                batch.Add(asked);
            try
            {
                var policies = batch.SelectMany(a => a.Policies).DistinctBy(p => p.Name).ToDictionary(p => p.Name, p => p.Document);
                var verdicts = await evaluator.DecideAsync(policies, [.. batch.Select(a => a.Question)]);
                for (var i = 0; i < batch.Count; i++)
                    batch[i].Answer.SetResult(verdicts[i]);
            }
#pragma warning disable CA1031 // Whatever went wrong, those who wait must be told, and the next be asked.
            catch (Exception)
#pragma warning restore CA1031
            {
                foreach (var asked in batch)
                    asked.Answer.TrySetException(Unavailable());
            }
        }
    }

    private static AwsException Unavailable() =>
        new("ServiceUnavailable", "The policies cannot be evaluated at the moment. Please try again.", 503);

    private sealed record Asked(Question Question, IReadOnlyCollection<HashedPolicy> Policies)
    {
        public TaskCompletionSource<Verdict> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
