namespace CognitoStack.Iam;

/// <summary>How long to wait before a program that ended is started again.</summary>
public sealed class Backoff
{
    /// <summary>A program that lived this long is well again.</summary>
    public static readonly TimeSpan WellAfter = TimeSpan.FromSeconds(30);

    /// <summary>How often one is tried that does not get well.</summary>
    public static readonly TimeSpan Hopeless = TimeSpan.FromSeconds(30);

    private const int QuickFailures = 5;
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private int failures;

    /// <summary>Counts an end.</summary>
    /// <param name="lived">How long the program lived.</param>
    /// <param name="isMissing">Whether nothing but an installation helps.</param>
    /// <returns>The wait, and whether there is hope that it ends soon.</returns>
    public (TimeSpan Wait, bool GivesUp) Next(TimeSpan lived, bool isMissing)
    {
        failures = lived >= WellAfter ? 1 : failures + 1;
        if (isMissing || failures >= QuickFailures)
            return (Hopeless, true);
        var wait = First * Math.Pow(2, failures - 1);
        return (wait < Longest ? wait : Longest, false);
    }
}
