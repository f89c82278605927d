using CognitoStack.Local.Access;

namespace CognitoStack.Local;

/// <summary>The one folder that all state lives in; whoever deletes it starts anew.</summary>
public sealed class StateFolder(string path)
{
    /// <summary>Absolute path.</summary>
    public string Path { get; } = SecretFile.Folder(path).FullName;

    /// <summary>A file or folder below it.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Forgets everything.</summary>
    /// <param name="but">Files and folders that stay.</param>
    public void Empty(params string[] but)
    {
        foreach (var entry in new DirectoryInfo(Path).EnumerateFileSystemInfos().Where(e => !but.Contains(e.Name)))
        {
            if (entry is DirectoryInfo folder)
                folder.Delete(recursive: true);
            else
                entry.Delete();
        }
    }
}
