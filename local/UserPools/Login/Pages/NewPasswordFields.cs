using CognitoStack.Local.UserPools.Login.Texts;
using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools.Login.Pages;

/// <summary>A password to be chosen, typed twice.</summary>
internal static class NewPasswordFields
{
    private const string Again = "confirm_password";

    public static IEnumerable<FieldView> Of(UserPool pool, Wording words, string field) =>
        [
            new(field, words[field == "password" ? "password" : "newPassword"])
            {
                Type = "password",
                Autocomplete = "new-password",
                Hint = Hint(pool.PasswordPolicy, words),
            },
            new(Again, words["confirmPassword"]) { Type = "password", Autocomplete = "new-password" },
        ];

    /// <exception cref="Http.AwsException">One is missing, or they differ.</exception>
    public static string Read(LoginVisit visit, string field)
    {
        var password = visit.Required(field);
        return password == visit.Required(Again) ? password : throw Error.InvalidParameter(visit.Words["passwordsDiffer"]);
    }

    private static string Hint(PasswordPolicy policy, Wording words) =>
        string.Join(
            ", ",
            [
                words.Format("passwordHint", policy.MinimumLength),
                .. policy.RequireUppercase ? [words["passwordHintUpper"]] : (ReadOnlySpan<string>)[],
                .. policy.RequireLowercase ? [words["passwordHintLower"]] : (ReadOnlySpan<string>)[],
                .. policy.RequireNumbers ? [words["passwordHintNumber"]] : (ReadOnlySpan<string>)[],
                .. policy.RequireSymbols ? [words["passwordHintSymbol"]] : (ReadOnlySpan<string>)[],
            ]
        );
}
