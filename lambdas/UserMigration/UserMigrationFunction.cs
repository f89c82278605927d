namespace CognitoStack.Lambda.UserMigration;

/// <summary>The function's entry point.</summary>
public static class UserMigrationFunction
{
    /// <summary>Runs the migration until its host stops.</summary>
    public static Task<int> RunAsync(LambdaHost host) => LambdaRuntime.RunAsync(host, InitializeAsync);

    private static Task<int> Main() => RunAsync(LambdaHost.OfProcess());

    private static async Task<InvocationHandler> InitializeAsync(LambdaHost host)
    {
        var settings = MigrationSettings.FromEnvironment(host.Environment);
        var isElsewhere = host.Environment.TryGetValue("AWS_REGION", out var own) && own != settings.Region;
        // A password that is checked twice counts twice where wrong ones are counted: so no second try, and a longer first one.
        var pool = new OldUserPool(new UserPools(retries: 0, tryMilliseconds: 1600, isElsewhere ? settings.Region : null), settings);
        await WarmUp.TryAsync("The old user pool", host.Log, pool.WarmUpAsync).ConfigureAwait(false);
        return new UserMigrationHandler(pool, TimeProvider.System, host.FunctionName).HandleAsync;
    }
}
