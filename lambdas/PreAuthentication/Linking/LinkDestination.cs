using System.Text.Json;
using Amazon.CognitoIdentityProvider;
using Amazon.CognitoIdentityProvider.Model;

namespace CognitoStack.Lambda.PreAuthentication.Linking;

/// <summary>Judges the account that an identity would be linked to.</summary>
public static class LinkDestination
{
    private const int MostLinks = 5;

    /// <summary>
    /// Is it an account of the pool's own that is in use by whoever has its address? Verified on both sides: who signed up with somebody
    /// else's address, and never verified it, would otherwise share an account with its owner and keep the password. No other account of the
    /// address counts: anybody may make one at a provider that nobody trusts, and that must not keep the owner from a link.
    /// </summary>
    /// <remarks>
    /// Beside a confirmed account, this takes one whose password is to be reset (its owner has shown to have the address before) and one
    /// that an administrator made and whose user has yet to come: the administrator and the provider vouch for one address. Whoever else
    /// knows the password of either had it from its owner or the administrator. Not linked, the user would get a second account, which
    /// nobody can merge with the first.
    /// </remarks>
    public static bool IsOwners(UserType user) => user.Enabled == true && WhyNot(user) is null;

    /// <summary>Why nobody may be linked to this account, or null.</summary>
    public static string? WhyNot(UserType user)
    {
        if (user.UserStatus == UserStatusType.EXTERNAL_PROVIDER)
            return "destinationIsExternal";
        if (!IsOwned(user.UserStatus))
            return "destinationNotConfirmed";
        return HasVerifiedEmail(user) ? null : "destinationEmailNotVerified";
    }

    /// <summary>Was whoever has shown to have its address, to the pool or to its provider, shut out?</summary>
    public static bool IsDisabled(UserType user) => user.Enabled != true && HasVerifiedEmail(user);

    /// <summary>The provider whose account it is, "" where nobody can tell, or null where it is the pool's own.</summary>
    public static string? ProviderOf(UserType user) =>
        user.UserStatus != UserStatusType.EXTERNAL_PROVIDER ? null
        : Identities(user.Attributes) is [var own, ..] ? own.Provider
        : "";

    /// <summary>Has it as many identities as Cognito allows?</summary>
    public static bool IsFull(UserType user) => Identities(user.Attributes).Count >= MostLinks;

    /// <summary>Is this identity one of the account's?</summary>
    public static bool Has(List<AttributeType>? attributes, FederatedIdentity identity) => Identities(attributes).Contains(identity);

    /// <summary>The value of an attribute, or null.</summary>
    public static string? Value(this List<AttributeType>? attributes, string name) =>
        attributes?.FirstOrDefault(attribute => attribute.Name == name)?.Value;

    private static bool IsOwned(UserStatusType? status) =>
        status == UserStatusType.CONFIRMED || status == UserStatusType.RESET_REQUIRED || status == UserStatusType.FORCE_CHANGE_PASSWORD;

    private static bool HasVerifiedEmail(UserType user) => user.Attributes.Value("email_verified") == "true";

    private static List<FederatedIdentity> Identities(List<AttributeType>? attributes)
    {
        if (attributes.Value("identities") is not { Length: > 0 } text)
            return [];
        using var json = JsonDocument.Parse(text);
        return
        [
            .. json
                .RootElement.EnumerateArray()
                .Select(identity => new FederatedIdentity(
                    identity.GetProperty("providerName").GetString() ?? "",
                    identity.GetProperty("userId").GetString() ?? ""
                )),
        ];
    }
}
