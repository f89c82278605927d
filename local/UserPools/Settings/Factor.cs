namespace CognitoStack.Local.UserPools.Settings;

/// <summary>Factors of a sign-in, as the API names them and their challenges.</summary>
internal static class Factor
{
    public const string Password = "PASSWORD";
    public const string PasswordSrp = "PASSWORD_SRP";
    public const string Passkey = "WEB_AUTHN";
    public const string SmsOtp = "SMS_OTP";

    /// <summary>A code by mail: a first factor and a second one of the same name.</summary>
    public const string EmailOtp = "EMAIL_OTP";
    public const string Sms = "SMS_MFA";
    public const string Totp = "SOFTWARE_TOKEN_MFA";

    /// <summary>The attribute with the address that a factor's code goes to; null where no code is sent.</summary>
    public static string? AddressOf(string factor) =>
        factor switch
        {
            Sms or SmsOtp => "phone_number",
            EmailOtp => "email",
            _ => null,
        };
}
