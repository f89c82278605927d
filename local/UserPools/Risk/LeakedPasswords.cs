using System.Collections.Frozen;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.UserPools.Risk;

/// <summary>Passwords that are on every list of leaked ones. Cognito's own list is far longer and not known.</summary>
internal static class LeakedPasswords
{
    private static readonly FrozenSet<string> All = ProgramFiles
        .Text("leaked-passwords.txt")
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .ToFrozenSet();

    public static bool Contains(string password) => All.Contains(password);
}
