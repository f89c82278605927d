using System.Collections;
using System.Runtime.InteropServices;

namespace CognitoStack.Lambda;

/// <summary>What a function gets from the machine it runs on. A test gives its own and drives the real loop in its process.</summary>
public sealed record LambdaHost
{
    // A registration that is collected no longer listens.
    private static PosixSignalRegistration? termination;

    /// <summary>Talks to the Lambda Runtime API, which is its base address.</summary>
    public required HttpClient RuntimeApi { get; init; }

    /// <summary>The function's environment variables.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The function's name, as Lambda tells it.</summary>
    public string FunctionName => Environment.GetValueOrDefault("AWS_LAMBDA_FUNCTION_NAME", "unknown");

    /// <summary>Where the function writes its log.</summary>
    public required Log Log { get; init; }

    /// <summary>Ends the loop once the event at hand is answered. Lambda asks for it by SIGTERM, or kills the process.</summary>
    public CancellationToken Stop { get; init; }

    /// <summary>The host of this process, as Lambda starts it.</summary>
    public static LambdaHost OfProcess()
    {
        WarmUp.LoadCryptography();
        var environment = System
            .Environment.GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .ToDictionary(variable => (string)variable.Key, variable => (string)variable.Value!);
        return new LambdaHost
        {
            RuntimeApi = RuntimeApiClient(environment),
            Environment = environment,
            Log = new Log(Console.OpenStandardOutput()),
            Stop = OnTermination(),
        };
    }

    private static CancellationToken OnTermination()
    {
        var stop = new CancellationTokenSource();
        termination = PosixSignalRegistration.Create(
            PosixSignal.SIGTERM,
            signal =>
            {
                signal.Cancel = true;
                stop.Cancel();
            }
        );
        return stop.Token;
    }

    private static HttpClient RuntimeApiClient(Dictionary<string, string> environment)
    {
        const string variable = "AWS_LAMBDA_RUNTIME_API";
        if (!environment.TryGetValue(variable, out var address))
            throw new ConfigurationException(variable, null, "the host and port that Lambda sets");

        var api = new Uri($"http://{address}/");
        var connections = new Connections(api);
        connections.Begin();
        // A frozen sandbox may wait for hours on "next" and on an idle connection.
        var handler = connections.Handler();
        handler.PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan;
        return new HttpClient(handler) { BaseAddress = api, Timeout = Timeout.InfiniteTimeSpan };
    }
}
