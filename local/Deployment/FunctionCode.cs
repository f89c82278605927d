using System.Collections.Concurrent;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace CognitoStack.Local.Deployment;

/// <summary>Folders with the code of functions, by the bucket and key of their asset. Earlier code stays known, since requests that are under way may still need it.</summary>
internal sealed class FunctionCode(StateFolder state, Func<IStoredObjects>? objects)
{
    private const string Index = "code.json";
    private readonly ConcurrentDictionary<string, string> folders = new();

    /// <summary>Finds the code of every function of a deployment.</summary>
    /// <exception cref="TemplateException">An asset is missing.</exception>
    public void Find(Deployed next, IReadOnlyDictionary<string, string> assets)
    {
        var isFirst = folders.IsEmpty;
        foreach (var function in next.OfType("AWS::Lambda::Function"))
        {
            if (KeyOf(function) is not { } key)
                continue;
            folders[key] = Found(function, key, assets);
            Remember(key);
        }

        // Of what ran before this host, nothing is under way any more.
        if (isFirst && Directory.Exists(state["code"]))
            foreach (var old in Directory.GetDirectories(state["code"]).Except(folders.Values))
                Directory.Delete(old, recursive: true);
    }

    /// <summary>The folder of a function.</summary>
    public string Of(Resource function) =>
        KeyOf(function) is { } key
        && (folders.TryGetValue(key, out var folder) || Remembered(key) is { } kept && Directory.Exists(folder = kept))
            ? folder
            : throw new DeploymentException(
                $"{function.Stack}: {function.LogicalId}.Code: only code of an asset is run here, neither inline code nor an image."
            );

    private static string? KeyOf(Resource function) =>
        function.Properties["Code"] is JsonObject code && code["S3Key"] is { } key ? $"{code["S3Bucket"]}/{key}" : null;

    /// <summary>Where code is: in an assembly that is deployed without a client, where it was before, or in its bucket.</summary>
    private string Found(Resource function, string key, IReadOnlyDictionary<string, string> assets)
    {
        var at = new TemplatePlace(function.Stack, $"{function.LogicalId}.Code");
        var (bucket, name) = (
            function.Properties["Code"]!["S3Bucket"]?.ToString() ?? string.Empty,
            function.Properties["Code"]!["S3Key"]!.ToString()
        );
        if (assets.TryGetValue(name, out var path))
            return Path.Exists(path) ? Kept(path) : throw at.Error($"{path} is not there. Synthesize again: npx cdk synth.");
        if (Remembered(key) is { } kept && Directory.Exists(kept))
            return kept;
        if (objects?.Invoke().Read(bucket, name) is { } content)
            return Unpacked(function, content);
        throw assets.Count > 0 || objects is null
            ? at.Error($"no *.assets.json of the cloud assembly tells of {name}. Synthesize again: npx cdk synth.")
            : new DeploymentException(
                $"Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist. ({bucket}/{name})",
                function
            );
    }

    private string Unpacked(Resource function, byte[] content)
    {
        var file = state[$"code-{Guid.NewGuid():N}.zip"];
        try
        {
            File.WriteAllBytes(file, content);
            return Kept(file);
        }
        catch (InvalidDataException)
        {
            throw new DeploymentException("Could not unzip uploaded file. Please check your file, then try to upload again.", function);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private string? Remembered(string key) =>
        File.Exists(state[Index])
        && JsonFile.Read(state[Index], "It tells where functions' code is: deploy again.")[key]?.ToString() is { } folder
            ? Path.Combine(state["code"], folder)
            : null;

    private void Remember(string key)
    {
        if (Remembered(key) == folders[key])
            return;
        var index = File.Exists(state[Index]) ? JsonFile.Read(state[Index], "It tells where functions' code is: deploy again.") : [];
        index[key] = Path.GetFileName(folders[key]);
        JsonFile.Write(state[Index], index);
    }

    /// <summary>A copy, under a name that its content decides: the next synthesis takes the assembly away, and functions go on.</summary>
    private string Kept(string asset)
    {
        var folder = Path.Combine(state["code"], HashOf(asset));
        if (Directory.Exists(folder))
            return folder;
        var temporary = folder + ".new";
        if (Directory.Exists(temporary))
            Directory.Delete(temporary, recursive: true);
        if (File.Exists(asset))
            ZipFile.ExtractToDirectory(asset, temporary);
        else
            Copy(asset, temporary);
        Directory.Move(temporary, folder);
        return folder;
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (var folder in Directory.EnumerateDirectories(from))
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
    }

    private static string HashOf(string asset)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        IEnumerable<string> files = File.Exists(asset)
            ? [asset]
            : Directory.EnumerateFiles(asset, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
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
