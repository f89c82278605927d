using System.Collections.Immutable;
using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools.Passwords;

/// <summary>Makes and checks what is kept of passwords. Both take milliseconds of a processor, and are done outside of any lock.</summary>
/// <remarks>A password that comes as it is goes by SRP's verifier, too. A slower hash beside it would protect nothing: who has the file has the verifier.</remarks>
internal sealed class PasswordKeeper(TimeProvider time)
{
    private Password? decoy;

    /// <summary>A password for a user, who may be about to be made.</summary>
    /// <exception cref="AwsException">It does not conform with the pool's policy.</exception>
    public Password Make(UserPool pool, string username, string password, bool isTemporary = false)
    {
        pool.PasswordPolicy.Check(password);
        return Take(pool, username, password, isTemporary);
    }

    /// <summary>A password as it is, whatever the pool's policy: one that a user brings from another directory.</summary>
    public Password Take(UserPool pool, string username, string password, bool isTemporary = false)
    {
        var (salt, verifier) = Srp.Enrol(pool.SrpName, username, password);
        return new(salt, verifier, time.GetUtcNow(), isTemporary);
    }

    /// <summary>What another system kept of a password. SRP does not go by it, until a sign-in has brought the password.</summary>
    /// <exception cref="FormatException">It is not of the kind.</exception>
    public Password Import(UserPool pool, string username, string kind, string hash)
    {
        var (salt, verifier) = Srp.Enrol(pool.SrpName, username, Guid.NewGuid().ToString());
        return new(salt, verifier, time.GetUtcNow(), IsTemporary: false) { Imported = ImportedHash.Keep(kind, hash) };
    }

    /// <summary>Whether this is the user's password. A user without one, or none at all, takes as long as one with.</summary>
    public bool IsRight(UserPool pool, User? user, string password)
    {
        decoy ??= Take(pool, string.Empty, Guid.NewGuid().ToString());
        var isRight = IsRight(pool, user?.Username ?? string.Empty, (user?.Password ?? decoy).Kept, password);
        return user?.Password is not null && isRight;
    }

    /// <summary>The user with a new password of its own choice.</summary>
    /// <exception cref="AwsException">The pool remembers it among the user's latest.</exception>
    public Func<User, User> Change(UserPool pool, User user, string password)
    {
        var made = Make(pool, user.Username, password);
        var latest = Latest(user).Take(pool.PasswordPolicy.HistorySize);
        if (latest.Any(kept => IsRight(pool, user.Username, kept, password)))
            throw new AwsException("PasswordHistoryPolicyViolationException", "Password has previously been used.");
        return current => Set(current, made);
    }

    /// <summary>The user with a password.</summary>
    public static User Set(User user, Password password) => user with { Password = password, FormerPasswords = [.. Latest(user).Take(24)] };

    /// <summary>Whether a temporary password is too old to begin with.</summary>
    public bool IsExpired(UserPool pool, Password password) =>
        password.IsTemporary && time.GetUtcNow() > password.SetAt.AddDays(pool.PasswordPolicy.TemporaryPasswordValidityDays);

    private static ImmutableArray<string> Latest(User user) =>
        user.Password is { IsTemporary: false } password ? [password.Kept, .. user.FormerPasswords] : user.FormerPasswords;

    private static bool IsRight(UserPool pool, string username, string kept, string password) =>
        ImportedHash.Is(kept)
            ? ImportedHash.IsRight(kept, password)
            : kept.Split(':') is [var salt, var verifier] && Srp.IsRight(pool.SrpName, username, password, salt, verifier);
}
