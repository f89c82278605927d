namespace CognitoStack.Local;

/// <summary>The one folder that all state lives in; whoever deletes it starts anew.</summary>
public sealed class StateFolder(string path)
{
    /// <summary>Absolute path.</summary>
    public string Path { get; } = Create(path).FullName;

    /// <summary>A file or folder below it.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    // The administrator's key and the keys of tokens are in it: nobody else's to read.
    private static DirectoryInfo Create(string path) => OperatingSystem.IsWindows()
        ? Directory.CreateDirectory(path)
        : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
}
