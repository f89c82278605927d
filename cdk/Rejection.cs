namespace CognitoStack.App;

/// <summary>What the CDK throws, as a line for people with the way out.</summary>
public static class Rejection
{
    /// <summary>The line.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="file">Name of the environment file.</param>
    public static string Of(Exception exception, string file)
    {
        var message =
            exception.Message.ReplaceLineEndings("\n").Split('\n').Select(l => l.Trim()).FirstOrDefault(l => l.Length > 0)
            ?? exception.GetType().Name;
        return $"{file}: $: the CDK rejects the environment: {message} {WayOut(message)}";
    }

    private static string WayOut(string message)
    {
        if (Says("feature flag") || Says("featureflag"))
            return "Take that flag out of the context of cdk.json, or update the CDK (package.json and Directory.Packages.props).";
        if (Says("number of resources") || Says("number of outputs"))
            return "Use fewer clients, groups, buckets or tables, or a second environment.";
        return "This is no mistake of the file that the app knows: take the last change back, and report it with the file.";

        bool Says(string words) => message.Contains(words, StringComparison.OrdinalIgnoreCase);
    }
}
