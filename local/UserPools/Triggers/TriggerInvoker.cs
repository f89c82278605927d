using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Functions;
using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools.Triggers;

/// <summary>What a user pool tells a function.</summary>
/// <param name="Trigger">Name in <c>LambdaConfig</c>.</param>
/// <param name="Source">Which step of which flow: <c>PreSignUp_SignUp</c>.</param>
/// <param name="ClientId">The app client; null for what administrators do.</param>
/// <param name="UserName">The user's name; what was typed in, where there is no such user.</param>
/// <param name="Request">What the function may read.</param>
/// <param name="Response">What the function may fill in, empty.</param>
internal sealed record TriggerCall(
    string Trigger,
    string Source,
    string? ClientId,
    string UserName,
    JsonObject Request,
    JsonObject Response
);

/// <summary>Calls the functions of a user pool as Cognito does: only those that let it, within five seconds, three times where they do not answer.</summary>
internal sealed class TriggerInvoker(IFunctions functions, UserPoolLogs logs, ILogger<TriggerInvoker> log)
{
    private const int Tries = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // The longest that a function may take: its own timeout ends it before.
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(15);

    /// <returns>The function's <c>response</c>; null where the pool has no such trigger.</returns>
    /// <exception cref="AwsException">The function refuses, fails, or answers what nobody can read.</exception>
    public async Task<JsonObject?> InvokeAsync(UserPool pool, TriggerCall call, CancellationToken cancel)
    {
        if (!pool.Triggers.TryGetValue(call.Trigger, out var trigger))
            return null;
        var function = FunctionOf(pool, trigger);
        var answer = await InvokeAsync(trigger, function, Event(pool, trigger, call), cancel);
        return (answer as JsonObject)?["response"] as JsonObject ?? throw Error.UnrecognizableAnswer();
    }

    /// <summary>Calls a function for whose answer nobody waits, as Cognito calls custom senders alone.</summary>
    /// <remarks>Source: Amazon Cognito Developer Guide, "Customizing user pool workflows with Lambda triggers": except for custom senders, functions are invoked synchronously.
    /// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html</remarks>
    /// <exception cref="AwsException">The function is not there, or does not let the pool call it.</exception>
    public void Start(UserPool pool, TriggerCall call)
    {
        var trigger = pool.Triggers[call.Trigger];
        _ = RunAsync(pool, trigger, FunctionOf(pool, trigger), Event(pool, trigger, call));
    }

    private async Task RunAsync(UserPool pool, LambdaTrigger trigger, Resource function, JsonObject payload)
    {
        try
        {
            await functions.InvokeAsync(function, payload, LongestRun, CancellationToken.None);
        }
        catch (FunctionException e)
        {
            Log.TriggerFailed(log, trigger.Name, function.LogicalId, e.Kind, e.Message);
            logs.Undelivered(pool, $"{trigger.Name} failed with error {e.Message}.");
        }
    }

    private Resource FunctionOf(UserPool pool, LambdaTrigger trigger)
    {
        var function = TriggerFunction.Find(pool, trigger) ?? throw Unexpected(trigger, "ResourceNotFoundException");
        if (TriggerFunction.IsPermitted(pool, trigger))
            return function;
        Log.TriggerNotPermitted(log, trigger.Name, pool.Id, trigger.Arn);
        throw Unexpected(trigger, "AccessDeniedException");
    }

    private async Task<JsonNode?> InvokeAsync(LambdaTrigger trigger, Resource function, JsonObject payload, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await functions.InvokeAsync(function, payload.DeepClone(), Patience, cancel);
            }
            catch (FunctionException e) when (e.Kind == FunctionFailure.TimedOut && attempt < Tries)
            {
                Log.TriggerRetried(log, trigger.Name, function.LogicalId, attempt);
            }
            catch (FunctionException e)
            {
                Log.TriggerFailed(log, trigger.Name, function.LogicalId, e.Kind, e.Message);
                throw e.Kind switch
                {
                    FunctionFailure.Reported => new AwsException(
                        "UserLambdaValidationException",
                        $"{trigger.Name} failed with error {e.Message}."
                    ),
                    FunctionFailure.TimedOut => Unexpected(trigger, "Socket timeout while invoking Lambda function"),
                    _ => Unexpected(trigger, e.Message.TrimEnd('.')),
                };
            }
        }
    }

    private static JsonObject Event(UserPool pool, LambdaTrigger trigger, TriggerCall call) =>
        new()
        {
            ["version"] = trigger.Version.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["region"] = pool.Deployed.Region,
            ["userPoolId"] = pool.Id,
            ["userName"] = call.UserName,
            ["callerContext"] = new JsonObject
            {
                ["awsSdkVersion"] = "aws-sdk-unknown-unknown",
                ["clientId"] = call.ClientId ?? "CLIENT_ID_NOT_APPLICABLE",
            },
            ["triggerSource"] = call.Source,
            ["request"] = call.Request,
            ["response"] = call.Response,
        };

    private static AwsException Unexpected(LambdaTrigger trigger, string error) =>
        new("UnexpectedLambdaException", $"{trigger.Name} invocation failed due to error {error}.");
}
