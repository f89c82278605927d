using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.IdentityPools;

/// <summary>Chooses the role and the session tags of an identity, or says in AWS's words why there are none.</summary>
internal static partial class RoleChoice
{
    /// <summary>The role of a guest.</summary>
    public static RoleOffer ForGuest(IdentityPool pool, string? customRole) =>
        customRole is null ? Default(pool.Choice.Unauthenticated, "role of guests") : throw Forbidden(customRole);

    /// <summary>The role of somebody who signed in: the mapping of the login's provider decides, or else the role for all users.</summary>
    /// <exception cref="AwsException">No role is found, or one was asked for that is not the caller's.</exception>
    public static RoleOffer For(IdentityPool pool, Login login, string? customRole)
    {
        var mapping = pool.Choice.MappingFor(login.Provider, login.Client);
        if (mapping is null)
            return customRole is null ? Default(pool.Choice.Authenticated, "role of users") : throw Forbidden(customRole);

        var roles = login.Claims["cognito:roles"] as JsonArray ?? [];
        var offers = mapping.Offers(
            new(login.Claims.Text, login.Claims.Text("cognito:preferred_role"), [.. roles.Select(r => r!.ToString())]),
            isAskedFor: customRole is not null
        );
        if (customRole is not null)
            return offers.Any(o => o.Role == customRole) ? new(customRole, "asked for, and the caller's") : throw Forbidden(customRole);
        if (offers.Count > 0)
            return offers[0];
        return mapping.FallsBack
            ? Default(pool.Choice.Authenticated, "role of users, since the token decides none")
            : throw IdentityErrors.NotAuthorized($"The ambiguous role mapping rules for: {mapping.Provider} denied this request.");
    }

    /// <summary>Session tags of somebody who signed in: of claims that the token has.</summary>
    /// <exception cref="AwsException">A value that STS takes for no tag.</exception>
    public static IReadOnlyDictionary<string, string> TagsFor(IdentityPool pool, Login login)
    {
        var tags = new Dictionary<string, string>();
        foreach (var (tag, claim) in pool.Choice.TagClaims(login.Provider))
        {
            if (login.Claims.Text(claim) is not { } value)
                continue;
            if (!TagValue.IsMatch(value))
                throw new AwsException(
                    "InvalidParameterException",
                    $"Value '{value}' of the claim {claim} cannot be the principal tag {tag}: Member must satisfy regular expression pattern: {TagPattern}, and have length less than or equal to 256"
                );
            tags[tag] = value;
        }

        return tags;
    }

    private static RoleOffer Default(string? role, string because) => role is null ? throw IdentityErrors.BadRoles() : new(role, because);

    private static AwsException Forbidden(string role) => IdentityErrors.NotAuthorized($"Access to Role '{role}' is forbidden.");

    private const string TagPattern = @"[\p{L}\p{Z}\p{N}_.:/=+\-@]*";

    [GeneratedRegex(@"^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}\z")]
    private static partial Regex TagValue { get; }
}
