using System.Buffers;
using System.Text.Json;
using Amazon.Runtime;
using CognitoStack.Lambda.Events;

namespace CognitoStack.Lambda.UserMigration;

/// <summary>
/// The migration: Cognito asks for a user whom it does not know, and gets the one whom the old pool knows by that name and password. A user
/// with a second factor there comes over, but has to prove an address by a code before the first sign-in: the factor itself cannot come over.
/// It keeps no state, so Cognito may ask again.
/// </summary>
public sealed class UserMigrationHandler(OldUserPool pool, TimeProvider clock, string functionName)
{
    /// <summary>The metric that counts users who came over.</summary>
    public const string MigratedMetric = "UsersMigrated";

    /// <summary>The metric that counts those who did not, by <c>Reason</c>.</summary>
    public const string RefusedMetric = "MigrationsRefused";

    /// <summary>The metric that counts questions that the old pool did not answer.</summary>
    public const string FailureMetric = "MigrationFailures";

    /// <summary>The same for every reason: Cognito shows what it shows of a wrong password, or this.</summary>
    public const string RefusalMessage = "Incorrect username or password";

    /// <summary>Gives the event back with the user in its response.</summary>
    /// <exception cref="RefusalException">The old pool has no such user, or another password.</exception>
    public async Task<ReadOnlyMemory<byte>> HandleAsync(Invocation invocation)
    {
        using var json = invocation.Parse();
        var trigger = new CognitoUserMigrationEvent(json.RootElement);
        var answer = await AskAsync(trigger, invocation).ConfigureAwait(false);
        if (answer.User is { } user)
        {
            invocation.Log.Info("A user came over.", json => Describe(json, trigger, null, new Metric(MigratedMetric)));
            return Answered(json.RootElement, user);
        }
        var reason = JsonNamingPolicy.CamelCase.ConvertName($"{answer.Reason}");
        invocation.Log.Warn(
            "A user did not come over.",
            fields: json => Describe(json, trigger, reason, new Metric(RefusedMetric, ("Reason", reason)))
        );
        throw new RefusalException(RefusalMessage);
    }

    private async Task<Answer> AskAsync(CognitoUserMigrationEvent trigger, Invocation invocation)
    {
        var name = trigger.UserName ?? throw new JsonException("\"userName\" of the event is missing.");
        using var budget = new TimeBudget(invocation, clock);
        try
        {
            return trigger.TriggerSource switch
            {
                CognitoUserMigrationEvent.Authentication when trigger.Request?.Password is { } password => await budget
                    .SpendAsync(cancellation => pool.SignInAsync(name, password, cancellation))
                    .ConfigureAwait(false),
                CognitoUserMigrationEvent.ForgotPassword => await budget
                    .SpendAsync(cancellation => pool.FindAsync(name, cancellation))
                    .ConfigureAwait(false),
                var source => throw new JsonException($"The event is of {source}, or has no password, and nothing is known of such."),
            };
        }
        catch (Exception e) when (e is not JsonException)
        {
            // Its kind, and not its text: Cognito may quote what it was sent, and that is a password.
            var kind = (e as AmazonServiceException)?.ErrorCode ?? e.GetType().Name;
            invocation.Log.Error(
                "The old user pool did not say whether it knows a user.",
                fields: json => Describe(json, trigger, kind, new Metric(FailureMetric))
            );
            throw new RefusalException(LambdaRuntime.GenericMessage);
        }
    }

    // Not the name: what somebody typed there can be a password.
    private void Describe(Utf8JsonWriter json, CognitoUserMigrationEvent trigger, string? reason, Metric metric)
    {
        json.WriteString("triggerSource", trigger.TriggerSource);
        json.WriteString("clientId", trigger.CallerContext?.ClientId);
        if (reason is not null)
            json.WriteString("reason", reason);
        EmbeddedMetric.Count(json, functionName, clock.GetUtcNow(), metric);
    }

    /// <summary>The event as it came, with the answer in its response. Nobody is told of it by mail: the user is here already.</summary>
    private static ReadOnlyMemory<byte> Answered(JsonElement trigger, OldUser user)
    {
        var written = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(written))
        {
            json.WriteStartObject();
            foreach (var member in trigger.EnumerateObject().Where(member => !member.NameEquals("response")))
                member.WriteTo(json);
            json.WriteStartObject("response");
            json.WriteStartObject("userAttributes");
            foreach (var (name, value) in user.Attributes)
                json.WriteString(name, value);
            json.WriteEndObject();
            json.WriteString("finalUserStatus", user.MustProveMore ? "RESET_REQUIRED" : "CONFIRMED");
            json.WriteString("messageAction", "SUPPRESS");
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return written.WrittenMemory;
    }
}
