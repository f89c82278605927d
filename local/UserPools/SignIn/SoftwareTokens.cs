using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Passwords;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools.SignIn;

/// <summary>Second factors: sets them up, and checks their codes, each of which is good once.</summary>
internal sealed class SoftwareTokens(Users users, Attempts attempts, TimeProvider time)
{
    /// <summary>Refuses a pool that has none.</summary>
    public static void CheckAvailable(UserPool pool)
    {
        if (!pool.HasTotp || pool.Mfa == "OFF")
            throw new AwsException("SoftwareTokenMFANotFoundException", "Software Token MFA has not been enabled by the userPool");
    }

    /// <summary>Keeps a new secret until a code proves that the user's app has it.</summary>
    public async Task<string> AssociateAsync(UserPool pool, User user)
    {
        CheckAvailable(pool);
        var secret = OneTimePasswords.NewSecret();
        await users.ChangeAsync(pool, user, current => current with { UnprovenSoftwareToken = secret });
        return secret;
    }

    /// <summary>Makes a secret the user's second factor.</summary>
    public async Task VerifyAsync(UserPool pool, User user, string? secret, string code)
    {
        CheckAvailable(pool);
        if (secret is null)
            throw Error.InvalidParameter("No software token is associated.");
        var step = await GuessAsync(pool, user, secret, code) ?? throw new AwsException("EnableSoftwareTokenMFAException", "Code mismatch");
        await users.ChangeAsync(
            pool,
            user,
            current =>
                current with
                {
                    SoftwareToken = new(secret, pool.Mfa == "ON" || current.SoftwareToken is { IsEnabled: true }, step),
                    PreferredMfa = current.PreferredMfa ?? (pool.Mfa == "ON" ? Factor.Totp : null),
                    UnprovenSoftwareToken = null,
                }
        );
    }

    /// <summary>Checks a code at sign-in.</summary>
    public async Task<User> SignInAsync(UserPool pool, User user, string code)
    {
        if (user.SoftwareToken is not { } token)
            throw Error.CodeMismatch("Invalid code received for user");
        var step = await GuessAsync(pool, user, token.Secret, code) ?? throw Error.CodeMismatch("Invalid code received for user");
        return await users.ChangeAsync(
            pool,
            user,
            current =>
                current.SoftwareToken is { } now && now.Secret == token.Secret && now.LastStep < step
                    ? current with
                    {
                        SoftwareToken = now with { LastStep = step },
                    }
                    : throw Error.ExpiredCode("Your software token has already been used once.")
        );
    }

    private async Task<long?> GuessAsync(UserPool pool, User user, string secret, string code)
    {
        attempts.Check(pool.Id, user.Username, Guess.SoftwareToken);
        var step = OneTimePasswords.StepOf(secret, code, time.GetUtcNow());
        await attempts.CountAsync(pool.Id, user.Username, Guess.SoftwareToken, step is not null);
        return step;
    }
}
