using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CognitoStack.Local.Kms;

/// <summary>A message in the AWS Encryption SDK's format, version 1, with one frame and a signature: AES-256-GCM with a key derived by HKDF with SHA-384,
/// signed by ECDSA on P-384 (algorithm suite 0x0378). Cognito writes its codes so.</summary>
/// <remarks>Source: AWS Encryption SDK Developer Guide, "AWS Encryption SDK message format reference", "… algorithms reference" and "… body AAD reference".
/// https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/message-format.html</remarks>
internal sealed class EncryptedMessage : IDisposable
{
    private const ushort Suite = 0x0378;
    private const byte Version = 1,
        CustomerAuthenticated = 0x80,
        Framed = 2;
    private const int IdLength = 16,
        IvLength = 12,
        TagLength = 16,
        KeyLength = 32,
        FrameLength = 4096;
    private const uint LastFrame = 0xFFFFFFFF,
        FirstFrame = 1;
    private const string PublicKeyName = "aws-crypto-public-key",
        Provider = "aws-kms",
        FrameName = "AWSKMSEncryptionClient Final Frame";

    private readonly ECDsa signer = ECDsa.Create(ECCurve.NamedCurves.nistP384);

    public EncryptedMessage(IReadOnlyDictionary<string, string> context) =>
        Context = new SortedDictionary<string, string>(context.ToDictionary(), StringComparer.Ordinal) { [PublicKeyName] = PublicKey() };

    /// <summary>What the data key is to be encrypted with: the context, and the key that verifies the signature.</summary>
    public IReadOnlyDictionary<string, string> Context { get; }

    /// <summary>Writes the message.</summary>
    /// <param name="plain">Up to one frame.</param>
    /// <param name="dataKey">The data key.</param>
    /// <param name="keyArn">Under which key that is encrypted.</param>
    /// <param name="encryptedDataKey">The same, encrypted.</param>
    public byte[] Encrypt(ReadOnlySpan<byte> plain, byte[] dataKey, string keyArn, byte[] encryptedDataKey)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(plain.Length, FrameLength);
        var id = RandomNumberGenerator.GetBytes(IdLength);
        byte[] suite = [.. Big(Suite)];
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA384, dataKey, KeyLength, [], [.. suite, .. id]);
        using var aes = new AesGcm(key, TagLength);

        byte[] header =
        [
            Version,
            CustomerAuthenticated,
            .. suite,
            .. id,
            .. Sized(ContextBytes()),
            .. Big((ushort)1),
            .. Sized(Encoding.UTF8.GetBytes(Provider)),
            .. Sized(Encoding.UTF8.GetBytes(keyArn)),
            .. Sized(encryptedDataKey),
            Framed,
            0,
            0,
            0,
            0,
            IvLength,
            .. Big((uint)FrameLength),
        ];
        var headerIv = new byte[IvLength];
        var (_, headerTag) = Seal(aes, headerIv, [], header);

        byte[] frameIv = [.. new byte[IvLength - sizeof(uint)], .. Big(FirstFrame)];
        var (cipher, tag) = Seal(
            aes,
            frameIv,
            plain,
            [.. id, .. Encoding.UTF8.GetBytes(FrameName), .. Big(FirstFrame), .. Big((ulong)plain.Length)]
        );
        byte[] signed =
        [
            .. header,
            .. headerIv,
            .. headerTag,
            .. Big(LastFrame),
            .. Big(FirstFrame),
            .. frameIv,
            .. Big((uint)plain.Length),
            .. cipher,
            .. tag,
        ];
        return [.. signed, .. Sized(signer.SignData(signed, HashAlgorithmName.SHA384, DSASignatureFormat.Rfc3279DerSequence))];
    }

    public void Dispose() => signer.Dispose();

    private static (byte[] Cipher, byte[] Tag) Seal(AesGcm aes, byte[] iv, ReadOnlySpan<byte> plain, byte[] authenticated)
    {
        var (cipher, tag) = (new byte[plain.Length], new byte[TagLength]);
        aes.Encrypt(iv, plain, cipher, tag, authenticated);
        return (cipher, tag);
    }

    // Names are in the order of their bytes.
    private byte[] ContextBytes() =>
        [
            .. Big((ushort)Context.Count),
            .. Context.SelectMany(p => Sized(Encoding.UTF8.GetBytes(p.Key)).Concat(Sized(Encoding.UTF8.GetBytes(p.Value)))),
        ];

    // The point in its short form: one coordinate, and whether the other one is odd.
    private string PublicKey()
    {
        var point = signer.ExportParameters(includePrivateParameters: false).Q;
        return Convert.ToBase64String([(byte)(2 + (point.Y![^1] & 1)), .. point.X!]);
    }

    private static byte[] Sized(byte[] bytes) => [.. Big((ushort)bytes.Length), .. bytes];

    private static byte[] Big(ushort number)
    {
        var bytes = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, number);
        return bytes;
    }

    private static byte[] Big(uint number)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return bytes;
    }

    private static byte[] Big(ulong number)
    {
        var bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, number);
        return bytes;
    }
}
