namespace CognitoStack.Authentication;

/// <summary>A user pool as other stacks know it: by what its stack publishes.</summary>
public sealed record UserPoolReference
{
    /// <summary>Id of the pool.</summary>
    public required string UserPoolId { get; init; }

    /// <summary>ARN of the pool.</summary>
    public required string UserPoolArn { get; init; }

    /// <summary>Ids of the clients that sign users in, by their names in the environment file.</summary>
    public required IReadOnlyDictionary<string, string> ClientIds { get; init; }

    /// <summary>The gate before authentication and its deny list, or null.</summary>
    public TriggerReference? Gate { get; init; }

    /// <summary>The audit after authentication and its records, or null.</summary>
    public TriggerReference? Audit { get; init; }

    /// <summary>The function that brings users over from an older pool, or null.</summary>
    public TriggerReference? Migration { get; init; }
}

/// <summary>A function and its table as other stacks know them.</summary>
/// <param name="FunctionName">Name of the function.</param>
/// <param name="TableName">Name of its table, or null.</param>
public sealed record TriggerReference(string FunctionName, string? TableName);
