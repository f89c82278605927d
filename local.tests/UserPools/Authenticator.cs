using System.Buffers.Binary;
using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace CognitoStack.Local.Tests.UserPools;

/// <summary>An authenticator in software, and the browser before it, which can be told to lie.</summary>
internal sealed class Authenticator : IDisposable
{
    private const byte UserPresent = 0x01,
        UserVerified = 0x04,
        HasCredential = 0x40;
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private string userHandle = "";

    public string Id { get; } = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
    public string Origin { get; set; } = "http://localhost:3000";

    /// <summary>The relying party that it signs for; null for the one that it is asked for.</summary>
    public string? RelyingParty { get; set; }
    public bool Verifies { get; set; } = true;
    public uint Counter { get; set; }

    /// <summary>What <c>navigator.credentials.create</c> would give.</summary>
    public JsonObject Create(JsonNode options)
    {
        userHandle = options["user"]!["id"]!.ToString();
        var parameters = key.ExportParameters(includePrivateParameters: false);
        var cose = new CborWriter(CborConformanceMode.Ctap2Canonical);
        cose.WriteStartMap(5);
        foreach (var (label, value) in new (int, object)[] { (1, 2), (3, -7), (-1, 1), (-2, parameters.Q.X!), (-3, parameters.Q.Y!) })
        {
            cose.WriteInt32(label);
            if (value is int number)
                cose.WriteInt32(number);
            else
                cose.WriteByteString((byte[])value);
        }
        cose.WriteEndMap();
        var id = Base64Url.DecodeFromChars(Id);
        byte[] data =
        [
            .. Data(options["rp"]!["id"]!.ToString(), HasCredential),
            .. new byte[16],
            0,
            (byte)id.Length,
            .. id,
            .. cose.Encode(),
        ];
        var attestation = new CborWriter(CborConformanceMode.Ctap2Canonical);
        attestation.WriteStartMap(3);
        attestation.WriteTextString("fmt");
        attestation.WriteTextString("none");
        attestation.WriteTextString("attStmt");
        attestation.WriteStartMap(0);
        attestation.WriteEndMap();
        attestation.WriteTextString("authData");
        attestation.WriteByteString(data);
        attestation.WriteEndMap();
        return Credential(
            new()
            {
                ["clientDataJSON"] = Text(ClientData("webauthn.create", options["challenge"]!.ToString())),
                ["attestationObject"] = Text(attestation.Encode()),
                ["transports"] = new JsonArray("internal"),
            }
        );
    }

    /// <summary>What <c>navigator.credentials.get</c> would give.</summary>
    public string Get(JsonNode options)
    {
        var data = Data(options["rpId"]!.ToString(), 0);
        var client = ClientData("webauthn.get", options["challenge"]!.ToString());
        return Credential(
                new()
                {
                    ["clientDataJSON"] = Text(client),
                    ["authenticatorData"] = Text(data),
                    ["signature"] = Text(
                        key.SignData([.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)
                    ),
                    ["userHandle"] = userHandle,
                }
            )
            .ToJsonString();
    }

    public void Dispose() => key.Dispose();

    private byte[] Data(string relyingParty, byte flags)
    {
        Counter++;
        var counter = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(counter, Counter);
        return
        [
            .. SHA256.HashData(Encoding.UTF8.GetBytes(RelyingParty ?? relyingParty)),
            (byte)(flags | UserPresent | (Verifies ? UserVerified : 0)),
            .. counter,
        ];
    }

    private byte[] ClientData(string type, string challenge) =>
        Encoding.UTF8.GetBytes(
            new JsonObject
            {
                ["type"] = type,
                ["challenge"] = challenge,
                ["origin"] = Origin,
                ["crossOrigin"] = false,
            }.ToJsonString()
        );

    private JsonObject Credential(JsonObject response) =>
        new()
        {
            ["id"] = Id,
            ["rawId"] = Id,
            ["type"] = "public-key",
            ["authenticatorAttachment"] = "platform",
            ["clientExtensionResults"] = new JsonObject(),
            ["response"] = response,
        };

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
