using System.Reflection;

namespace CognitoStack.Local.Http;

/// <summary>Files that are part of this program.</summary>
internal static class ProgramFiles
{
    public static string Text(string name)
    {
        using var reader = new StreamReader(
            Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
                ?? throw new InvalidOperationException($"The program was built without {name}.")
        );
        return reader.ReadToEnd();
    }
}
