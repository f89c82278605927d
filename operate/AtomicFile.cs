namespace CognitoStack.Operate;

/// <summary>Files that are whole or not there.</summary>
internal static class AtomicFile
{
    public static void Write(string path, string text)
    {
        var next = $"{path}.next";
        using (var file = new FileStream(next, FileMode.Create, FileAccess.Write))
        using (var writer = new StreamWriter(file))
        {
            writer.Write(text);
            writer.Flush();
            file.Flush(flushToDisk: true);
        }
        File.Move(next, path, overwrite: true);
    }
}
