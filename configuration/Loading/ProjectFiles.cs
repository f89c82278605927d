namespace CognitoStack.Configuration;

/// <summary>Files below a folder of the project.</summary>
/// <param name="root">The folder.</param>
public sealed class ProjectFiles(string root) : IProjectFiles
{
    /// <inheritdoc/>
    public byte[]? Read(string path) => File.Exists(Path.Combine(root, path)) ? File.ReadAllBytes(Path.Combine(root, path)) : null;

    /// <inheritdoc/>
    public IReadOnlyList<string>? List(string folder) =>
        Directory.Exists(Path.Combine(root, folder))
            ? [.. Directory.GetFiles(Path.Combine(root, folder)).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)]
            : null;
}
