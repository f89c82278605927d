using System.Collections.Immutable;
using Amazon.CognitoIdentityProvider;
using Amazon.CognitoIdentityProvider.Model;

namespace CognitoStack.Lambda.PreAuthentication.Groups;

/// <summary>App clients that only members of certain groups may use. It needs <c>cognito-idp:AdminListGroupsForUser</c>.</summary>
/// <param name="cognito">Knows the users' groups.</param>
/// <param name="clients">Knows the clients' IDs.</param>
/// <param name="allowed">The groups, by the parameter that has the client's ID.</param>
public sealed class ClientGroups(
    IAmazonCognitoIdentityProvider cognito,
    IClientIds clients,
    IReadOnlyDictionary<string, ImmutableArray<string>> allowed
)
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
        return await clients.ParameterOfAsync(clientId, cancellation).ConfigureAwait(false) is not { } parameter
            || (userName is not null && await IsMemberAsync(userPoolId, userName, allowed[parameter], cancellation).ConfigureAwait(false));
    }

    private async Task<bool> IsMemberAsync(
        string userPoolId,
        string userName,
        ImmutableArray<string> groups,
        CancellationToken cancellation
    )
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
        } while (!string.IsNullOrEmpty(request.NextToken));
        return false;
    }
}
