namespace CognitoStack.Configuration;

/// <summary>Addresses that users of a pool sign in with.</summary>
public static class UserPoolAddresses
{
    /// <summary>E-mail and phone attributes, by their OIDC names.</summary>
    public static IReadOnlyList<string> Of(UserPoolConfiguration pool) =>
        [
            .. pool.SignInWith.Contains(SignInAlias.Email) ? ["email"] : Array.Empty<string>(),
            .. pool.SignInWith.Contains(SignInAlias.Phone) ? ["phone_number"] : Array.Empty<string>(),
        ];

    /// <summary>The address that every user of the pool's own has: the only one that they could sign in with, if there is one only.</summary>
    public static string? OfEveryUser(UserPoolConfiguration pool) =>
        !pool.SignInWith.Contains(SignInAlias.Username) && Of(pool) is [var only] ? only : null;
}
