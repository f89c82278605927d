using Amazon.CognitoIdentityProvider;
using Amazon.CognitoIdentityProvider.Model;

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
public sealed class AccountLinking(IAmazonCognitoIdentityProvider cognito, ClientProviders clients, TrustedProviders trusted)
{
    /// <summary>The account to link to, or null where the sign-up is to make its own.</summary>
    public async Task<AccountLink?> FindAsync(SignInAttempt attempt, Log log, CancellationToken cancellation)
    {
        if (
            !attempt.IsFederatedSignUp
            || attempt.UserName is not { } name
            || !trusted.Names.Any(provider => FederatedIdentity.IsOf(name, provider))
        )
            return null;
        if (string.IsNullOrEmpty(attempt.Email) || !attempt.EmailVerified)
            return Nobody(log, "emailNotVerified");

        var (pool, client) = (Required(attempt.UserPoolId), Required(attempt.ClientId));
        var providers = await clients.OfAsync(pool, client, cancellation).ConfigureAwait(false);
        if (FederatedIdentity.Of(name, [.. providers, .. trusted.Names]) is not { } identity || !trusted.Names.Contains(identity.Provider))
            return Nobody(log, "providerNotTrusted");

        var users = await UsersAsync(pool, attempt.Email, cancellation).ConfigureAwait(false);
        var owners = users.FindAll(LinkDestination.IsOwners);
        if (owners is [] && users.Find(IsShutOut) is { } disabled)
            return LinkOf(disabled, pool, identity) with { IsDisabled = true };
        if (users is [])
            return null;
        if (!trusted.VouchFor(identity.Provider, attempt.Email, attempt.Attribute))
            return Nobody(log, "addressNotTheProviders");
        return owners switch
        {
            [] => Nobody(log, LinkDestination.WhyNot(users[0])!),
            [var user] => identity.AsSpelled(SubjectAttribute(identity, attempt)) is { } spelled
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
        log.Info(
            "A federated identity is linked to an account.",
            json =>
            {
                json.WriteString("provider", link.Source.Provider);
                json.WriteString("sub", link.DestinationSub);
            }
        );
        return true;
    }

    private static AccountLink? LinkTo(UserType user, string pool, FederatedIdentity identity, Log log)
    {
        var link = LinkOf(user, pool, identity);
        return !link.IsMade && LinkDestination.IsFull(user) ? Nobody(log, "tooManyLinks") : link;
    }

    // A federated account is its owner's where its provider would link somebody, too: anybody may make one at another provider.
    private bool IsShutOut(UserType user) =>
        LinkDestination.IsDisabled(user)
        && (
            LinkDestination.ProviderOf(user) is not { } provider
            || (trusted.Names.Contains(provider) && trusted.VouchFor(provider, user.Attributes.Value("email")!, user.Attributes.Value))
        );

    private string? SubjectAttribute(FederatedIdentity identity, SignInAttempt attempt) =>
        trusted.SubjectAttributes.TryGetValue(identity.Provider, out var mapped) ? attempt.Attribute(mapped) : null;

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
            users.AddRange(
                page.Users?.Where(user => string.Equals(user.Attributes.Value("email"), email, StringComparison.OrdinalIgnoreCase)) ?? []
            );
            request.PaginationToken = page.PaginationToken;
        } while (!string.IsNullOrEmpty(request.PaginationToken));
        return users;
    }

    private static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    private static AdminLinkProviderForUserRequest Request(AccountLink link) =>
        new()
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
        var user = await cognito
            .AdminGetUserAsync(new AdminGetUserRequest { UserPoolId = link.UserPoolId, Username = link.DestinationUserName }, cancellation)
            .ConfigureAwait(false);
        return LinkDestination.Has(user.UserAttributes, link.Source);
    }

    private static AccountLink? Nobody(Log log, string reason)
    {
        log.Warn("A federated identity was not linked.", fields: json => json.WriteString("reason", reason));
        return null;
    }

    private static string Required(string? value) => value ?? throw new InvalidDataException("The event lacks its pool or client.");
}
