namespace CognitoStack.Smoke.Checks;

/// <summary>A step that several checks build on, such as a user's sign-in: whoever needs it first takes it, once.</summary>
/// <param name="what">What must hold for it, as a sentence.</param>
/// <param name="make">Takes the step.</param>
internal sealed class Shared<T>(string what, Func<Task<T>> make)
{
    private readonly Lazy<Task<T>> made = new(make);
    private int told;

    /// <summary>Whether a check of its own tells of its failure; otherwise the first that meets it does.</summary>
    public bool HasCheck { get; init; }

    /// <summary>What it made, if anything: clean-up and reports take no steps.</summary>
    public T? MadeOrDefault => made.IsValueCreated && made.Value.IsCompletedSuccessfully ? made.Value.Result : default;

    /// <summary>For the check that it belongs to.</summary>
    public Task<T> TakeAsync() => made.Value;

    /// <summary>For checks that build on it.</summary>
    /// <exception cref="PrerequisiteException">It failed, and another check tells of that.</exception>
    public async Task<T> GetAsync()
    {
        try
        {
            return await made.Value;
        }
        catch (Exception e)
            when (e is not (PrerequisiteException or OperationCanceledException) && (HasCheck || Interlocked.Exchange(ref told, 1) == 1))
        {
            throw new PrerequisiteException(what);
        }
    }
}
