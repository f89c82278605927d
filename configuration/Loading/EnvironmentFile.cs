namespace CognitoStack.Configuration;

/// <summary>Finds the file of the chosen environment, and reads it.</summary>
public static class EnvironmentFile
{
    /// <summary>Folder of the environments, from the project's root, where the CDK CLI runs the app.</summary>
    private const string Folder = "cdk/environments";

    /// <summary>Reads an environment.</summary>
    /// <param name="chosen">A name, for <c>cdk/environments/NAME.json</c>, or a path that ends in <c>.json</c>.</param>
    /// <param name="files">The files that it may name.</param>
    /// <exception cref="ConfigurationException">There is no such file, or something in it is wrong.</exception>
    public static EnvironmentConfiguration Read(string chosen, IProjectFiles files)
    {
        var path = PathOf(chosen);
        var environment = EnvironmentLoader.Load(
            Text(path, () => $"Chosen by \"-c environment={chosen}\"; there {Known()}"),
            Path.GetFileName(path),
            files,
            System.Environment.GetEnvironmentVariable("CDK_DEFAULT_REGION")
        );
        // A copied file whose name was not changed would be deployed over the environment that it was copied from.
        if (path != chosen && environment.Name != chosen)
            throw new ConfigurationException([
                $"{Path.GetFileName(path)}: $.name: is \"{environment.Name}\", but the file is {chosen}.json. Make them equal.",
            ]);
        return environment;
    }

    /// <summary>Path of the chosen environment's file.</summary>
    public static string PathOf(string chosen) =>
        chosen.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? chosen : Path.Combine(Folder, chosen + ".json");

    /// <summary>The text of a file that somebody chose.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="how">How it was chosen, and what else there is: a sentence.</param>
    /// <exception cref="ConfigurationException">It is not there, or cannot be read.</exception>
    internal static string Text(string path, Func<string> how)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            var why = e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : $"cannot be read ({e.Message})";
            throw new ConfigurationException([$"{path}: {why}. {how()}"]);
        }
    }

    private static string Known()
    {
        var names = Directory.Exists(Folder)
            ? Directory
                .GetFiles(Folder, "*.json")
                .Select(f => Path.GetFileNameWithoutExtension(f)!)
                .Where(n => !n.EndsWith(".schema", StringComparison.Ordinal))
                .Order()
                .ToList()
            : [];
        return names.Count == 0
            ? $"is no environment in {Folder}."
            : $"are {string.Join(", ", names)} in {Folder}, or give a path that ends in .json.";
    }
}
