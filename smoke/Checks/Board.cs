namespace CognitoStack.Smoke.Checks;

/// <summary>What has come of every check so far, in the order in which they are shown.</summary>
internal sealed class Board
{
    private readonly CheckResult[] results;
    private readonly Lock gate = new();

    /// <summary>Nothing has been tried.</summary>
    public Board(IEnumerable<Check> checks)
    {
        // Sorting is stable: within a group, checks stay as the scenario has them.
        Checks = [.. checks.OrderBy(c => c.Group)];
        results = [.. Checks.Select(_ => CheckResult.Waiting)];
    }

    /// <summary>Told after each change.</summary>
    public event Action? Changed;

    /// <summary>The checks.</summary>
    public IReadOnlyList<Check> Checks { get; }

    /// <summary>The checks, each with what came of it.</summary>
    public IReadOnlyList<(Check Check, CheckResult Result)> Rows
    {
        get
        {
            lock (gate)
                return [.. Checks.Zip(results)];
        }
    }

    /// <summary>How many are in a state.</summary>
    public int Count(CheckState state) => Rows.Count(r => r.Result.State == state);

    /// <summary>Tells what came of a check.</summary>
    public void Set(int index, CheckResult result)
    {
        lock (gate)
            results[index] = result;
        Changed?.Invoke();
    }

    /// <summary>The last line of every report.</summary>
    public string Total(TimeSpan time) =>
        FormattableString.Invariant(
            $"{Count(CheckState.Passed)} checks passed, {Count(CheckState.Failed)} failed, {Count(CheckState.Skipped)} skipped, {time.TotalSeconds:0.0} s"
        );
}
