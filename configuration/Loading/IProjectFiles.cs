namespace CognitoStack.Configuration;

/// <summary>The files that an environment file names, below <c>cdk/</c>: the loader reads and checks them.</summary>
public interface IProjectFiles
{
    /// <summary>Content of a file, or null where there is none.</summary>
    byte[]? Read(string path);

    /// <summary>Names of the files in a folder, sorted, or null where there is no such folder.</summary>
    IReadOnlyList<string>? List(string folder);
}

/// <summary>No files at all: what an environment file gets that is read by itself.</summary>
internal sealed class NoFiles : IProjectFiles
{
    public static NoFiles Instance { get; } = new();

    public byte[]? Read(string path) => null;

    public IReadOnlyList<string>? List(string folder) => null;
}
