using System.Collections.Concurrent;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace CognitoStack.Local.Deployment;

/// <summary>Folders with the code of functions, by the key of their asset. Earlier code stays known, since requests that are under way may still need it.</summary>
internal sealed class FunctionCode(StateFolder state)
{
    private readonly ConcurrentDictionary<string, string> folders = new();

    /// <summary>Finds the code of every function of a deployment.</summary>
    /// <exception cref="TemplateException">An asset is missing.</exception>
    public void Find(Deployed next, IReadOnlyDictionary<string, string> assets)
    {
        var isFirst = folders.IsEmpty;
        foreach (var function in next.OfType("AWS::Lambda::Function"))
        {
            if (function.Properties["Code"]?["S3Key"]?.ToString() is not { } key) continue;
            var at = new TemplatePlace(function.Stack, $"{function.LogicalId}.Code");
            if (!assets.TryGetValue(key, out var path)) throw at.Error($"no *.assets.json of the cloud assembly tells of {key}. Synthesize again: npx cdk synth.");
            if (!Path.Exists(path)) throw at.Error($"{path} is not there. Synthesize again: npx cdk synth.");
            folders[key] = Kept(path);
        }

        // Of what ran before this host, nothing is under way any more.
        if (isFirst && Directory.Exists(state["code"]))
            foreach (var old in Directory.GetDirectories(state["code"]).Except(folders.Values)) Directory.Delete(old, recursive: true);
    }

    /// <summary>The folder of a function.</summary>
    public string Of(Resource function) => function.Properties["Code"]?["S3Key"]?.ToString() is { } key && folders.TryGetValue(key, out var folder)
        ? folder
        : throw new DeploymentException($"{function.Stack}: {function.LogicalId}.Code: only code of an asset is run here, neither inline code nor an image.");

    /// <summary>A copy, under a name that its content decides: the next synthesis takes the assembly away, and functions go on.</summary>
    private string Kept(string asset)
    {
        var folder = Path.Combine(state["code"], HashOf(asset));
        if (Directory.Exists(folder)) return folder;
        var temporary = folder + ".new";
        if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
        if (File.Exists(asset)) ZipFile.ExtractToDirectory(asset, temporary);
        else Copy(asset, temporary);
        Directory.Move(temporary, folder);
        return folder;
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (var folder in Directory.EnumerateDirectories(from)) Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
    }

    private static string HashOf(string asset)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        IEnumerable<string> files = File.Exists(asset) ? [asset] : Directory.EnumerateFiles(asset, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
        foreach (var file in files)
        {
            // A program that may not be run is another than one that may.
            var mode = OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(file);
            var content = File.ReadAllBytes(file);
            hash.AppendData(Encoding.UTF8.GetBytes($"{Path.GetRelativePath(asset, file)}\0{mode}\0{content.Length}\0"));
            hash.AppendData(content);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
