using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Store;
using CognitoStack.Local.UserPools.Triggers;

namespace CognitoStack.Local.UserPools.Messages;

/// <summary>Writes messages, as templates and the trigger for custom messages have them; where a function sends in Cognito's place, it is told instead.</summary>
internal sealed class Messenger(TriggerInvoker triggers, CustomSenders senders, Mailbox mailbox, SendingLimits limits, TimeProvider time)
{
    /// <summary>What the trigger is told of a code with which somebody signs in.</summary>
    public const string SignInCode = $"{Prefix}Authentication";

    private const string Prefix = "CustomMessage_";

    /// <summary>"Sends" a code.</summary>
    /// <param name="scope">Pool and app client.</param>
    /// <param name="user">To whom.</param>
    /// <param name="delivery">Where.</param>
    /// <param name="source">What the trigger is told: <c>CustomMessage_SignUp</c>.</param>
    /// <param name="code">The code.</param>
    /// <param name="cancel">Cancels.</param>
    /// <exception cref="Http.AwsException">There were too many in the last hour.</exception>
    public async Task SendCodeAsync(Scope scope, User user, Delivery delivery, string source, string code, CancellationToken cancel)
    {
        await limits.CountAsync(scope.Pool, user.Username, source);
        await SendAsync(
            scope,
            user,
            delivery,
            source,
            code,
            source == SignInCode ? MessageTemplate.Authentication(scope.Pool) : MessageTemplate.Verification(scope.Pool),
            cancel
        );
    }

    /// <summary>"Sends" a temporary password.</summary>
    public Task InviteAsync(Scope scope, User user, Delivery delivery, string password, CancellationToken cancel) =>
        SendAsync(scope, user, delivery, "CustomMessage_AdminCreateUser", password, MessageTemplate.Invitation(scope.Pool), cancel);

    private async Task SendAsync(
        Scope scope,
        User user,
        Delivery delivery,
        string source,
        string code,
        MessageTemplate template,
        CancellationToken cancel
    )
    {
        if (CustomSenders.Has(scope.Pool, delivery.Attribute))
        {
            await senders.SendAsync(scope, user, delivery, source[Prefix.Length..], code, cancel);
            return;
        }
        var request = UserEvents.Request(user, scope.ClientMetadata);
        request["codeParameter"] = "{####}";
        request["linkParameter"] = "{##Click Here##}";
        request["usernameParameter"] = source == "CustomMessage_AdminCreateUser" ? "{username}" : null;
        var response = await triggers.InvokeAsync(
            scope.Pool,
            new(
                LambdaTrigger.CustomMessage,
                source,
                scope.Client?.Id,
                user.Username,
                request,
                new JsonObject
                {
                    ["smsMessage"] = null,
                    ["emailMessage"] = null,
                    ["emailSubject"] = null,
                }
            ),
            cancel
        );
        var texts = template.With(response);
        // Where people sign in with an address, that is the name they know.
        var name = scope.Pool.UsernameAttributes.Select(a => user[a]).FirstOrDefault(value => value is not null) ?? user.Username;
        var body = MessageTemplate.Fill(delivery.Medium == "SMS" ? texts.SmsMessage : texts.EmailMessage, code, name);
        var subject = delivery.Medium == "SMS" ? "" : MessageTemplate.Fill(texts.EmailSubject, code, name);
        await mailbox.PutAsync(new(scope.Pool.Id, delivery.Address, delivery.Medium, source, code, subject, body, time.GetUtcNow()));
    }
}
