using Amazon.CognitoIdentityProvider.Internal;
using Amazon.CognitoIdentityProvider.Model;

namespace Amazon.CognitoIdentityProvider;

public partial class AmazonCognitoIdentityProviderClient
{
    /// <inheritdoc/>
    public Task<AdminAddUserToGroupResponse> AdminAddUserToGroupAsync(
        AdminAddUserToGroupRequest request,
        CancellationToken cancellationToken = default
    ) =>
        CallAsync(
            request,
            CognitoJson.Default.AdminAddUserToGroupRequest,
            CognitoJson.Default.AdminAddUserToGroupResponse,
            cancellationToken
        );

    /// <inheritdoc/>
    public Task<AdminConfirmSignUpResponse> AdminConfirmSignUpAsync(
        AdminConfirmSignUpRequest request,
        CancellationToken cancellationToken = default
    ) =>
        CallAsync(
            request,
            CognitoJson.Default.AdminConfirmSignUpRequest,
            CognitoJson.Default.AdminConfirmSignUpResponse,
            cancellationToken
        );

    /// <inheritdoc/>
    public Task<AdminCreateUserResponse> AdminCreateUserAsync(
        AdminCreateUserRequest request,
        CancellationToken cancellationToken = default
    ) => CallAsync(request, CognitoJson.Default.AdminCreateUserRequest, CognitoJson.Default.AdminCreateUserResponse, cancellationToken);

    /// <inheritdoc/>
    public Task<AdminDeleteUserResponse> AdminDeleteUserAsync(
        AdminDeleteUserRequest request,
        CancellationToken cancellationToken = default
    ) => CallAsync(request, CognitoJson.Default.AdminDeleteUserRequest, CognitoJson.Default.AdminDeleteUserResponse, cancellationToken);

    /// <inheritdoc/>
    public Task<AdminGetUserResponse> AdminGetUserAsync(AdminGetUserRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(request, CognitoJson.Default.AdminGetUserRequest, CognitoJson.Default.AdminGetUserResponse, cancellationToken);

    /// <inheritdoc/>
    public Task<AdminInitiateAuthResponse> AdminInitiateAuthAsync(
        AdminInitiateAuthRequest request,
        CancellationToken cancellationToken = default
    ) => CallAsync(request, CognitoJson.Default.AdminInitiateAuthRequest, CognitoJson.Default.AdminInitiateAuthResponse, cancellationToken);

    /// <inheritdoc/>
    public Task<AdminLinkProviderForUserResponse> AdminLinkProviderForUserAsync(
        AdminLinkProviderForUserRequest request,
        CancellationToken cancellationToken = default
    ) =>
        CallAsync(
            request,
            CognitoJson.Default.AdminLinkProviderForUserRequest,
            CognitoJson.Default.AdminLinkProviderForUserResponse,
            cancellationToken
        );

    /// <inheritdoc/>
    public Task<AdminListGroupsForUserResponse> AdminListGroupsForUserAsync(
        AdminListGroupsForUserRequest request,
        CancellationToken cancellationToken = default
    ) =>
        CallAsync(
            request,
            CognitoJson.Default.AdminListGroupsForUserRequest,
            CognitoJson.Default.AdminListGroupsForUserResponse,
            cancellationToken
        );

    /// <inheritdoc/>
    public Task<AdminSetUserPasswordResponse> AdminSetUserPasswordAsync(
        AdminSetUserPasswordRequest request,
        CancellationToken cancellationToken = default
    ) =>
        CallAsync(
            request,
            CognitoJson.Default.AdminSetUserPasswordRequest,
            CognitoJson.Default.AdminSetUserPasswordResponse,
            cancellationToken
        );

    /// <inheritdoc/>
    public Task<AdminUpdateUserAttributesResponse> AdminUpdateUserAttributesAsync(
        AdminUpdateUserAttributesRequest request,
        CancellationToken cancellationToken = default
    ) =>
        CallAsync(
            request,
            CognitoJson.Default.AdminUpdateUserAttributesRequest,
            CognitoJson.Default.AdminUpdateUserAttributesResponse,
            cancellationToken
        );

    /// <inheritdoc/>
    public Task<ConfirmSignUpResponse> ConfirmSignUpAsync(ConfirmSignUpRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(request, CognitoJson.Default.ConfirmSignUpRequest, CognitoJson.Default.ConfirmSignUpResponse, cancellationToken);

    /// <inheritdoc/>
    public Task<DescribeUserPoolResponse> DescribeUserPoolAsync(
        DescribeUserPoolRequest request,
        CancellationToken cancellationToken = default
    ) => CallAsync(request, CognitoJson.Default.DescribeUserPoolRequest, CognitoJson.Default.DescribeUserPoolResponse, cancellationToken);

    /// <inheritdoc/>
    public Task<DescribeUserPoolClientResponse> DescribeUserPoolClientAsync(
        DescribeUserPoolClientRequest request,
        CancellationToken cancellationToken = default
    ) =>
        CallAsync(
            request,
            CognitoJson.Default.DescribeUserPoolClientRequest,
            CognitoJson.Default.DescribeUserPoolClientResponse,
            cancellationToken
        );

    /// <inheritdoc/>
    public Task<GetTokensFromRefreshTokenResponse> GetTokensFromRefreshTokenAsync(
        GetTokensFromRefreshTokenRequest request,
        CancellationToken cancellationToken = default
    ) =>
        CallAsync(
            request,
            CognitoJson.Default.GetTokensFromRefreshTokenRequest,
            CognitoJson.Default.GetTokensFromRefreshTokenResponse,
            cancellationToken
        );

    /// <inheritdoc/>
    public Task<GetUserResponse> GetUserAsync(GetUserRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(request, CognitoJson.Default.GetUserRequest, CognitoJson.Default.GetUserResponse, cancellationToken);

    /// <inheritdoc/>
    public Task<GlobalSignOutResponse> GlobalSignOutAsync(GlobalSignOutRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(request, CognitoJson.Default.GlobalSignOutRequest, CognitoJson.Default.GlobalSignOutResponse, cancellationToken);

    /// <inheritdoc/>
    public Task<InitiateAuthResponse> InitiateAuthAsync(InitiateAuthRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(request, CognitoJson.Default.InitiateAuthRequest, CognitoJson.Default.InitiateAuthResponse, cancellationToken);

    /// <inheritdoc/>
    public Task<ListUsersResponse> ListUsersAsync(ListUsersRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(request, CognitoJson.Default.ListUsersRequest, CognitoJson.Default.ListUsersResponse, cancellationToken);

    /// <inheritdoc/>
    public Task<RespondToAuthChallengeResponse> RespondToAuthChallengeAsync(
        RespondToAuthChallengeRequest request,
        CancellationToken cancellationToken = default
    ) =>
        CallAsync(
            request,
            CognitoJson.Default.RespondToAuthChallengeRequest,
            CognitoJson.Default.RespondToAuthChallengeResponse,
            cancellationToken
        );

    /// <inheritdoc/>
    public Task<RevokeTokenResponse> RevokeTokenAsync(RevokeTokenRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(request, CognitoJson.Default.RevokeTokenRequest, CognitoJson.Default.RevokeTokenResponse, cancellationToken);

    /// <inheritdoc/>
    public Task<SignUpResponse> SignUpAsync(SignUpRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(request, CognitoJson.Default.SignUpRequest, CognitoJson.Default.SignUpResponse, cancellationToken);
}
