namespace CognitoStack.Configuration;

/// <summary>Rules of <c>userPool.adopt</c>: the pool is where the environment is. What else the two have in common is compared when the templates are made.</summary>
internal static class AdoptionRules
{
    private const string Adopt = "$.userPool.adopt";

    public static void Check(EnvironmentConfiguration environment, Findings findings)
    {
        if (environment.UserPool.Adopted is not { } pool)
            return;
        if (pool.Problem is { } problem)
            findings.Error(Adopt, problem);
        if (environment.Region is { } region && region != pool.Region)
            findings.Error(
                Adopt,
                $"is a user pool in {pool.Region}, but the environment is in {region}: what belongs to a pool is made in the pool's Region. Make region \"{pool.Region}\", or name a pool in {region}.",
                "$.region"
            );
        if (environment.Account is { } account && account != pool.Account)
            findings.Error(
                Adopt,
                $"is a user pool of the account {pool.Account}, but the environment's is {account}: what belongs to a pool is made in the pool's account. Make account \"{pool.Account}\", or name a pool of {account}.",
                "$.account"
            );
        if (environment.UserMigration?.UserPoolArn == environment.UserPool.Adopt)
            findings.Error(
                "$.userMigration.userPoolArn",
                "is the pool that userPool.adopt names, so its users would come over to where they are. Remove userMigration, or name the pool that they come from.",
                Adopt
            );
    }
}
