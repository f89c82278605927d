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
        return new("username", words[label])
        {
            Type = type,
            InputMode = inputMode,
            Autocomplete = "username",
            Value = value,
        };
    }
}
