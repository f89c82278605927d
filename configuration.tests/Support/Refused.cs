namespace CognitoStack.Tests.Support;

/// <summary>Notes what a test has seen refused, for the table of all rules.</summary>
internal static class Refused
{
    // Tests run side by side: each run of one has a list of its own.
    private static readonly AsyncLocal<List<string>?> Notes = new();

    public static void Note(IEnumerable<string> errors) => Notes.Value?.AddRange(errors);

    /// <summary>The errors that a test asserts while it runs, in their order.</summary>
    public static IReadOnlyList<string> By(Action test)
    {
        var notes = Notes.Value = [];
        try
        {
            test();
            return notes;
        }
        finally
        {
            Notes.Value = null;
        }
    }
}
