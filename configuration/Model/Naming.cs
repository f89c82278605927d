namespace CognitoStack.Configuration;

/// <summary>How names of the environment file stand in outputs, parameters and logical IDs.</summary>
public static class Naming
{
    /// <summary>Key of a template's metadata that tells of the user pool that the environment adopts, as nothing else of it does: <c>Arn</c>, <c>IsRead</c> and
    /// <c>Properties</c>, those of the file where nobody has read the pool.</summary>
    public const string AdoptedUserPool = "CognitoStack::AdoptedUserPool";

    /// <summary>The SSM parameter of a published value.</summary>
    public static string Parameter(string environment, string name) => $"/cognitostack/{environment}/{name}";

    /// <summary>The output and parameter that has a client's id.</summary>
    public static string ClientId(string client) => $"ClientId{Pascal(client)}";

    /// <summary>PascalCase: <c>web-app</c> becomes <c>WebApp</c>.</summary>
    public static string Pascal(string name) =>
        string.Concat(name.Split('-', StringSplitOptions.RemoveEmptyEntries).Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
}
