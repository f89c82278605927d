using CognitoStack.Local.UserPools.Login.Texts;

namespace CognitoStack.Local.UserPools.Login.Pages;

/// <summary>The field for a code that was sent, or that an app shows.</summary>
internal static class CodeField
{
    public static FieldView Of(Wording words) => new("code", words["code"]) { Autocomplete = "one-time-code", InputMode = "numeric" };
}
