using Amazon.CognitoIdentityProvider;
using Amazon.CognitoIdentityProvider.Model;

namespace CognitoStack.Lambda.UserMigration;

/// <summary>The pool that has the users. It needs <c>cognito-idp:AdminInitiateAuth</c> and <c>cognito-idp:AdminGetUser</c> there.</summary>
public sealed class OldUserPool(IAmazonCognitoIdentityProvider cognito, MigrationSettings settings)
{
    /// <summary>Steps that Cognito takes after a right password.</summary>
    private static readonly HashSet<string> SecondSteps =
    [
        ChallengeNameType.DEVICE_SRP_AUTH,
        ChallengeNameType.EMAIL_OTP,
        ChallengeNameType.MFA_SETUP,
        ChallengeNameType.SELECT_MFA_TYPE,
        ChallengeNameType.SMS_MFA,
        ChallengeNameType.SOFTWARE_TOKEN_MFA,
    ];

    /// <summary>The user, if this is the password.</summary>
    public async Task<Answer> SignInAsync(string name, string password, CancellationToken cancellation)
    {
        AdminInitiateAuthResponse signIn;
        try
        {
            signIn = await cognito
                .AdminInitiateAuthAsync(
                    new AdminInitiateAuthRequest
                    {
                        UserPoolId = settings.UserPoolId,
                        ClientId = settings.ClientId,
                        AuthFlow = AuthFlowType.ADMIN_USER_PASSWORD_AUTH,
                        AuthParameters = new() { ["USERNAME"] = name, ["PASSWORD"] = password },
                    },
                    cancellation
                )
                .ConfigureAwait(false);
        }
        // With these words it means the client, not the user: a mistake of the settings.
        catch (NotAuthorizedException e) when (!e.Message.Contains("secret", StringComparison.OrdinalIgnoreCase))
        {
            return NoMigration.NotAuthorized;
        }
        catch (UserNotFoundException)
        {
            return NoMigration.UserUnknown;
        }
        catch (UserNotConfirmedException)
        {
            return NoMigration.NotConfirmed;
        }
        catch (PasswordResetRequiredException)
        {
            return NoMigration.ResetRequired;
        }

        if (signIn.ChallengeName is { } challenge && !SecondSteps.Contains(challenge.Value))
            return challenge == ChallengeNameType.NEW_PASSWORD_REQUIRED ? NoMigration.NotConfirmed : NoMigration.NoPassword;
        return await FindAsync(
                name,
                (user, attributes) =>
                    user.UserStatus == UserStatusType.CONFIRMED
                        ? new OldUser(attributes, signIn.ChallengeName is not null)
                        : NoMigration.NotConfirmed,
                cancellation
            )
            .ConfigureAwait(false);
    }

    /// <summary>The user, if a code can be sent that proves who asks.</summary>
    public Task<Answer> FindAsync(string name, CancellationToken cancellation) =>
        FindAsync(
            name,
            (user, attributes) =>
                user.UserStatus == UserStatusType.EXTERNAL_PROVIDER ? NoMigration.NoPassword
                : user.UserStatus != UserStatusType.CONFIRMED && user.UserStatus != UserStatusType.RESET_REQUIRED ? NoMigration.NotConfirmed
                : IsTrue(attributes, "email_verified") || IsTrue(attributes, "phone_number_verified")
                    ? new OldUser(attributes, MustProveMore: true)
                : NoMigration.NoVerifiedAddress,
            cancellation
        );

    /// <summary>A call that changes nothing and finds nobody: the connection is what remains.</summary>
    public async Task WarmUpAsync(CancellationToken cancellation)
    {
        try
        {
            await cognito.GetUserAsync(new GetUserRequest { AccessToken = "none" }, cancellation).ConfigureAwait(false);
        }
        catch (NotAuthorizedException) { }
    }

    private async Task<Answer> FindAsync(
        string name,
        Func<AdminGetUserResponse, IReadOnlyDictionary<string, string>, Answer> judge,
        CancellationToken cancellation
    )
    {
        AdminGetUserResponse user;
        try
        {
            user = await cognito
                .AdminGetUserAsync(new AdminGetUserRequest { UserPoolId = settings.UserPoolId, Username = name }, cancellation)
                .ConfigureAwait(false);
        }
        catch (UserNotFoundException)
        {
            return NoMigration.UserUnknown;
        }
        return user.Enabled == false ? NoMigration.Disabled : judge(user, Taken(user.UserAttributes ?? []));
    }

    /// <summary>What the new pool takes: what every pool has, and of the custom attributes those that it has too.</summary>
    private Dictionary<string, string> Taken(List<AttributeType> attributes) =>
        attributes.Where(a => a.Name is { } name && a.Value is not null && IsTaken(name)).ToDictionary(a => a.Name!, a => a.Value!);

    private static bool IsTrue(IReadOnlyDictionary<string, string> attributes, string name) => attributes.GetValueOrDefault(name) == "true";

    private bool IsTaken(string name) =>
        name.Contains(':', StringComparison.Ordinal) ? settings.CustomAttributes.Contains(name) : name is not ("sub" or "identities");
}
