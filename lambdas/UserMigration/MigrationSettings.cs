namespace CognitoStack.Lambda.UserMigration;

/// <summary>Where users come from, and what of them is taken along, as the function's environment variables say it.</summary>
public sealed record MigrationSettings
{
    /// <summary><c>OLD_USER_POOL_ID</c>: the pool that has the users, <c>region_suffix</c>.</summary>
    public required string UserPoolId { get; init; }

    /// <summary><c>OLD_CLIENT_ID</c>: an app client of that pool, without a secret, that allows <c>ALLOW_ADMIN_USER_PASSWORD_AUTH</c>.</summary>
    public required string ClientId { get; init; }

    /// <summary><c>CUSTOM_ATTRIBUTES</c>: the custom attributes of the new pool, with commas between them.</summary>
    public required IReadOnlySet<string> CustomAttributes { get; init; }

    /// <summary>Region of the pool that has the users.</summary>
    public string Region => UserPoolId[..UserPoolId.IndexOf('_', StringComparison.Ordinal)];

    /// <summary>Reads the settings.</summary>
    /// <exception cref="ConfigurationException">A variable is missing or has a value that is none of its own.</exception>
    public static MigrationSettings FromEnvironment(IReadOnlyDictionary<string, string> environment)
    {
        var pool = environment.GetValueOrDefault(FunctionVariables.OldUserPoolId);
        if (pool?.IndexOf('_', StringComparison.Ordinal) is not > 0)
            throw new ConfigurationException(FunctionVariables.OldUserPoolId, pool, "the id of a user pool, such as eu-west-1_AbCdEfGhI");
        var client = environment.GetValueOrDefault(FunctionVariables.OldClientId);
        if (string.IsNullOrEmpty(client))
            throw new ConfigurationException(FunctionVariables.OldClientId, client, "the id of an app client");
        return new MigrationSettings
        {
            UserPoolId = pool,
            ClientId = client,
            CustomAttributes = environment.List(FunctionVariables.CustomAttributes).ToHashSet(),
        };
    }
}
