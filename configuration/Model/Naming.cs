namespace CognitoStack.Configuration;

/// <summary>How names of the environment file stand in outputs, parameters and logical IDs.</summary>
public static class Naming
{
    /// <summary>The SSM parameter of a published value.</summary>
    public static string Parameter(string environment, string name) => $"/cognitostack/{environment}/{name}";

    /// <summary>The output and parameter that has a client's id.</summary>
    public static string ClientId(string client) => $"ClientId{Pascal(client)}";

    /// <summary>PascalCase: <c>web-app</c> becomes <c>WebApp</c>.</summary>
    public static string Pascal(string name) =>
        string.Concat(name.Split('-', StringSplitOptions.RemoveEmptyEntries).Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
}
