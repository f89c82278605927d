using System.Security.Cryptography;
using CognitoStack.Local.Access;

namespace CognitoStack.Local.Kms;

/// <summary>The secrets of keys, each in a file that only its owner reads. They stay when a key leaves the templates: what was encrypted can be read when it comes back.</summary>
internal sealed class KeyMaterial(StateFolder state)
{
    private const string Folder = "kms";
    private const int Length = 32;

    /// <summary>The secret of a key; made at its first use.</summary>
    public byte[] Of(KmsKey key) => SecretFile.ReadOrCreate(PathOf(key), () => RandomNumberGenerator.GetBytes(Length));

    /// <summary>When the secret was made; it is made where there is none.</summary>
    public DateTimeOffset MadeAt(KmsKey key)
    {
        _ = Of(key);
        return File.GetLastWriteTimeUtc(PathOf(key));
    }

    private string PathOf(KmsKey key) => Path.Combine(state[Folder], key.Id);
}
