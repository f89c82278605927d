namespace CognitoStack.Lambda.PreAuthentication;

/// <summary>The function's entry point.</summary>
public static class PreAuthenticationFunction
{
    /// <summary>Runs the gate until its host stops.</summary>
    public static Task<int> RunAsync(LambdaHost host) => LambdaRuntime.RunAsync(host, Initialize);

    private static Task<int> Main() => RunAsync(LambdaHost.OfProcess());

    private static Task<InvocationHandler> Initialize(LambdaHost host)
    {
        var handler = new PreAuthenticationHandler(SignInRules.FromEnvironment(host.Environment));
        return Task.FromResult<InvocationHandler>(handler.HandleAsync);
    }
}
