namespace CognitoStack.Lambda.PostAuthentication;

/// <summary>The function's entry point.</summary>
public static class PostAuthenticationFunction
{
    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(1);

    /// <summary>Runs the audit until its host stops.</summary>
    public static Task<int> RunAsync(LambdaHost host) => LambdaRuntime.RunAsync(host, InitializeAsync);

    private static Task<int> Main() => RunAsync(LambdaHost.OfProcess());

    private static async Task<InvocationHandler> InitializeAsync(LambdaHost host)
    {
        var store = await OpenStoreAsync(host).ConfigureAwait(false);
        var functionName = host.Environment.GetValueOrDefault("AWS_LAMBDA_FUNCTION_NAME", "PostAuthentication");
        return new PostAuthenticationHandler(store, TimeProvider.System, functionName).HandleAsync;
    }

    // A failed init would fail every sign-in. With bad settings the function runs on, and reports each sign-in that it does not record.
    private static async Task<ISignInStore> OpenStoreAsync(LambdaHost host)
    {
        SignInTable table;
        try
        {
            table = SignInTable.Open(AuditSettings.FromEnvironment(host.Environment));
        }
        catch (Exception e)
        {
            host.Log.Error("No sign-in will be recorded.", e);
            return new MissingStore(e.Message);
        }

        try
        {
            using var timeout = new CancellationTokenSource(LongestWarmUp);
            await Task.Run(() => table.WarmUpAsync(timeout.Token)).WaitAsync(LongestWarmUp).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            host.Log.Warn("The audit table does not answer yet.", e);
        }
        return table;
    }
}
