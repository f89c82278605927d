using CognitoStack.Local.UserPools.Login.Texts;
using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools.Login.Pages;

/// <summary>The field in which a person writes by what name it signs in, as the pool has it.</summary>
internal static class SignInNames
{
    public static FieldView Field(UserPool pool, Wording words, string? value)
    {
        var (label, type, inputMode) = pool switch
        {
            { UsesEmailAsUsername: true, UsesPhoneAsUsername: true } => ("emailOrPhone", "text", null),
            { UsesEmailAsUsername: true } => ("email", "email", (string?)"email"),
            { UsesPhoneAsUsername: true } => ("phone_number", "tel", "tel"),
            _ => ("username", "text", null),
        };
        return new("username", words[label]) { Type = type, InputMode = inputMode, Autocomplete = "username", Value = value };
    }

    /// <summary>The name that was typed in.</summary>
    /// <exception cref="Http.AwsException">There is none, or it can be nobody's.</exception>
    public static string Of(LoginVisit visit) => Required(visit, "username").Trim() is { Length: > 0 } name ? UserNames.Checked(name) : throw Missing("username");

    /// <summary>A field that must be filled in.</summary>
    public static string Required(LoginVisit visit, string field) =>
        visit.Form?[field] is [{ Length: > 0 } value] ? value : throw Missing(field);

    private static Http.AwsException Missing(string field) => Error.InvalidParameter($"Missing required parameter {field}");
}
