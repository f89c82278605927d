using System.Text.Json.Nodes;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.UserPools.Settings;

/// <summary><c>Policies.PasswordPolicy</c> of a user pool.</summary>
internal sealed record PasswordPolicy
{
    private const string Symbols = "^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+- ";

    public int MinimumLength { get; init; } = 8;
    public bool RequireUppercase { get; init; } = true;
    public bool RequireLowercase { get; init; } = true;
    public bool RequireNumbers { get; init; } = true;
    public bool RequireSymbols { get; init; } = true;
    public int HistorySize { get; init; }
    public int TemporaryPasswordValidityDays { get; init; } = 7;

    /// <summary>Reads the policy; a pool without one has Cognito's default, while one that is there demands only what it says.</summary>
    public static PasswordPolicy Of(JsonObject? policy) =>
        policy is null
            ? new()
            : new()
            {
                MinimumLength = policy["MinimumLength"].Number() ?? 8,
                RequireUppercase = policy["RequireUppercase"].Flag() ?? false,
                RequireLowercase = policy["RequireLowercase"].Flag() ?? false,
                RequireNumbers = policy["RequireNumbers"].Flag() ?? false,
                RequireSymbols = policy["RequireSymbols"].Flag() ?? false,
                HistorySize = policy["PasswordHistorySize"].Number() ?? 0,
                TemporaryPasswordValidityDays = policy["TemporaryPasswordValidityDays"].Number() ?? 7,
            };

    /// <summary>Refuses a password that does not conform, with the first reason.</summary>
    public void Check(string password)
    {
        if (Fault(password) is { } fault)
            throw new AwsException("InvalidPasswordException", $"Password did not conform with policy: {fault}");
    }

    private string? Fault(string password) =>
        password switch
        {
            _ when password.Length < MinimumLength => "Password not long enough",
            { Length: > 256 } => "Password is too long",
            _ when password.Length != password.Trim().Length => "Password must not start or end with a space",
            _ when RequireUppercase && !password.Any(char.IsAsciiLetterUpper) => "Password must have uppercase characters",
            _ when RequireLowercase && !password.Any(char.IsAsciiLetterLower) => "Password must have lowercase characters",
            _ when RequireNumbers && !password.Any(char.IsAsciiDigit) => "Password must have numeric characters",
            _ when RequireSymbols && !password.Any(Symbols.Contains) => "Password must have symbol characters",
            _ => null,
        };
}
