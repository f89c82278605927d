using System.Text.Json.Nodes;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.IdentityPools;

/// <summary>Amazon Cognito Federated Identities: what users call without a signature; the rest is <see cref="IdentityPoolAdministration"/>.</summary>
internal sealed class IdentityPoolService(
    IDeployment deployment,
    IdentityStore store,
    LoginVerifier verifier,
    CredentialExchange exchange,
    OpenIdTokens tokens,
    IdentityPoolAdministration administration
) : IJsonService
{
    /// <inheritdoc/>
    public string Target => "AWSCognitoIdentityService";

    /// <inheritdoc/>
    public string SigningName => "cognito-identity";

    /// <inheritdoc/>
    public Task<JsonObject> InvokeAsync(JsonCall call, CancellationToken cancel)
    {
        var input = new Input(call.Input);
        var deployed = deployment.Current;
        return call.Operation switch
        {
            "GetId" => GetIdAsync(deployed, input),
            "GetCredentialsForIdentity" => GetCredentialsAsync(deployed, input, cancel),
            "GetOpenIdToken" => GetOpenIdTokenAsync(deployed, input),
            "UnlinkIdentity" => UnlinkAsync(deployed, input),
            _ => administration.InvokeAsync(call, deployed, cancel),
        };
    }

    private async Task<JsonObject> GetIdAsync(Deployed deployed, Input input)
    {
        var pool = IdentityPool.Find(deployed, input.IdentityPoolId);
        var logins = await verifier.VerifyAsync(pool, input.Logins());
        if (logins.Count == 0 && !pool.AllowsGuests)
            throw IdentityErrors.NoGuests();
        var identity = logins.Count == 0 ? store.AddGuest(deployed.Region, pool.Id) : store.SignIn(deployed.Region, pool.Id, logins);
        return new() { ["IdentityId"] = identity.Id };
    }

    private async Task<JsonObject> GetCredentialsAsync(Deployed deployed, Input input, CancellationToken cancel)
    {
        var customRole = input.CustomRoleArn;
        var (pool, identity, logins) = await SignInAsync(deployed, input);
        var credentials = await exchange.ExchangeAsync(pool, identity, logins, customRole, cancel);
        return new()
        {
            ["IdentityId"] = identity.Id,
            ["Credentials"] = new JsonObject
            {
                ["AccessKeyId"] = credentials.AccessKeyId,
                ["SecretKey"] = credentials.SecretAccessKey,
                ["SessionToken"] = credentials.SessionToken,
                ["Expiration"] = credentials.Expiration.ToUnixTimeSeconds(),
            },
        };
    }

    private async Task<JsonObject> GetOpenIdTokenAsync(Deployed deployed, Input input)
    {
        if (Find(deployed, input.IdentityId).Pool.ClosesClassicFlow)
            throw new AwsException("InvalidParameterException", "Basic (classic) flow is not enabled, please use enhanced flow.");
        var (pool, identity, logins) = await SignInAsync(deployed, input);
        var tags = logins.Count == 0 ? new Dictionary<string, string>() : RoleChoice.TagsFor(pool, logins[0]);
        return new()
        {
            ["IdentityId"] = identity.Id,
            ["Token"] = tokens.Issue(pool, identity.Id, CredentialExchange.MethodsOf(logins), tags),
        };
    }

    private async Task<JsonObject> UnlinkAsync(Deployed deployed, Input input)
    {
        var (pool, identity) = Find(deployed, input.IdentityId);
        var providers = input.List("LoginsToRemove", int.MaxValue);
        var logins = await verifier.VerifyAsync(pool, input.Logins(required: true));
        if (!logins.Any(l => store.Owns(identity, l)))
            throw IdentityErrors.LoginsDoNotMatch();
        store.Unlink(identity, providers);
        return [];
    }

    /// <summary>Who an identity ID and logins are together.</summary>
    private async Task<(IdentityPool Pool, Identity Identity, IReadOnlyList<Login> Logins)> SignInAsync(Deployed deployed, Input input)
    {
        var (pool, identity) = Find(deployed, input.IdentityId);
        var logins = await verifier.VerifyAsync(pool, input.Logins());
        if (logins.Count > 0)
            return (pool, store.SignInAs(identity, logins), logins);
        if (!identity.IsGuest)
            throw IdentityErrors.Forbidden(identity.Id);
        return pool.AllowsGuests ? (pool, identity, logins) : throw IdentityErrors.NoGuests();
    }

    private (IdentityPool Pool, Identity Identity) Find(Deployed deployed, string id) =>
        store.Find(id) is { } identity && deployed.Find(IdentityPool.Type, identity.Pool) is { } pool
            ? (new(deployed, pool), identity)
            : throw IdentityErrors.UnknownIdentity(id);
}
