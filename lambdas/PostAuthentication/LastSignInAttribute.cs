using Amazon.CognitoIdentityProvider;
using Amazon.CognitoIdentityProvider.Model;

namespace CognitoStack.Lambda.PostAuthentication;

/// <summary>Keeps the time of a user's last sign-in with the user.</summary>
public interface ILastSignIn
{
    /// <summary>Sets the time.</summary>
    Task SetAsync(SignIn signIn, CancellationToken cancellation);
}

/// <summary>
/// The user pool's attribute <c>custom:lastSignIn</c>, which has to be in the pool's schema, mutable.
/// It needs <c>cognito-idp:AdminUpdateUserAttributes</c>, whose calls a second Cognito limits for the whole pool.
/// </summary>
public sealed class LastSignInAttribute(IAmazonCognitoIdentityProvider cognito) : ILastSignIn
{
    /// <summary>The attribute's name.</summary>
    public const string Name = "custom:lastSignIn";

    /// <summary>With the credentials, the Region and the endpoint that the SDK finds in the environment.</summary>
    public static LastSignInAttribute Open() => new(new UserPools(retries: 1));

    /// <inheritdoc/>
    public Task SetAsync(SignIn signIn, CancellationToken cancellation) =>
        cognito.AdminUpdateUserAttributesAsync(
            new AdminUpdateUserAttributesRequest
            {
                UserPoolId = signIn.UserPoolId,
                Username = signIn.User,
                UserAttributes = [new AttributeType { Name = Name, Value = Iso8601.Seconds(signIn.At) }],
            },
            cancellation
        );

    /// <summary>A call that needs no permission, changes nothing and is refused: the connection is what remains.</summary>
    public async Task WarmUpAsync(CancellationToken cancellation)
    {
        try
        {
            await cognito.GetUserAsync(new GetUserRequest { AccessToken = "none" }, cancellation).ConfigureAwait(false);
        }
        catch (NotAuthorizedException) { }
    }
}
