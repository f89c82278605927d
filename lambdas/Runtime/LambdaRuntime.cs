namespace CognitoStack.Lambda;

/// <summary>The loop of a custom runtime: initialize once, then answer event after event.</summary>
public static class LambdaRuntime
{
    /// <summary>What the user reads of any failure. Cognito shows "[trigger] failed with error [message]." and adds the full stop.</summary>
    public const string GenericMessage = "Sign-in is not possible right now";

    /// <summary>Runs a function until its sandbox ends; a configuration it cannot work with ends it at once.</summary>
    /// <param name="host">The machine it runs on.</param>
    /// <param name="initialize">Reads the configuration and makes the handler.</param>
    /// <returns>The exit code of the process.</returns>
    public static async Task<int> RunAsync(LambdaHost host, Func<LambdaHost, Task<InvocationHandler>> initialize)
    {
        var api = new RuntimeApi(host.RuntimeApi, host.Log);
        try
        {
            if (await StartAsync(host, api, initialize).ConfigureAwait(false) is not { } handler)
                return 1;
            while (true)
                await AnswerAsync(api, handler, await api.NextAsync(host.Stop).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (host.Stop.IsCancellationRequested)
        {
            // It was waiting for an event: none is lost.
            return 0;
        }
        catch (Exception e)
        {
            host.Log.Error("The Runtime API is lost.", e);
            return 1;
        }
    }

    // Null where it cannot.
    private static async Task<InvocationHandler?> StartAsync(
        LambdaHost host,
        RuntimeApi api,
        Func<LambdaHost, Task<InvocationHandler>> initialize
    )
    {
        try
        {
            return await initialize(host).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            host.Log.Error("The function cannot start.", e);
            await api.FailInitAsync(GenericMessage, "Function.InitError").ConfigureAwait(false);
            return null;
        }
    }

    private static async Task AnswerAsync(RuntimeApi api, InvocationHandler handler, Invocation invocation)
    {
        ReadOnlyMemory<byte> answer;
        try
        {
            answer = await handler(invocation).ConfigureAwait(false);
        }
        catch (RefusalException refusal)
        {
            await api.FailAsync(invocation, refusal.Message, "Function.Refused").ConfigureAwait(false);
            return;
        }
        catch (Exception e)
        {
            invocation.Log.Error("The event could not be handled.", e);
            await api.FailAsync(invocation, GenericMessage, "Function.Error").ConfigureAwait(false);
            return;
        }
        await api.RespondAsync(invocation, answer).ConfigureAwait(false);
    }
}
