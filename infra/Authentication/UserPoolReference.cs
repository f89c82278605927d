namespace CognitoStack.Authentication;

/// <summary>A user pool as other stacks know it: by what its stack publishes.</summary>
/// <param name="UserPoolId">Id of the pool.</param>
/// <param name="ClientIds">Ids of the clients that sign users in, by their names in the environment file.</param>
public sealed record UserPoolReference(string UserPoolId, IReadOnlyDictionary<string, string> ClientIds);
