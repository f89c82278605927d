using System.Security.Cryptography;
using System.Text;
using CognitoStack.Local.UserPools.Messages;
using CognitoStack.Local.UserPools.Passwords;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Tokens;

namespace CognitoStack.Local.UserPools.SignIn;

/// <summary>What clients are shown of users who do not exist: always the same for the same name, so that asking twice tells nothing.
/// Source: AWS, "Managing user existence error responses"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html).</summary>
internal sealed class Decoys(SigningKeys keys)
{
    /// <summary>The name for good that such a user would have.</summary>
    public async Task<string> UsernameAsync(UserPool pool, string name)
    {
        var id = Make(await SecretAsync(pool), "sub", pool.Fold(name))[..16];
        id[6] = (byte)(id[6] & 0x0F | 0x40);
        id[8] = (byte)(id[8] & 0x3F | 0x80);
        return new Guid(id, bigEndian: true).ToString();
    }

    /// <summary>What SRP needs of a password.</summary>
    public async Task<(string Salt, string Verifier)> PasswordAsync(UserPool pool, string name)
    {
        var (secret, folded) = (await SecretAsync(pool), pool.Fold(name));
        return Srp.Enrol("", folded, Convert.ToHexString(Make(secret, "password", folded)), Make(secret, "salt", folded)[..16]);
    }

    /// <summary>Whether such a user would have a first factor beside the password: only what everybody has, the address that they sign in with.
    /// Most users have no more, and look the same.</summary>
    public static bool Has(UserPool pool, string factor) =>
        pool.Mfa != "ON"
        && Factor.AddressOf(factor) is { } attribute
        && (pool.UsernameAttributes.Contains(attribute) || pool.Schema.Required.Contains(attribute));

    /// <summary>The id of the passkey that such a user would have.</summary>
    public async Task<byte[]> CredentialAsync(UserPool pool, string name) => Make(await SecretAsync(pool), "passkey", pool.Fold(name));

    /// <summary>The address that such a user would have: the name, where that is one.</summary>
    public async Task<string> AddressAsync(UserPool pool, string name, string attribute)
    {
        if (Delivery.Of(name).Attribute == attribute && (attribute == Delivery.PhoneNumber || AttributeDefinition.IsEmail(name)))
            return name;
        var bytes = Make(await SecretAsync(pool), $"address:{attribute}", pool.Fold(name));
        char Letter(int i) => (char)('a' + (bytes[i] % 26));
        return attribute == Delivery.PhoneNumber ? $"+{BitConverter.ToUInt32(bytes) % 10_000:D4}" : $"{Letter(0)}@{Letter(1)}";
    }

    private async Task<byte[]> SecretAsync(UserPool pool) => (await keys.GetAsync(pool.Id)).Secret;

    private static byte[] Make(byte[] secret, string use, string name) =>
        HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{use}:{name}"));
}
