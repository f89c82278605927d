using CognitoStack.Configuration;

namespace CognitoStack.Tests.Support;

/// <summary>Environments as tests write them: a fragment of a file, to which the name is added.</summary>
internal static class Given
{
    private const string FileName = "dev.json";

    /// <summary>Loads a fragment. The name is added, so that a test holds nothing but what it is about.</summary>
    public static Outcome Environment(string fragment, IProjectFiles? files = null) =>
        File("{ \"name\": \"dev\", " + fragment.TrimStart()[1..], files);

    /// <summary>Loads a whole file, or throws.</summary>
    public static EnvironmentConfiguration Load(string json, IProjectFiles? files = null, string? region = null) =>
        EnvironmentLoader.Load(json, FileName, files, region);

    /// <summary>Loads a whole file, with the Region of the CLI.</summary>
    public static Outcome File(string json, IProjectFiles? files = null, string? region = null)
    {
        try
        {
            return new Outcome(Load(json, files, region), []);
        }
        catch (ConfigurationException e)
        {
            return new Outcome(null, [.. e.Errors.Select(error => error.Replace(FileName + ": ", string.Empty, StringComparison.Ordinal))]);
        }
    }
}

/// <summary>What became of a file: a configuration, or errors without the file's name.</summary>
internal sealed record Outcome(EnvironmentConfiguration? Loaded, IReadOnlyList<string> Errors)
{
    public void IsAccepted() => Assert.Empty(Errors);

    /// <summary>Asserts all errors in full text: none is missing, and none follows from another.</summary>
    public void IsRefused(params string[] errors)
    {
        Assert.Equal(errors, Errors);
        Refused.Note(errors);
    }
}
