using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace CognitoStack.Local.Kms;

/// <summary>Encrypts and decrypts under keys (AES-256-GCM, as AWS's symmetric keys do). Whether somebody may is asked before.</summary>
internal sealed class Keys(KeyMaterial material)
{
    // The first byte tells the format, the next ones the key.
    private const byte Format = 1;
    private const int IdLength = 36,
        NonceLength = 12,
        TagLength = 16;
    private const int Head = 1 + IdLength,
        Start = Head + NonceLength + TagLength;
    private static readonly Range Nonce = Head..(Head + NonceLength),
        Tag = (Head + NonceLength)..Start;

    public byte[] Encrypt(KmsKey key, ReadOnlySpan<byte> plain, EncryptionContext context)
    {
        var blob = new byte[Start + plain.Length];
        blob[0] = Format;
        System.Text.Encoding.ASCII.GetBytes(key.Id.PadRight(IdLength), blob.AsSpan(1, IdLength));
        RandomNumberGenerator.Fill(blob.AsSpan(Nonce));
        using var aes = new AesGcm(material.Of(key), TagLength);
        aes.Encrypt(blob.AsSpan(Nonce), plain, blob.AsSpan(Start), blob.AsSpan(Tag), [.. blob.AsSpan(0, Head), .. context.Bytes()]);
        return blob;
    }

    /// <summary>The id of the key that a blob was encrypted under; null where it is none of this machine's.</summary>
    public static string? KeyOf(ReadOnlySpan<byte> blob) =>
        blob.Length >= Start && blob[0] == Format ? System.Text.Encoding.ASCII.GetString(blob[1..Head]).TrimEnd() : null;

    /// <summary>Decrypts a blob of this key.</summary>
    /// <returns>Whether it is one, untouched, and was encrypted with this context.</returns>
    public bool TryDecrypt(KmsKey key, byte[] blob, EncryptionContext context, [NotNullWhen(true)] out byte[]? plain)
    {
        plain = new byte[blob.Length - Start];
        try
        {
            using var aes = new AesGcm(material.Of(key), TagLength);
            aes.Decrypt(blob.AsSpan(Nonce), blob.AsSpan(Start), blob.AsSpan(Tag), plain, [.. blob.AsSpan(0, Head), .. context.Bytes()]);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            plain = null;
            return false;
        }
    }

    /// <summary>When a key was made.</summary>
    public DateTimeOffset MadeAt(KmsKey key) => material.MadeAt(key);
}
