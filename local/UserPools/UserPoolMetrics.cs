using System.Text.Json.Nodes;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;
using CognitoStack.Local.Metrics;
using CognitoStack.Local.UserPools.Risk;
using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools;

/// <summary>Kinds of requests that a user pool counts: each has a metric of its successes, and one of what was throttled.</summary>
internal enum Measured
{
    SignUp,
    SignIn,
    TokenRefresh,
    Federation,
}

/// <summary>What Cognito measures: a success is 1, whatever else 0, so that the average is their share.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "User pool metrics in CloudWatch" and "Viewing threat protection metrics".
/// https://docs.aws.amazon.com/cognito/latest/developerguide/metrics-for-cognito-user-pools.html
/// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-viewing-advanced-security-metrics.html</remarks>
internal sealed class UserPoolMetrics(IMetrics metrics, Pools pools)
{
    private const string Namespace = "AWS/Cognito",
        Admin = "Admin",
        Invalid = "Invalid";

    // Of other events no risk is told.
    private static readonly string[] Judged = [AuthEvent.SignIn, "SignUp", "PasswordChange"];

    /// <summary>Counts a call of the API, where it is of a kind that is counted. A sign-in that goes on with a challenge is neither a success nor a failure yet.</summary>
    public Task<JsonObject> WatchAsync(JsonCall call, Func<Task<JsonObject>> act)
    {
        var clientId = call.Input["ClientId"]?.ToString() ?? "";
        var pool = pools.Find(call.Input["UserPoolId"]?.ToString() ?? "") ?? pools.FindClient(clientId)?.Pool;
        if (KindOf(call) is not { } kind || pool is null)
            return act();
        var client =
            call.Operation == "AdminCreateUser" ? Admin
            : pool.Clients.ContainsKey(clientId) ? clientId
            : Invalid;
        return WatchAsync(kind, pool, client, act, result => kind == Measured.SignUp || result["AuthenticationResult"] is not null);
    }

    /// <summary>Counts a request by what becomes of it.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="pool">The user pool.</param>
    /// <param name="client">The app client.</param>
    /// <param name="act">Does it.</param>
    /// <param name="isDone">Whether it is over; without it, it is.</param>
    public async Task<T> WatchAsync<T>(Measured kind, UserPool pool, string client, Func<Task<T>> act, Func<T, bool>? isDone = null)
    {
        T result;
        try
        {
            result = await act();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Count(kind, pool, client, isSuccess: false);
            if (e is AwsException { Code: "TooManyRequestsException" or "LimitExceededException" })
                metrics.Put(Of($"{kind}Throttles", pool, client), 1);
            throw;
        }
        if (isDone?.Invoke(result) != false)
            Count(kind, pool, client, isSuccess: true);
        return result;
    }

    /// <summary>Counts a success, or a failure.</summary>
    public void Count(Measured kind, UserPool pool, string client, bool isSuccess) =>
        metrics.Put(Of($"{kind}Successes", pool, client), isSuccess ? 1 : 0);

    /// <summary>Counts a sign-in at an identity provider.</summary>
    public void CountFederation(UserPool pool, string client, string provider, bool isSuccess) =>
        metrics.Put(
            new(
                Namespace,
                $"{Measured.Federation}Successes",
                ("UserPool", pool.Id),
                ("UserPoolClient", client),
                ("IdentityProvider", provider)
            ),
            isSuccess ? 1 : 0
        );

    /// <summary>Counts what threat protection has seen.</summary>
    public void CountRisk(UserPool pool, AuthEvent e)
    {
        if (!Judged.Contains(e.Type))
            return;
        (string, string)[] request = [("Operation", e.Type), ("UserPoolId", pool.Id)];
        metrics.Put(new(Namespace, e.Level == RiskLevel.None && !e.IsLeaked ? "NoRisk" : "Risk", request), 1);
        if (e.Level != RiskLevel.None)
            metrics.Put(new(Namespace, "AccountTakeoverRisk", [.. request, Level(e.Level)]), 1);
        if (e.IsLeaked)
            metrics.Put(new(Namespace, "CompromisedCredentialRisk", [.. request, Level(RiskLevel.High)]), 1);
        if (e.Decision == AuthEvent.Block)
            metrics.Put(new(Namespace, "OverrideBlock", [.. request, Level(e.IsLeaked ? RiskLevel.High : e.Level)]), 1);
    }

    private static (string, string) Level(RiskLevel level) => ("RiskLevel", level.ToString().ToLowerInvariant());

    private static Measured? KindOf(JsonCall call) =>
        call.Operation switch
        {
            "SignUp" => Measured.SignUp,
            "AdminCreateUser" when call.Input["MessageAction"]?.ToString() != "RESEND" => Measured.SignUp,
            "InitiateAuth" or "AdminInitiateAuth" => call.Input["AuthFlow"]?.ToString() is "REFRESH_TOKEN_AUTH" or "REFRESH_TOKEN"
                ? Measured.TokenRefresh
                : Measured.SignIn,
            "RespondToAuthChallenge" or "AdminRespondToAuthChallenge" => Measured.SignIn,
            "GetTokensFromRefreshToken" => Measured.TokenRefresh,
            _ => null,
        };

    private static MetricName Of(string name, UserPool pool, string client) =>
        new(Namespace, name, ("UserPool", pool.Id), ("UserPoolClient", client));
}
