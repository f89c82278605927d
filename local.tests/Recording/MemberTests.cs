using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace CognitoStack.Local.Tests.Recording;

/// <summary>Runs after all the others: what is in no collection that runs alone has ended by then.</summary>
[CollectionDefinition(nameof(MemberTests), DisableParallelization = true)]
[Collection(nameof(MemberTests))]
public sealed class MemberTests
{
    /// <summary>Set where every test of this project runs, and not some of them.</summary>
    private static readonly bool IsWhole = Environment.GetEnvironmentVariable("COGNITOSTACK_ALL_TESTS") == "1";

    /// <remarks>Members that are read or answered in a test and are not in the file do no harm: they count as untested until somebody writes the file anew.</remarks>
    [Fact]
    public void Each_member_of_which_the_record_says_so_is_read_or_answered_in_a_test()
    {
        if (!IsWhole)
            return;
        var notes = Recorder.Notes;
        // What the record is written anew from.
        File.WriteAllLines(InRoot("artifacts", "members.txt"), notes.Order(StringComparer.Ordinal));
        var gone = (
            from operation in JsonNode.Parse(File.ReadAllText(InRoot("local.tests", "Recording", "members.json")))!.AsObject()
            from path in operation.Value!.ToString().Split(' ')
            where !notes.Contains($"{operation.Key} {path}")
            select $"{operation.Key} {path}"
        ).ToList();
        Assert.True(gone.Count == 0, string.Join('\n', gone.Prepend("These are read or answered in no test any more:")));
    }

    private static string InRoot(params string[] path) => Path.Combine([Path.GetDirectoryName(Here())!, "..", "..", .. path]);

    private static string Here([CallerFilePath] string file = "") => file;
}
