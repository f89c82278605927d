using System.Security.Cryptography;
using System.Text;
using CognitoStack.Local.UserPools.Messages;
using CognitoStack.Local.UserPools.Passwords;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools.SignIn;

/// <summary>A code that was sent to somebody who signs in, and where it went. It is good as long as the session that carries it, sealed.</summary>
internal sealed record SignInCode(string Code, string Attribute, string Address);

/// <summary>Codes by mail and text message with which people sign in.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "SMS and email message MFA": addresses need not be verified, and are once the first code has come back.
/// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa-sms-email-message.html</remarks>
internal sealed class SignInCodes(Messenger messenger, Attempts attempts, Users users)
{
    /// <summary>Sends a code to the address of a factor.</summary>
    public async Task<(SignInCode Code, Delivery Delivery)> SendAsync(Scope scope, User user, string factor, CancellationToken cancel)
    {
        var attribute = Factor.AddressOf(factor) ?? throw new ArgumentException($"{factor} sends no code.", nameof(factor));
        var delivery = new Delivery(attribute, user[attribute] ?? throw Error.InvalidParameter($"The user has no {attribute}."));
        return (await SendAsync(scope, user, delivery, cancel), delivery);
    }

    /// <summary>Sends a code to an address.</summary>
    public async Task<SignInCode> SendAsync(Scope scope, User user, Delivery delivery, CancellationToken cancel)
    {
        var code = PasswordMaker.Code();
        await messenger.SendCodeAsync(scope, user, delivery, Messenger.SignInCode, code, cancel);
        return new(code, delivery.Attribute, delivery.Address);
    }

    /// <summary>Checks a code that came back; the address that it was sent to is proven then.</summary>
    /// <param name="scope">Pool and app client.</param>
    /// <param name="user">Who signs in; null for a name without a user.</param>
    /// <param name="name">The name that was typed in.</param>
    /// <param name="sent">What was sent; null where nothing was.</param>
    /// <param name="given">What came back.</param>
    /// <exception cref="Http.AwsException">It is another, or too many were tried.</exception>
    public async Task<User> CheckAsync(Scope scope, User? user, string name, SignInCode? sent, string given)
    {
        var subject = PasswordSignIn.SubjectOf(scope, user, name);
        attempts.Check(scope.Pool.Id, subject, Guess.SignInCode);
        var isRight =
            user is not null
            && sent is not null
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(sent.Code), Encoding.UTF8.GetBytes(given));
        await attempts.CountAsync(scope.Pool.Id, subject, Guess.SignInCode, isRight);
        if (!isRight)
            throw Error.CodeMismatch("Invalid code or auth state for the user.");
        return user!.HasVerified(sent!.Attribute) || user[sent.Attribute] != sent.Address
            ? user
            : await users.ChangeAsync(
                scope.Pool,
                user,
                current =>
                    current[sent.Attribute] == sent.Address
                        ? current.With([KeyValuePair.Create($"{sent.Attribute}_verified", "true")])
                        : current
            );
    }
}
