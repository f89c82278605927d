using OtpNet;

namespace CognitoStack.Local.UserPools.Passwords;

/// <summary>One-time passwords of authenticator apps: RFC 6238 with SHA-1, six digits and steps of 30 seconds.</summary>
internal static class OneTimePasswords
{
    private static readonly VerificationWindow Neighbours = new(previous: 1, future: 1);

    /// <summary>A new secret, in Base32 as apps take it.</summary>
    public static string NewSecret() => Base32Encoding.ToString(KeyGeneration.GenerateRandomKey(32)).TrimEnd('=');

    /// <summary>The time step whose code this is, of now and its neighbours; null where it is of none.</summary>
    public static long? StepOf(string secret, string code, DateTimeOffset now) =>
        new Totp(Base32Encoding.ToBytes(secret)).VerifyTotp(now.UtcDateTime, code, out var step, Neighbours) ? step : null;
}
