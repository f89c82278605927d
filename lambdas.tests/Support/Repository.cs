namespace CognitoStack.Lambda.Tests.Support;

internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>Where a published function is.</summary>
    public static string FunctionFolder(string name) => Path.Combine(Root, "artifacts", "functions", name);

    private static string Find(string? folder) =>
        folder switch
        {
            null => throw new InvalidOperationException("CognitoStack.sln is in no folder above the tests."),
            _ when File.Exists(Path.Combine(folder, "CognitoStack.sln")) => folder,
            _ => Find(Path.GetDirectoryName(folder)),
        };
}
