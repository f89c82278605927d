namespace CognitoStack.Local.Processes;

/// <summary>The project's folder, where <c>node_modules</c> and the scripts are.</summary>
internal static class ProjectRoot
{
    /// <summary>The folder above this program that has the solution.</summary>
    public static string Path { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string? folder) =>
        folder switch
        {
            null => throw new InvalidOperationException($"CognitoStack.sln is in no folder above {AppContext.BaseDirectory}."),
            _ when File.Exists(System.IO.Path.Combine(folder, "CognitoStack.sln")) => folder,
            _ => Find(System.IO.Path.GetDirectoryName(folder)),
        };
}
