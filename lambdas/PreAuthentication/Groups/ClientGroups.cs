using System.Collections.Immutable;
using Amazon.CognitoIdentityProvider;
using Amazon.CognitoIdentityProvider.Model;

namespace CognitoStack.Lambda.PreAuthentication.Groups;

/// <summary>App clients that only members of certain groups may use. It needs <c>cognito-idp:AdminListGroupsForUser</c>.</summary>
public sealed class ClientGroups(
    IAmazonCognitoIdentityProvider cognito, AppClients clients, IReadOnlyDictionary<string, ImmutableArray<string>> allowed)
{
    /// <summary>May this user use this client?</summary>
    /// <param name="userPoolId">The user pool's ID.</param>
    /// <param name="clientId">The app client's ID.</param>
    /// <param name="userName">
    /// The user's name. One that the pool does not know is in no group, and is asked for like any other: nobody can tell them apart.
    /// Null is an account that is still to be made.
    /// </param>
    /// <param name="cancellation">Ends the calls.</param>
    public async Task<bool> AllowAsync(string userPoolId, string clientId, string? userName, CancellationToken cancellation)
    {
        var name = await clients.NameAsync(userPoolId, clientId, cancellation).ConfigureAwait(false);
        return !allowed.TryGetValue(name, out var groups)
            || (userName is not null && await IsMemberAsync(userPoolId, userName, groups, cancellation).ConfigureAwait(false));
    }

    private async Task<bool> IsMemberAsync(
        string userPoolId, string userName, ImmutableArray<string> groups, CancellationToken cancellation)
    {
        var request = new AdminListGroupsForUserRequest { UserPoolId = userPoolId, Username = userName };
        do
        {
            AdminListGroupsForUserResponse page;
            try
            {
                page = await cognito.AdminListGroupsForUserAsync(request, cancellation).ConfigureAwait(false);
            }
            // Unknown users can have names that no user can.
            catch (Exception e) when (e is UserNotFoundException or InvalidParameterException)
            {
                return false;
            }
            if (page.Groups?.Any(group => group.GroupName is { } name && groups.Contains(name)) == true)
                return true;
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));
        return false;
    }
}
