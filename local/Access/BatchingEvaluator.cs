using System.Text.Json.Nodes;
using System.Threading.Channels;
using CognitoStack.Assurance.Access;
using CognitoStack.Evaluator;
using CognitoStack.Local.Http;
using CognitoStack.Local.Processes;
using Microsoft.Extensions.Logging;

namespace CognitoStack.Local.Access;

/// <summary>A policy by a name that its content decides.</summary>
/// <param name="Name">Its name for people, and the hash of its content.</param>
/// <param name="Document">Its content.</param>
internal sealed record HashedPolicy(string Name, JsonObject Document)
{
    public static HashedPolicy Of(string name, JsonObject document) => new($"{name}@{SignatureV4.Hash(document.ToJsonString())[..32]}", document);
}

/// <summary>Where policies are evaluated, and how often what it knows is too much.</summary>
internal interface IForgetfulEvaluator : IPolicyEvaluator, IDisposable
{
    void Forget();
}

/// <summary>The evaluator's process.</summary>
internal sealed class EvaluatorProcess(string root) : IForgetfulEvaluator
{
    private readonly NodeEvaluator evaluator = new(root);

    public IReadOnlyList<Verdict> Decide(IReadOnlyDictionary<string, JsonObject> policies, IReadOnlyList<Question> questions) => evaluator.Decide(policies, questions);

    public IReadOnlyList<string> UnknownActions(IReadOnlyList<string> names) => evaluator.UnknownActions(names);

    public void Forget() => evaluator.Forget();

    public int ProcessId => evaluator.ProcessId;

    public void Dispose() => evaluator.Dispose();
}

/// <summary>Asks one evaluator for many requests at a time: whatever waits is asked as one batch, and a policy is sent once.</summary>
internal sealed class BatchingEvaluator : IAsyncDisposable
{
    private const int MostPolicies = 2000;
    private const int MostAtOnce = 500;
    private readonly Channel<Asked> waiting = Channel.CreateBounded<Asked>(1_000);
    private readonly HashSet<string> sent = [];
    private readonly Func<IForgetfulEvaluator> start;
    private readonly ILogger<BatchingEvaluator> log;
    private readonly TimeProvider time;
    private readonly TimeSpan patience;
    private readonly Backoff backoff = new();
    private readonly Task dispatcher;
    private IForgetfulEvaluator? evaluator;
    private DateTimeOffset started;
    private DateTimeOffset resting;
    private bool isWell = true;

    public BatchingEvaluator(Func<IForgetfulEvaluator> start, ILogger<BatchingEvaluator> log, TimeProvider time, TimeSpan? patience = null)
    {
        (this.start, this.log, this.time, this.patience) = (start, log, time, patience ?? TimeSpan.FromSeconds(30));
        dispatcher = Task.Run(DispatchAsync);
    }

    /// <summary>Asks; while many others wait, it waits for room, too.</summary>
    /// <exception cref="AwsException"><c>ServiceUnavailable</c>: there is no answer. It is never taken for a yes.</exception>
    public async Task<Verdict> DecideAsync(Question question, IReadOnlyCollection<HashedPolicy> policies, CancellationToken cancel)
    {
        var asked = new Asked(question, policies);
        try
        {
            await waiting.Writer.WriteAsync(asked, cancel);
        }
        catch (ChannelClosedException)
        {
            throw Unavailable();
        }

        return await asked.Answer.Task.WaitAsync(cancel);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await dispatcher;
        evaluator?.Dispose();
    }

    private async Task DispatchAsync()
    {
        var batch = new List<Asked>();
        while (await waiting.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < MostAtOnce && waiting.Reader.TryRead(out var asked)) batch.Add(asked);
            try
            {
                var verdicts = await AskTwiceAsync(batch);
                for (var i = 0; i < batch.Count; i++) batch[i].Answer.SetResult(verdicts[i]);
            }
#pragma warning disable CA1031 // Whatever went wrong, those who wait must be told, and the next be asked.
            catch (Exception)
#pragma warning restore CA1031
            {
                foreach (var asked in batch) asked.Answer.TrySetException(Unavailable());
            }
        }
    }

    /// <summary>A process that was well until now, and has died, is no reason to refuse this batch; one that does not get well is not started for each.</summary>
    private async Task<IReadOnlyList<Verdict>> AskTwiceAsync(List<Asked> batch)
    {
        var wasWell = isWell;
        try
        {
            return await AskAsync(batch);
        }
        catch (Exception) when (wasWell)
        {
            return await AskAsync(batch);
        }
    }

    private async Task<IReadOnlyList<Verdict>> AskAsync(List<Asked> batch)
    {
        if (evaluator is null && time.GetUtcNow() < resting) throw Unavailable();
        try
        {
            if (evaluator is null) (evaluator, started) = (start(), time.GetUtcNow());
            if (sent.Count > MostPolicies)
            {
                evaluator.Forget();
                sent.Clear();
            }

            var unsent = batch.SelectMany(a => a.Policies).Where(p => !sent.Contains(p.Name)).DistinctBy(p => p.Name).ToDictionary(p => p.Name, p => p.Document);
            var current = evaluator;
            var verdicts = await Task.Run(() => current.Decide(unsent, [.. batch.Select(a => a.Question)])).WaitAsync(patience);
            if (verdicts.Count != batch.Count) throw new InvalidOperationException($"{batch.Count} questions got {verdicts.Count} answers.");
            sent.UnionWith(unsent.Keys);
            isWell = true;
            return verdicts;
        }
        catch (Exception e)
        {
            var (failed, now) = (evaluator, time.GetUtcNow());
            var (wait, _) = backoff.Next(failed is null ? TimeSpan.Zero : now - started, isMissing: failed is null);
            if (isWell) wait = TimeSpan.Zero;
            (evaluator, isWell, resting) = (null, false, now + wait);
            sent.Clear();
            Log.EvaluatorFailed(log, e, wait.TotalSeconds);
            failed?.Dispose();
            throw;
        }
    }

    private static AwsException Unavailable() => new("ServiceUnavailable", "The policies cannot be evaluated at the moment. Please try again.", 503);

    private sealed record Asked(Question Question, IReadOnlyCollection<HashedPolicy> Policies)
    {
        public TaskCompletionSource<Verdict> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
