using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CognitoStack.Local.Http;
using CognitoStack.Local.Kms;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Store;
using CognitoStack.Local.UserPools.Triggers;

namespace CognitoStack.Local.UserPools.Messages;

/// <summary>Hands messages to the functions that send them in Cognito's place: codes encrypted, and without waiting for an answer. The mailbox keeps what a function was told,
/// with the code that it can read once it has asked KMS: what it makes of that may never reach this machine.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Custom sender Lambda triggers", "Custom email sender Lambda trigger" and "Custom SMS sender Lambda trigger".
/// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-sender-triggers.html</remarks>
internal sealed class CustomSenders(
    TriggerInvoker triggers,
    IMessageEncryption encryption,
    Mailbox mailbox,
    UserPoolLogs logs,
    ILogger<CustomSenders> log,
    TimeProvider time
)
{
    public const string TakeOver = "AccountTakeOverNotification";
    private const string Cognito = "cognito-idp.amazonaws.com";

    /// <summary>Whether a function sends what goes to such an address.</summary>
    public static bool Has(UserPool pool, string attribute) => pool.Triggers.ContainsKey(TriggerOf(attribute));

    /// <summary>Hands over a code.</summary>
    /// <param name="scope">Pool and app client.</param>
    /// <param name="user">To whom.</param>
    /// <param name="delivery">Where.</param>
    /// <param name="step">Which step of which flow: <c>SignUp</c>.</param>
    /// <param name="code">The code, or a temporary password.</param>
    /// <param name="cancel">Cancels.</param>
    /// <exception cref="AwsException">The code cannot be encrypted, or the function is not to be called.</exception>
    public async Task SendAsync(Scope scope, User user, Delivery delivery, string step, string code, CancellationToken cancel)
    {
        // Cognito escapes what HTML reserves, of which only passwords have any.
        var message = await EncryptAsync(scope.Pool, WebUtility.HtmlEncode(code), cancel);
        await HandAsync(scope, user, delivery, step, code, UserEvents.Attributes(user), Convert.ToBase64String(message));
    }

    /// <summary>Hands over what a user is told of a risky sign-in.</summary>
    public Task NotifyAsync(Scope scope, User user, string address, JsonObject facts) =>
        HandAsync(scope, user, new(Delivery.Email, address), TakeOver, "", facts, null);

    private async Task HandAsync(
        Scope scope,
        User user,
        Delivery delivery,
        string step,
        string code,
        JsonObject attributes,
        string? encrypted
    )
    {
        var trigger = scope.Pool.Triggers[TriggerOf(delivery.Attribute)];
        var request = new JsonObject
        {
            ["type"] = delivery.Attribute == Delivery.PhoneNumber ? "customSMSSenderRequestV1" : "customEmailSenderRequestV1",
            ["code"] = encrypted,
            ["clientMetadata"] = scope.ClientMetadata?.DeepClone(),
            ["userAttributes"] = attributes,
        };
        var source = $"{trigger.Name}_{step}";
        triggers.Start(scope.Pool, new(trigger.Name, source, scope.Client?.Id, user.Username, request, []));
        var body = $"Handed to {trigger.Arn}{(code is "" ? $": {attributes.ToJsonString()}" : $"; the code is {code}")}";
        await mailbox.PutAsync(new(scope.Pool.Id, delivery.Address, delivery.Medium, source, code, "", body, time.GetUtcNow()));
    }

    private async Task<byte[]> EncryptAsync(UserPool pool, string code, CancellationToken cancel)
    {
        try
        {
            var key = pool.SenderKey ?? throw new KeyUnavailableException("LambdaConfig names no key (KMSKeyID).");
            return await encryption.EncryptAsync(
                key,
                Cognito,
                pool.Arn,
                Encoding.UTF8.GetBytes(code),
                new Dictionary<string, string> { ["userpool-id"] = pool.Id },
                cancel
            );
        }
        catch (KeyUnavailableException e)
        {
            Log.CodeNotEncrypted(log, pool.Id, e.Message);
            logs.Undelivered(pool, e.Message);
            throw new AwsException("CodeDeliveryFailureException", $"The code cannot be encrypted for the custom sender. {e.Message}");
        }
    }

    private static string TriggerOf(string attribute) =>
        attribute == Delivery.PhoneNumber ? LambdaTrigger.CustomSmsSender : LambdaTrigger.CustomEmailSender;
}
