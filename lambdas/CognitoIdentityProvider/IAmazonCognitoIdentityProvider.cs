using Amazon.CognitoIdentityProvider.Model;
using Amazon.Runtime;

namespace Amazon.CognitoIdentityProvider;

/// <summary>The operations of Cognito user pools that this project uses, as AWS's own package declares them.</summary>
public interface IAmazonCognitoIdentityProvider : IAmazonService, IDisposable
{
    /// <summary>Source: AWS, "AdminAddUserToGroup".</summary>
    Task<AdminAddUserToGroupResponse> AdminAddUserToGroupAsync(
        AdminAddUserToGroupRequest request,
        CancellationToken cancellationToken = default
    );

    /// <summary>Source: AWS, "AdminConfirmSignUp".</summary>
    Task<AdminConfirmSignUpResponse> AdminConfirmSignUpAsync(
        AdminConfirmSignUpRequest request,
        CancellationToken cancellationToken = default
    );

    /// <summary>Source: AWS, "AdminCreateUser".</summary>
    Task<AdminCreateUserResponse> AdminCreateUserAsync(AdminCreateUserRequest request, CancellationToken cancellationToken = default);

    /// <summary>Source: AWS, "AdminDeleteUser".</summary>
    Task<AdminDeleteUserResponse> AdminDeleteUserAsync(AdminDeleteUserRequest request, CancellationToken cancellationToken = default);

    /// <summary>Source: AWS, "AdminGetUser".</summary>
    Task<AdminGetUserResponse> AdminGetUserAsync(AdminGetUserRequest request, CancellationToken cancellationToken = default);

    /// <summary>Source: AWS, "AdminInitiateAuth".</summary>
    Task<AdminInitiateAuthResponse> AdminInitiateAuthAsync(AdminInitiateAuthRequest request, CancellationToken cancellationToken = default);

    /// <summary>Source: AWS, "AdminLinkProviderForUser".</summary>
    Task<AdminLinkProviderForUserResponse> AdminLinkProviderForUserAsync(
        AdminLinkProviderForUserRequest request,
        CancellationToken cancellationToken = default
    );

    /// <summary>Source: AWS, "AdminListGroupsForUser".</summary>
    Task<AdminListGroupsForUserResponse> AdminListGroupsForUserAsync(
        AdminListGroupsForUserRequest request,
        CancellationToken cancellationToken = default
    );

    /// <summary>Source: AWS, "AdminSetUserPassword".</summary>
    Task<AdminSetUserPasswordResponse> AdminSetUserPasswordAsync(
        AdminSetUserPasswordRequest request,
        CancellationToken cancellationToken = default
    );

    /// <summary>Source: AWS, "AdminUpdateUserAttributes".</summary>
    Task<AdminUpdateUserAttributesResponse> AdminUpdateUserAttributesAsync(
        AdminUpdateUserAttributesRequest request,
        CancellationToken cancellationToken = default
    );

    /// <summary>Source: AWS, "ConfirmSignUp".</summary>
    Task<ConfirmSignUpResponse> ConfirmSignUpAsync(ConfirmSignUpRequest request, CancellationToken cancellationToken = default);

    /// <summary>Source: AWS, "DescribeUserPool".</summary>
    Task<DescribeUserPoolResponse> DescribeUserPoolAsync(DescribeUserPoolRequest request, CancellationToken cancellationToken = default);

    /// <summary>Source: AWS, "DescribeUserPoolClient".</summary>
    Task<DescribeUserPoolClientResponse> DescribeUserPoolClientAsync(
        DescribeUserPoolClientRequest request,
        CancellationToken cancellationToken = default
    );

    /// <summary>Source: AWS, "GetTokensFromRefreshToken".</summary>
    Task<GetTokensFromRefreshTokenResponse> GetTokensFromRefreshTokenAsync(
        GetTokensFromRefreshTokenRequest request,
        CancellationToken cancellationToken = default
    );

    /// <summary>Source: AWS, "GetUser".</summary>
    Task<GetUserResponse> GetUserAsync(GetUserRequest request, CancellationToken cancellationToken = default);

    /// <summary>Source: AWS, "GlobalSignOut".</summary>
    Task<GlobalSignOutResponse> GlobalSignOutAsync(GlobalSignOutRequest request, CancellationToken cancellationToken = default);

    /// <summary>Source: AWS, "InitiateAuth".</summary>
    Task<InitiateAuthResponse> InitiateAuthAsync(InitiateAuthRequest request, CancellationToken cancellationToken = default);

    /// <summary>Source: AWS, "ListUsers".</summary>
    Task<ListUsersResponse> ListUsersAsync(ListUsersRequest request, CancellationToken cancellationToken = default);

    /// <summary>Source: AWS, "RespondToAuthChallenge".</summary>
    Task<RespondToAuthChallengeResponse> RespondToAuthChallengeAsync(
        RespondToAuthChallengeRequest request,
        CancellationToken cancellationToken = default
    );

    /// <summary>Source: AWS, "RevokeToken".</summary>
    Task<RevokeTokenResponse> RevokeTokenAsync(RevokeTokenRequest request, CancellationToken cancellationToken = default);

    /// <summary>Source: AWS, "SignUp".</summary>
    Task<SignUpResponse> SignUpAsync(SignUpRequest request, CancellationToken cancellationToken = default);

    static ClientConfig IAmazonService.CreateDefaultClientConfig() => new AmazonCognitoIdentityProviderConfig();

    static IAmazonService IAmazonService.CreateDefaultServiceClient(AWSCredentials credentials, ClientConfig clientConfig) =>
        new AmazonCognitoIdentityProviderClient(credentials, (AmazonCognitoIdentityProviderConfig)clientConfig);
}
