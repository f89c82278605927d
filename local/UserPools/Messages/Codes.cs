using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Passwords;
using CognitoStack.Local.UserPools.SignIn;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools.Messages;

/// <summary>Codes that prove an address: sends them, and checks what comes back.</summary>
internal sealed class Codes(Database database, Messenger messenger, Attempts attempts, TimeProvider time)
{
    public const string SignUp = "SignUp";
    public const string ForgotPassword = "ForgotPassword";

    private static readonly TimeSpan ForgotPasswordValidity = TimeSpan.FromHours(1);
    private static readonly TimeSpan Validity = TimeSpan.FromHours(24);

    /// <summary>The purpose of a code that proves an attribute.</summary>
    public static string ForAttribute(string attribute) => $"Attribute:{attribute}";

    /// <returns><c>CodeDeliveryDetails</c>.</returns>
    public async Task<JsonObject> SendAsync(
        Scope scope,
        User user,
        string purpose,
        Delivery delivery,
        string source,
        CancellationToken cancel
    )
    {
        var validity = purpose == ForgotPassword ? ForgotPasswordValidity : Validity;
        var code = new SentCode(PasswordMaker.Code(), delivery.Attribute, delivery.Address, time.GetUtcNow() + validity);
        await database.WriteAsync(sql => sql.PutCode(user, purpose, code));
        await messenger.SendCodeAsync(scope, user, delivery, source, code.Code, cancel);
        return delivery.Details();
    }

    /// <summary>The code that was sent, where this is it; the caller uses it up together with what it allows.</summary>
    /// <param name="scope">Pool and app client.</param>
    /// <param name="user">Who sends it; null for a name without a user, where nobody is to be told that.</param>
    /// <param name="name">The name that was typed in.</param>
    /// <param name="purpose">What the code is for.</param>
    /// <param name="code">The code.</param>
    /// <exception cref="Http.AwsException">It is another, too old, or too many were tried.</exception>
    public async Task<SentCode> CheckAsync(Scope scope, User? user, string name, string purpose, string code)
    {
        var subject = PasswordSignIn.SubjectOf(scope, user, name);
        attempts.Check(scope.Pool.Id, subject, Guess.Code);
        var sent = user is null ? null : database.Read(sql => sql.FindCode(user, purpose));
        var isRight =
            sent is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(sent.Code), Encoding.UTF8.GetBytes(code));
        await attempts.CountAsync(scope.Pool.Id, subject, Guess.Code, isRight);
        // As AWS has it ("Managing error responses"): whoever is unknown or disabled seems to have mistyped, whoever has no code is to ask for one.
        if (!isRight)
            throw sent is null && (!scope.HidesUsers || user is { IsEnabled: true }) ? Error.ExpiredCode() : Error.CodeMismatch();
        return sent!.Expires > time.GetUtcNow() ? sent : throw Error.ExpiredCode();
    }
}
