namespace CognitoStack.Tests.Support;

/// <summary>Files of the project, found from wherever the tests run.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string File(string path) => Path.Combine(Root, path);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!System.IO.File.Exists(Path.Combine(folder.FullName, "CognitoStack.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException($"No CognitoStack.sln above {AppContext.BaseDirectory}.");
        return folder.FullName;
    }
}
