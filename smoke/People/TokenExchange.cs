using Amazon.CognitoIdentity.Model;
using Amazon.Runtime;
using CognitoStack.Smoke.Target;
using GetCallerIdentityRequest = Amazon.SecurityToken.Model.GetCallerIdentityRequest;

namespace CognitoStack.Smoke.People;

/// <summary>The identity pool: tokens in, temporary credentials out.</summary>
internal sealed class TokenExchange(Aws aws, StackOutputs outputs, Traces traces, CancellationToken stop)
{
    /// <summary>Name of the user pool as identity pools have it; also its issuer, behind <c>https://</c>.</summary>
    public string Provider { get; } =
        $"cognito-idp.{aws.Region}.{Amazon.RegionEndpoint.GetBySystemName(aws.Region).PartitionDnsSuffix}/{outputs.UserPoolId}";

    /// <summary>Identity ID for a token; null: of a new guest.</summary>
    /// <param name="token">The token.</param>
    /// <param name="provider">The user pool that it is said to be of; null: the one whose tokens the identity pool takes.</param>
    public async Task<string> IdAsync(string? token, string? provider = null)
    {
        stop.ThrowIfCancellationRequested();
        // Once asked for, it is waited for: an identity whose id nobody has is there for good.
        var id = (
            await aws.IdentityPools.GetIdAsync(
                new() { IdentityPoolId = outputs.IdentityPoolId, Logins = Logins(token, provider) },
                CancellationToken.None
            )
        ).IdentityId!;
        traces.Identity(id);
        return id;
    }

    /// <summary>Credentials of an identity.</summary>
    public async Task<Credentials> CredentialsAsync(string identityId, string? token, string? customRole = null) =>
        (
            await aws.IdentityPools.GetCredentialsForIdentityAsync(
                new()
                {
                    IdentityId = identityId,
                    Logins = Logins(token),
                    CustomRoleArn = customRole,
                },
                stop
            )
        ).Credentials!;

    /// <summary>The first step of the classic flow, which would let a client choose its role.</summary>
    public Task OpenIdTokenAsync(string identityId, string token) =>
        aws.IdentityPools.GetOpenIdTokenAsync(new() { IdentityId = identityId, Logins = Logins(token) }, stop);

    /// <summary>Identity and credentials of a user, or of a guest.</summary>
    public async Task<Identity> ExchangeAsync(string name, Session? session)
    {
        var id = await IdAsync(session?.IdToken);
        var credentials = await CredentialsAsync(id, session?.IdToken);
        var keys = new SessionAWSCredentials(credentials.AccessKeyId, credentials.SecretKey, credentials.SessionToken);
        using var sts = aws.Sts(keys);
        // arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION
        var caller = (await sts.GetCallerIdentityAsync(new GetCallerIdentityRequest(), stop)).Arn;
        var role = caller.Split('/') is [_, var named, ..] ? named : caller;
        var parts = caller.Split(':');
        var arn = parts.Length > 4 ? $"arn:{parts[1]}:iam::{parts[4]}:role/{role}" : caller;
        var person = new Person(name, id, session is null ? new Dictionary<string, string>() : Jwt.Texts(session.Claims));
        return new(person, await keys.GetCredentialsAsync(), aws.S3(keys), aws.Dynamo(keys), role, arn);
    }

    private Dictionary<string, string>? Logins(string? token, string? provider = null) =>
        token is null ? null : new() { [provider ?? Provider] = token };
}
