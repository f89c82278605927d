using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Passkeys;
using CognitoStack.Local.UserPools.Store;
using CognitoStack.Local.UserPools.Tokens;

namespace CognitoStack.Local.UserPools.Operations;

/// <summary>People who are signed in make, list and delete their passkeys.</summary>
/// <remarks>Source: Amazon Cognito user pools API Reference, "ListWebAuthnCredentials"
/// (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListWebAuthnCredentials.html), "DeleteWebAuthnCredential"
/// (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteWebAuthnCredential.html).</remarks>
internal sealed class PasskeyOperations(TokenReader tokens, PasskeyRegistration registration, Users users, Paging paging) : IOperations
{
    public bool AreForAdministrators => false;

    public IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>
        {
            ["StartWebAuthnRegistration"] = async call =>
            {
                var bearer = await BearerAsync(call);
                return new()
                {
                    ["CredentialCreationOptions"] = registration.Start(
                        bearer.Pool,
                        bearer.Client,
                        bearer.User,
                        bearer.Pool.Passkeys.ForApps
                    ),
                };
            },
            ["CompleteWebAuthnRegistration"] = async call =>
            {
                var bearer = await BearerAsync(call);
                await registration.CompleteAsync(bearer.Pool, bearer.Client, bearer.User, call.RequiredObject("Credential"), call.Cancel);
                return [];
            },
            ["ListWebAuthnCredentials"] = async call =>
            {
                var bearer = await BearerAsync(call);
                return paging.Items(call, "Credentials", bearer.User.Passkeys, passkey => passkey.Describe(), "MaxResults");
            },
            ["DeleteWebAuthnCredential"] = async call =>
            {
                var bearer = await BearerAsync(call);
                var id = call.Required("CredentialId");
                await users.ChangeAsync(
                    bearer.Pool,
                    bearer.User,
                    current =>
                        current.Passkeys.Any(p => p.Id == id)
                            ? current with
                            {
                                Passkeys = current.Passkeys.RemoveAll(p => p.Id == id),
                            }
                            : throw Error.NotFound("Passkey credential does not exist.")
                );
                return [];
            },
        };

    private Task<Bearer> BearerAsync(Call call) => tokens.ReadAccessTokenAsync(call.Required("AccessToken"));
}
