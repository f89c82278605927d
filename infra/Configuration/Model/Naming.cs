namespace CognitoStack.Configuration;

/// <summary>How names of the environment file stand in outputs, parameters and logical IDs.</summary>
public static class Naming
{
    /// <summary>PascalCase: <c>web-app</c> becomes <c>WebApp</c>.</summary>
    public static string Pascal(string name) =>
        string.Concat(name.Split('-', StringSplitOptions.RemoveEmptyEntries).Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
}
