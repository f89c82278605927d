using System.Text;
using CognitoStack.Configuration;

namespace CognitoStack.Tests.Support;

/// <summary>Files that are nowhere but in a test, by their path below <c>cdk/</c>.</summary>
public sealed class TextFiles : IProjectFiles
{
    private readonly Dictionary<string, byte[]> files = [];

    /// <summary>Adds a file of text.</summary>
    public string this[string path]
    {
        set => files[path] = Encoding.UTF8.GetBytes(value);
    }

    /// <summary>Adds a file of bytes.</summary>
    public void Add(string path, byte[] content) => files[path] = content;

    public byte[]? Read(string path) => files.GetValueOrDefault(path);

    public IReadOnlyList<string>? List(string folder)
    {
        string[] names =
        [
            .. files
                .Keys.Where(path => Path.GetDirectoryName(path) == folder)
                .Select(path => Path.GetFileName(path))
                .Order(StringComparer.Ordinal),
        ];
        return names.Length == 0 ? null : names;
    }
}
