namespace CognitoStack.Local;

/// <summary>Files that only their owner may read.</summary>
internal static class SecretFile
{
    /// <summary>A folder that nobody else looks into.</summary>
    public static DirectoryInfo Folder(string path) =>
        OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(path)
            : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    /// <summary>Makes an empty file where there is none, for somebody who writes it later, such as a database.</summary>
    public static void Make(string path)
    {
        if (File.Exists(path))
            return;
        using var created = new FileStream(path, NewFile());
    }

    /// <summary>Reads a file; where it is not there, makes it whole or not at all.</summary>
    public static byte[] ReadOrCreate(string path, Func<byte[]> content)
    {
        if (!File.Exists(path))
        {
            Folder(Path.GetDirectoryName(path)!);
            var made = $"{path}.{Guid.NewGuid():N}";
            using (var stream = new FileStream(made, NewFile()))
                stream.Write(content());
            try
            {
                File.Move(made, path);
            }
            catch (IOException) when (File.Exists(path))
            {
                // Somebody else was faster.
                File.Delete(made);
            }
        }

        return File.ReadAllBytes(path);
    }

    private static FileStreamOptions NewFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}
