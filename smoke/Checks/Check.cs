namespace CognitoStack.Smoke.Checks;

/// <summary>What checks are about, in the order in which they are shown.</summary>
internal enum CheckGroup
{
    SignIn,
    Pages,
    Federation,
    Tokens,
    OwnData,
    OthersData,
    GroupsAndRules,
    Guests,
    Audit,
    CleanUp,
}

/// <summary>One thing that must hold of a deployed environment.</summary>
/// <param name="Group">What it is about.</param>
/// <param name="Name">What must hold, as a sentence.</param>
/// <param name="ActAsync">Tries it; throws where it does not hold.</param>
internal sealed record Check(CheckGroup Group, string Name, Func<CancellationToken, Task> ActAsync)
{
    /// <summary>Why it cannot be tried in this environment; null: it can.</summary>
    public string? SkipBecause { get; init; }

    /// <summary>Whether it makes nothing that would have to be removed again.</summary>
    public bool OnlyReads { get; init; }

    /// <summary>Whether it waits for time to pass, and so is started before the others.</summary>
    public bool Waits { get; init; }

    /// <summary>A check that this environment has no occasion for.</summary>
    public static Check Skipped(CheckGroup group, string name, string because) =>
        new(group, name, _ => Task.CompletedTask) { SkipBecause = because };
}

/// <summary>How far a check is.</summary>
internal enum CheckState
{
    Waiting,
    Running,
    Passed,
    Failed,
    Skipped,
}

/// <summary>What came of a check.</summary>
/// <param name="State">How far it is.</param>
/// <param name="Time">How long it took.</param>
/// <param name="Failure">What was wrong.</param>
/// <param name="Because">Why it was not tried.</param>
internal sealed record CheckResult(CheckState State, TimeSpan Time = default, Failure? Failure = null, string? Because = null)
{
    /// <summary>Of a check whose turn has not come.</summary>
    public static CheckResult Waiting { get; } = new(CheckState.Waiting);

    /// <summary>Whether nothing will change any more.</summary>
    public bool IsFinal => State > CheckState.Running;
}

/// <summary>What was wrong.</summary>
/// <param name="Expected">What should have happened.</param>
/// <param name="Actual">What happened.</param>
/// <param name="RequestId">Request in the logs of AWS, or of the local host.</param>
/// <param name="Hint">Where to look.</param>
internal sealed record Failure(string Expected, string Actual, string? RequestId = null, string? Hint = null);

/// <summary>Something does not hold.</summary>
internal sealed class CheckFailedException(Failure failure) : Exception($"expected {failure.Expected}, but {failure.Actual}")
{
    /// <summary>What.</summary>
    public Failure Failure => failure;
}

/// <summary>Something that a check needs has failed in the check that it belongs to.</summary>
internal sealed class PrerequisiteException(string needed) : Exception($"needs that {needed}, which failed") { }

/// <summary>How groups are called.</summary>
internal static class CheckGroups
{
    /// <summary>The name for people.</summary>
    public static string Title(this CheckGroup group) =>
        group switch
        {
            CheckGroup.SignIn => "Sign-in",
            CheckGroup.Pages => "Login pages",
            CheckGroup.Federation => "Other providers",
            CheckGroup.Tokens => "Tokens",
            CheckGroup.OwnData => "Own data",
            CheckGroup.OthersData => "Other people's data",
            CheckGroup.GroupsAndRules => "Groups and rules",
            CheckGroup.Guests => "Guests",
            CheckGroup.Audit => "Audit",
            CheckGroup.CleanUp => "Clean-up",
            _ => throw new ArgumentOutOfRangeException(nameof(group), group, null),
        };
}
