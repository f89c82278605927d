using System.Text.Json.Nodes;
using CognitoStack.Iam;

namespace CognitoStack.Tests.Support;

/// <summary>Allows what it knows the policies of.</summary>
internal sealed class FakeEvaluator : IEvaluatorProcess
{
    private readonly HashSet<string> known = [];

    public bool Fails { get; set; }

    public bool Forgets { get; init; }

    /// <summary>Answers once it is open.</summary>
    public ManualResetEventSlim? Gate { get; init; }

    public List<string> Sent { get; } = [];

    public int Batches { get; private set; }

    public int Forgotten { get; private set; }

    public bool IsDisposed { get; private set; }

    public IReadOnlyList<Verdict> Decide(IReadOnlyDictionary<string, JsonObject> policies, IReadOnlyList<Question> questions)
    {
        Gate?.Wait();
        if (Fails)
            throw new InvalidOperationException("gone");
        Batches++;
        Sent.AddRange(policies.Keys);
        known.UnionWith(policies.Keys);
        return [.. questions.Skip(Forgets ? 1 : 0).Select(q => new Verdict(q.Identity.All(known.Contains), string.Empty))];
    }

    public IReadOnlyList<string> UnknownActions(IReadOnlyList<string> names) => [];

    public void Forget()
    {
        Forgotten++;
        known.Clear();
    }

    public void Dispose()
    {
        IsDisposed = true;
        Gate?.Set();
    }
}
