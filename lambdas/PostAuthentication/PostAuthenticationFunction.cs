using CognitoStack.Lambda.DynamoDb;

namespace CognitoStack.Lambda.PostAuthentication;

/// <summary>The function's entry point.</summary>
public static class PostAuthenticationFunction
{
    /// <summary>Runs the audit until its host stops.</summary>
    public static Task<int> RunAsync(LambdaHost host) => LambdaRuntime.RunAsync(host, InitializeAsync);

    private static Task<int> Main() => RunAsync(LambdaHost.OfProcess());

    // A failed init would fail every sign-in. With bad settings the function runs on, and reports each sign-in that it does not record.
    private static async Task<InvocationHandler> InitializeAsync(LambdaHost host)
    {
        var table = TryOpen(
            host,
            "No sign-in will be recorded.",
            () => OpenTable(AuditSettings.FromEnvironment(host.Environment), host.Environment),
            out var reason
        );
        var attribute = TryOpen(
            host,
            "No user's last sign-in will be kept.",
            () => host.Environment.Flag(FunctionVariables.RecordLastSignIn) ? LastSignInAttribute.Open() : null,
            out _
        );

        // Before the call that takes this connection, else that would make one of its own.
        table?.Connect();
        var calls = Task.WhenAll(
            WarmUp.TryAsync("The audit table", host.Log, table is null ? null : table.WarmUpAsync),
            WarmUp.TryAsync("Cognito", host.Log, attribute is null ? null : attribute.WarmUpAsync)
        );
        await calls.ConfigureAwait(false);
        return new PostAuthenticationHandler(
            table is null ? new MissingStore(reason) : table,
            attribute,
            TimeProvider.System,
            host.FunctionName
        ).HandleAsync;
    }

    private static SignInTable OpenTable(AuditSettings settings, IReadOnlyDictionary<string, string> environment) =>
        new(DynamoDbClient.Open(environment), settings);

    private static T? TryOpen<T>(LambdaHost host, string consequence, Func<T?> open, out string reason)
        where T : class
    {
        reason = "";
        try
        {
            return open();
        }
        catch (Exception e)
        {
            reason = e.Message;
            host.Log.Error(consequence, e);
            return null;
        }
    }
}
