namespace CognitoStack.Lambda.UserMigration;

/// <summary>A user of the old pool who comes over.</summary>
/// <param name="Attributes">What the new pool takes of the user.</param>
/// <param name="MustProveMore">The password alone is not enough: the old pool asks for a second factor, which cannot come over.</param>
public sealed record OldUser(IReadOnlyDictionary<string, string> Attributes, bool MustProveMore);

/// <summary>Why a user does not come over.</summary>
public enum NoMigration
{
    /// <summary>The old pool has no such user.</summary>
    UserUnknown,

    /// <summary>The password is wrong, or the user is disabled: Cognito tells them apart for nobody.</summary>
    NotAuthorized,

    /// <summary>The user never proved an address, or never used the invitation.</summary>
    NotConfirmed,

    /// <summary>The old pool wants another password first.</summary>
    ResetRequired,

    /// <summary>The user signs in at another provider, or by a challenge that is not about a password.</summary>
    NoPassword,

    /// <summary>The user is disabled.</summary>
    Disabled,

    /// <summary>There is no verified address or number to send a code to.</summary>
    NoVerifiedAddress,
}

/// <summary>A user, or why there is none.</summary>
public sealed record Answer(OldUser? User, NoMigration? Reason)
{
    /// <summary>There is one.</summary>
    public static implicit operator Answer(OldUser user) => new(user, null);

    /// <summary>There is none.</summary>
    public static implicit operator Answer(NoMigration reason) => new(null, reason);
}
