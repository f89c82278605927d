using OtpNet;

namespace CognitoStack.Local.Tests.UserPools;

/// <summary>What a user's authenticator app shows.</summary>
internal static class AuthenticatorApp
{
    public static string Code(string secret, DateTimeOffset time) => new Totp(Base32Encoding.ToBytes(secret)).ComputeTotp(time.UtcDateTime);
}
