using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CognitoStack.Local.UserPools.Devices;
using CognitoStack.Local.UserPools.Passkeys;
using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools.Store;

/// <summary>A user of a pool.</summary>
internal sealed record User
{
    public required string Pool { get; init; }

    /// <summary>Its name for good; where people sign in with an address, the <see cref="Sub"/>.</summary>
    public required string Username { get; init; }

    public required string Sub { get; init; }
    public required string Status { get; init; }
    public bool IsEnabled { get; init; } = true;
    public required DateTimeOffset Created { get; init; }
    public required DateTimeOffset Modified { get; init; }

    /// <summary>Attributes without <c>sub</c>.</summary>
    public ImmutableSortedDictionary<string, string> Attributes { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>New values of attributes that take effect once a code proves them.</summary>
    public ImmutableSortedDictionary<string, string> Unproven { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public Password? Password { get; init; }

    /// <summary>What is kept of earlier passwords, newest first.</summary>
    public ImmutableArray<string> FormerPasswords { get; init; } = [];

    public SoftwareToken? SoftwareToken { get; init; }

    /// <summary>A secret that no code has proven yet.</summary>
    public string? UnprovenSoftwareToken { get; init; }

    /// <summary>When the user was last signed out everywhere.</summary>
    public DateTimeOffset? SignedOut { get; init; }

    /// <summary>Whether codes by text message are switched on as a second factor.</summary>
    public bool HasSmsMfa { get; init; }

    /// <summary>Whether codes by mail are switched on as a second factor.</summary>
    public bool HasEmailMfa { get; init; }

    /// <summary>The second factor that is asked for where several are switched on; null where the user is to choose.</summary>
    public string? PreferredMfa { get; init; }

    /// <summary>Whether a passkey may stand for both factors; null where nothing was said.</summary>
    public bool? HasPasskeyMfa { get; init; }

    public ImmutableArray<Passkey> Passkeys { get; init; } = [];

    public ImmutableArray<Device> Devices { get; init; } = [];

    /// <summary>Second factors that are switched on.</summary>
    [JsonIgnore]
    public ImmutableArray<string> MfaSettings =>
        [
            .. HasSmsMfa ? [Factor.Sms] : (ReadOnlySpan<string>)[],
            .. SoftwareToken is { IsEnabled: true } ? [Factor.Totp] : (ReadOnlySpan<string>)[],
            .. HasEmailMfa ? [Factor.EmailOtp] : (ReadOnlySpan<string>)[],
        ];

    [JsonIgnore]
    public bool IsConfirmed => Status != UserStatus.Unconfirmed;

    public string? this[string attribute] => attribute == "sub" ? Sub : Attributes.GetValueOrDefault(attribute);

    public bool HasVerified(string attribute) => this[attribute] is { Length: > 0 } && this[$"{attribute}_verified"] == "true";

    /// <summary>All attributes, <c>sub</c> first.</summary>
    public IEnumerable<KeyValuePair<string, string>> AllAttributes() => [KeyValuePair.Create("sub", Sub), .. Attributes];

    /// <summary>With attributes changed; an empty value removes one.</summary>
    public User With(IEnumerable<KeyValuePair<string, string>> changes)
    {
        var attributes = Attributes.ToBuilder();
        foreach (var (name, value) in changes)
        {
            if (value.Length == 0)
                attributes.Remove(name);
            else
                attributes[name] = value;
        }
        return this with { Attributes = attributes.ToImmutable() };
    }
}

/// <summary>What is kept of a password: what SRP needs instead of it.</summary>
internal sealed record Password(string Salt, string Verifier, DateTimeOffset SetAt, bool IsTemporary)
{
    /// <summary>What another system kept of it, until a sign-in has brought the password.</summary>
    public string? Imported { get; init; }

    /// <summary>What a password is held against, in a line.</summary>
    [JsonIgnore]
    public string Kept => Imported ?? $"{Salt}:{Verifier}";
}

/// <summary>A second factor: a secret shared with an authenticator app, and the last time step that was used.</summary>
internal sealed record SoftwareToken(string Secret, bool IsEnabled, long LastStep);

/// <summary>States of users, as Cognito names them.</summary>
internal static class UserStatus
{
    public const string Unconfirmed = "UNCONFIRMED";
    public const string Confirmed = "CONFIRMED";
    public const string ForceChangePassword = "FORCE_CHANGE_PASSWORD";
    public const string ResetRequired = "RESET_REQUIRED";
    public const string External = "EXTERNAL_PROVIDER";
}
