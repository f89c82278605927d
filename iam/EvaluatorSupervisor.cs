using System.Text.Json.Nodes;

namespace CognitoStack.Iam;

/// <summary>Keeps one evaluator's process: started when it is first asked, sent each policy once, replaced when it fails. One caller at a time.</summary>
/// <param name="start">Starts a process.</param>
/// <param name="time">Time.</param>
/// <param name="patience">How long it may take to answer.</param>
/// <param name="failed">Is told of a failure, and of how long nobody is asked then.</param>
public sealed class EvaluatorSupervisor(
    Func<IEvaluatorProcess> start,
    TimeProvider time,
    TimeSpan patience,
    Action<Exception, TimeSpan>? failed = null
) : IPolicyEvaluator, IDisposable
{
    private const int MostPolicies = 2000;
    private readonly Dictionary<string, JsonObject> sent = [];
    private readonly Backoff backoff = new();
    private IEvaluatorProcess? evaluator;
    private DateTimeOffset started;
    private DateTimeOffset resting;
    private bool isWell = true;

    /// <summary>Keeps a <see cref="NodeEvaluator"/>, which may take ten minutes for an answer.</summary>
    public static EvaluatorSupervisor OfNode() => new(() => new NodeEvaluator(), TimeProvider.System, TimeSpan.FromMinutes(10));

    /// <inheritdoc/>
    public IReadOnlyList<Verdict> Decide(IReadOnlyDictionary<string, JsonObject> policies, IReadOnlyList<Question> questions) =>
        DecideAsync(policies, questions).GetAwaiter().GetResult();

    /// <summary>Decides questions. A process that was well until now, and has died, is no reason to refuse them; one that does not get well is not
    /// started for each.</summary>
    /// <param name="policies">Policies by the names that the questions use.</param>
    /// <param name="questions">The questions.</param>
    public Task<IReadOnlyList<Verdict>> DecideAsync(IReadOnlyDictionary<string, JsonObject> policies, IReadOnlyList<Question> questions) =>
        AskTwiceAsync<IReadOnlyList<Verdict>>(current =>
        {
            if (sent.Count > MostPolicies)
            {
                current.Forget();
                sent.Clear();
            }

            // A name may mean another policy by now.
            var unsent = policies
                .Where(p => !sent.TryGetValue(p.Key, out var known) || !JsonNode.DeepEquals(known, p.Value))
                .ToDictionary();
            return (
                () => current.Decide(unsent, questions),
                verdicts =>
                {
                    if (verdicts.Count != questions.Count)
                        throw new InvalidOperationException($"{questions.Count} questions got {verdicts.Count} answers.");
                    foreach (var (name, document) in unsent)
                        sent[name] = document.DeepClone().AsObject();
                }
            );
        });

    /// <inheritdoc/>
    public IReadOnlyList<string> UnknownActions(IReadOnlyList<string> names) =>
        AskTwiceAsync<IReadOnlyList<string>>(current => (() => current.UnknownActions(names), _ => { })).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public void Dispose() => evaluator?.Dispose();

    private async Task<T> AskTwiceAsync<T>(Func<IEvaluatorProcess, (Func<T> Ask, Action<T> Keep)> prepare)
    {
        var wasWell = isWell;
        try
        {
            return await AskAsync(prepare).ConfigureAwait(false);
        }
        catch (Exception) when (wasWell)
        {
            return await AskAsync(prepare).ConfigureAwait(false);
        }
    }

    private async Task<T> AskAsync<T>(Func<IEvaluatorProcess, (Func<T> Ask, Action<T> Keep)> prepare)
    {
        if (evaluator is null && time.GetUtcNow() < resting)
            throw new InvalidOperationException("The policy evaluator failed a moment ago, and is not asked for a while.");
        try
        {
            if (evaluator is null)
                (evaluator, started) = (start(), time.GetUtcNow());
            var (ask, keep) = prepare(evaluator);
            var answer = await Task.Run(ask).WaitAsync(patience).ConfigureAwait(false);
            keep(answer);
            isWell = true;
            return answer;
        }
        catch (Exception e)
        {
            var (ended, now) = (evaluator, time.GetUtcNow());
            var (wait, _) = backoff.Next(ended is null ? TimeSpan.Zero : now - started, isMissing: ended is null);
            if (isWell)
                wait = TimeSpan.Zero;
            (evaluator, isWell, resting) = (null, false, now + wait);
            sent.Clear();
            failed?.Invoke(e, wait);
            ended?.Dispose();
            throw;
        }
    }
}
