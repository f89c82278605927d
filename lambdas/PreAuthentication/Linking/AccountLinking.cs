using System.Collections.Immutable;
using Amazon.CognitoIdentityProvider;
using Amazon.CognitoIdentityProvider.Model;
using CognitoStack.Lambda.PreAuthentication.Groups;

namespace CognitoStack.Lambda.PreAuthentication.Linking;

/// <summary>
/// Links a first federated sign-in of a trusted provider to the one account of its e-mail address, instead of a second account.
/// It needs <c>cognito-idp:ListUsers</c>, <c>AdminLinkProviderForUser</c>, <c>AdminGetUser</c> and <c>DescribeUserPoolClient</c>.
/// Sources: AWS, "Linking federated users to an existing user profile" and "AdminLinkProviderForUser".
/// </summary>
/// <remarks>
/// The event of a linked user passes. Since April 2023 Cognito then signs the user in to the account. Where it still behaves as before
/// ("Already found an entry for username …"), the user signs in once more, and is in: the link is made, and there is no second account.
/// </remarks>
public sealed class AccountLinking(
    IAmazonCognitoIdentityProvider cognito, AppClients clients, ImmutableArray<string> trusted,
    IReadOnlyDictionary<string, string> subjectAttributes)
{
    /// <summary>The account to link to, or null where the sign-up is to make its own.</summary>
    public async Task<AccountLink?> FindAsync(SignInAttempt attempt, Log log, CancellationToken cancellation)
    {
        if (!attempt.IsFederatedSignUp || attempt.UserName is not { } name || !trusted.Any(provider => FederatedIdentity.IsOf(name, provider)))
            return null;
        if (string.IsNullOrEmpty(attempt.Email) || !attempt.EmailVerified)
            return Nobody(log, "emailNotVerified");

        var (pool, client) = (Required(attempt.UserPoolId), Required(attempt.ClientId));
        var providers = await clients.ProvidersAsync(pool, client, cancellation).ConfigureAwait(false);
        if (FederatedIdentity.Of(name, [.. providers, .. trusted]) is not { } identity || !trusted.Contains(identity.Provider))
            return Nobody(log, "providerNotTrusted");

        var users = await UsersAsync(pool, attempt.Email, cancellation).ConfigureAwait(false);
        if (users.Find(LinkDestination.IsDisabled) is { } disabled)
            return LinkOf(disabled, pool, identity) with { IsDisabled = true };
        var attribute = subjectAttributes.TryGetValue(identity.Provider, out var mapped) ? attempt.Attribute(mapped) : null;
        return users switch
        {
            [] => null,
            [var user] => identity.AsSpelled(attribute) is { } spelled
                ? LinkTo(user, pool, spelled, log)
                : Nobody(log, "subjectCaseUnknown"),
            _ => Nobody(log, "severalDestinations"),
        };
    }

    /// <summary>Makes the link; a second time changes nothing.</summary>
    /// <returns>Is it there now? If not, the sign-up makes an account of its own.</returns>
    public async Task<bool> LinkAsync(AccountLink link, Log log, CancellationToken cancellation)
    {
        if (!link.IsMade)
        {
            try
            {
                await cognito.AdminLinkProviderForUserAsync(Request(link), cancellation).ConfigureAwait(false);
            }
            catch (LimitExceededException)
            {
                Nobody(log, "tooManyLinks");
                return false;
            }
            // Cognito has several words for a link that is there already: what counts is whether it is.
            catch (Exception e) when (e is InvalidParameterException or AliasExistsException)
            {
                if (!await IsMadeAsync(link, cancellation).ConfigureAwait(false))
                    throw;
            }
        }
        log.Info("A federated identity is linked to an account.", json =>
        {
            json.WriteString("provider", link.Source.Provider);
            json.WriteString("sub", link.DestinationSub);
        });
        return true;
    }

    private static AccountLink? LinkTo(UserType user, string pool, FederatedIdentity identity, Log log)
    {
        if (LinkDestination.WhyNot(user) is { } reason)
            return Nobody(log, reason);
        var link = LinkOf(user, pool, identity);
        return !link.IsMade && LinkDestination.IsFull(user) ? Nobody(log, "tooManyLinks") : link;
    }

    private static AccountLink LinkOf(UserType user, string pool, FederatedIdentity identity) =>
        new(pool, identity, Required(user.Username), user.Attributes.Value("sub"), LinkDestination.Has(user.Attributes, identity));

    // The filter is AWS's to interpret; that an account has this very address is checked here too.
    private async Task<List<UserType>> UsersAsync(string pool, string email, CancellationToken cancellation)
    {
        var users = new List<UserType>();
        var request = new ListUsersRequest { UserPoolId = pool, Filter = $"email = \"{Escape(email)}\"" };
        do
        {
            var page = await cognito.ListUsersAsync(request, cancellation).ConfigureAwait(false);
            users.AddRange(page.Users?.Where(user =>
                string.Equals(user.Attributes.Value("email"), email, StringComparison.OrdinalIgnoreCase)) ?? []);
            request.PaginationToken = page.PaginationToken;
        }
        while (!string.IsNullOrEmpty(request.PaginationToken));
        return users;
    }

    private static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    private static AdminLinkProviderForUserRequest Request(AccountLink link) => new()
    {
        UserPoolId = link.UserPoolId,
        DestinationUser = new() { ProviderName = "Cognito", ProviderAttributeValue = link.DestinationUserName },
        SourceUser = new()
        {
            ProviderName = link.Source.Provider,
            ProviderAttributeName = "Cognito_Subject",
            ProviderAttributeValue = link.Source.Subject,
        },
    };

    private async Task<bool> IsMadeAsync(AccountLink link, CancellationToken cancellation)
    {
        var user = await cognito.AdminGetUserAsync(
            new AdminGetUserRequest { UserPoolId = link.UserPoolId, Username = link.DestinationUserName }, cancellation).ConfigureAwait(false);
        return LinkDestination.Has(user.UserAttributes, link.Source);
    }

    private static AccountLink? Nobody(Log log, string reason)
    {
        log.Warn("A federated identity was not linked.", fields: json => json.WriteString("reason", reason));
        return null;
    }

    private static string Required(string? value) => value ?? throw new InvalidDataException("The event lacks its pool or client.");
}
