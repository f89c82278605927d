using System.Collections.Concurrent;
using System.IO.Compression;
using CognitoStack.Local.Deployment.Templates;

namespace CognitoStack.Local.Deployment;

/// <summary>Folders with the code of functions, by the key of their asset. Earlier code stays known, since requests that are under way may still need it.</summary>
internal sealed class FunctionCode(StateFolder state)
{
    private readonly ConcurrentDictionary<string, string> folders = new();

    /// <summary>Finds the code of every function of a deployment.</summary>
    /// <exception cref="DeploymentException">An asset is missing.</exception>
    public void Find(Deployed next, IReadOnlyDictionary<string, string> assets)
    {
        foreach (var function in next.OfType("AWS::Lambda::Function"))
        {
            if (function.Properties["Code"]?["S3Key"]?.ToString() is not { } key) continue;
            var at = new Place(function.Stack, $"{function.LogicalId}.Code");
            if (!assets.TryGetValue(key, out var path)) throw at.Error($"no *.assets.json of the cloud assembly tells of {key}. Synthesize again: npx cdk synth.");
            folders[key] = Directory.Exists(path) ? path
                : File.Exists(path) ? Unpacked(path)
                : throw at.Error($"{path} is not there. Synthesize again: npx cdk synth.");
        }
    }

    /// <summary>The folder of a function.</summary>
    public string Of(Resource function) => function.Properties["Code"]?["S3Key"]?.ToString() is { } key && folders.TryGetValue(key, out var folder)
        ? folder
        : throw new Place(function.Stack, $"{function.LogicalId}.Code").Error("only code of an asset is run here, neither inline code nor an image.");

    // The name of an asset is the hash of what is in it.
    private string Unpacked(string archive)
    {
        var folder = Path.Combine(state["code"], Path.GetFileNameWithoutExtension(archive));
        if (Directory.Exists(folder)) return folder;
        var temporary = folder + ".new";
        if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
        ZipFile.ExtractToDirectory(archive, temporary);
        Directory.Move(temporary, folder);
        return folder;
    }
}
