using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CognitoStack.Local.Deployment;
using Microsoft.AspNetCore.DataProtection;

namespace CognitoStack.Local.Access;

/// <summary>Credentials that somebody holds.</summary>
/// <param name="Secret">The secret access key.</param>
/// <param name="Caller">Whose they are.</param>
internal sealed record OpenedCredentials(string Secret, Caller Caller);

/// <inheritdoc/>
internal sealed class CredentialIssuer : ICredentialIssuer
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private readonly IDataProtector protector;
    private readonly IDeployment deployment;
    private readonly TimeProvider time;
    private readonly byte[] key;
    private readonly AdministratorCredentials administrator;

    public CredentialIssuer(IDataProtectionProvider protection, StateFolder state, IDeployment deployment, TimeProvider time)
    {
        protector = protection.CreateProtector("session tokens");
        (this.deployment, this.time) = (deployment, time);
        key = SecretFile.ReadOrCreate(
            Path.Combine(SecretFile.Folder(state["keys"]).FullName, "access-keys"),
            () => RandomNumberGenerator.GetBytes(32)
        );
        administrator = AdministratorCredentials.ReadOrCreate(state);
    }

    /// <inheritdoc/>
    public Credentials Issue(RoleSession session)
    {
        var id = $"ASIA{RandomNumberGenerator.GetString(Letters, 16)}";
        var token = protector.Protect(JsonSerializer.SerializeToUtf8Bytes(new Sealed(id, session with { Issued = time.GetUtcNow() })));
        return new(id, SecretOf(id), Convert.ToBase64String(token), session.Expires);
    }

    /// <summary>Opens credentials by what a request carries of them. Whether they have ended is left to who verifies the signature.</summary>
    /// <exception cref="SignatureException">No such access key, or a token that is not its own.</exception>
    public OpenedCredentials Open(string accessKeyId, string? token)
    {
        if (accessKeyId == administrator.AccessKeyId)
        {
            return token is null
                ? new(administrator.SecretAccessKey, new Administrator(deployment.Current.Account))
                : throw new SignatureException(SignatureFault.InvalidToken) { Details = new() { ["Token-0"] = token } };
        }

        if (string.IsNullOrEmpty(token) || !accessKeyId.StartsWith("ASIA", StringComparison.Ordinal))
            throw new SignatureException(SignatureFault.UnknownKey) { Details = new() { ["AWSAccessKeyId"] = accessKeyId } };
        return Unseal(token) is { } opened && opened.AccessKeyId == accessKeyId
            ? new(SecretOf(accessKeyId), opened.Session)
            : throw new SignatureException(SignatureFault.InvalidToken) { Details = new() { ["Token-0"] = token } };
    }

    private Sealed? Unseal(string token)
    {
        try
        {
            return JsonSerializer.Deserialize<Sealed>(protector.Unprotect(Convert.FromBase64String(token)));
        }
        catch (Exception e) when (e is CryptographicException or FormatException or JsonException)
        {
            return null;
        }
    }

    private string SecretOf(string id) => Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(id)))[..40];

    private sealed record Sealed(string AccessKeyId, RoleSession Session);
}
