using CognitoStack.Local.UserPools.Login.Protocol;
using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools.Login.Pages;

/// <summary>Buttons with which a person chooses a factor.</summary>
internal static class FactorForms
{
    public const string Field = "factor";

    /// <summary>One for each first factor of the pool but the password; the same for everybody, known or not.</summary>
    public static IEnumerable<FormView> First(LoginVisit visit, string action, string name) =>
        Offered(visit.Request)
            .Select(factor => new FormView(action, visit.Words[Label(factor)], [])
            {
                IsSecondary = true,
                Hidden = [("username", name), (Field, factor)],
            });

    /// <summary>First factors that a page may begin with, beside the password.</summary>
    public static IEnumerable<string> Offered(AuthorizationRequest request) =>
        request.Pool.FirstFactors.Where(factor =>
            factor switch
            {
                Factor.Passkey => request.Pool.Mfa != "ON" || request.Pool.Passkeys.AreMultiFactor,
                _ => Factor.AddressOf(factor) is not null && request.Pool.Mfa != "ON",
            }
        );

    /// <summary>One for each second factor.</summary>
    public static IEnumerable<FormView> Second(LoginVisit visit, string action, IEnumerable<string> factors) =>
        factors.Select(factor => new FormView(action, visit.Words[Label(factor)], []) { Hidden = [(Field, factor)] });

    private static string Label(string factor) =>
        factor switch
        {
            Factor.Passkey => "withPasskey",
            Factor.EmailOtp => "codeByEmail",
            Factor.Totp => "codeOfApp",
            Factor.SmsOtp or Factor.Sms => "codeBySms",
            _ => throw new ArgumentOutOfRangeException(nameof(factor), factor, null),
        };
}
