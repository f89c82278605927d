using System.Text.Json.Nodes;
using CognitoStack.Local.Tests.Access;

namespace CognitoStack.Local.Tests.Kms;

[Collection(TestHostCollection.Name)]
public sealed class KmsTests(TestHost host)
{
    private const string Plain = "aGVsbG8=";
    private static readonly string Codes = KeyHost.Codes;

    [Theory]
    [InlineData(KeyHost.Codes)]
    [InlineData("arn:aws:kms:us-east-1:111122223333:key/" + KeyHost.Codes)]
    [InlineData("alias/codes")]
    [InlineData("arn:aws:kms:us-east-1:111122223333:alias/codes")]
    public async Task What_a_key_encrypts_it_decrypts_by_whichever_name(string name)
    {
        using var keys = new KeyHost(host, KeyHost.Key(Codes), KeyHost.Alias("alias/codes", Codes));

        var encrypted = await keys.CallAsync("Encrypt", new { KeyId = name, Plaintext = Plain });
        var blob = encrypted["CiphertextBlob"]!.ToString();

        Assert.Equal(
            (KeyHost.ArnOf(Codes), "SYMMETRIC_DEFAULT"),
            (encrypted["KeyId"]!.ToString(), encrypted["EncryptionAlgorithm"]!.ToString())
        );
        foreach (object request in new object[] { new { CiphertextBlob = blob }, new { CiphertextBlob = blob, KeyId = name } })
            Assert.Equal(
                (Plain, KeyHost.ArnOf(Codes)),
                (await keys.CallAsync("Decrypt", request)) is var answer
                    ? (answer["Plaintext"]!.ToString(), answer["KeyId"]!.ToString())
                    : default
            );
    }

    [Fact]
    public async Task A_data_key_comes_open_and_encrypted()
    {
        using var keys = new KeyHost(host, KeyHost.Key(Codes));

        var made = await keys.CallAsync(
            "GenerateDataKey",
            new
            {
                KeyId = Codes,
                KeySpec = "AES_256",
                EncryptionContext = new { app = "notes" },
            }
        );
        var shorter = await keys.CallAsync("GenerateDataKey", new { KeyId = Codes, NumberOfBytes = 7 });

        Assert.Equal(
            (32, 7),
            (
                Convert.FromBase64String(made["Plaintext"]!.ToString()).Length,
                Convert.FromBase64String(shorter["Plaintext"]!.ToString()).Length
            )
        );
        Assert.Equal(
            made["Plaintext"]!.ToString(),
            (
                await keys.CallAsync(
                    "Decrypt",
                    new { CiphertextBlob = made["CiphertextBlob"]!.ToString(), EncryptionContext = new { app = "notes" } }
                )
            )["Plaintext"]!.ToString()
        );
    }

    [Fact]
    public async Task Without_the_same_context_nothing_is_decrypted()
    {
        using var keys = new KeyHost(host, KeyHost.Key(Codes));
        var blob = (
            await keys.CallAsync(
                "Encrypt",
                new
                {
                    KeyId = Codes,
                    Plaintext = Plain,
                    EncryptionContext = new { b = "2", a = "1" },
                }
            )
        )["CiphertextBlob"]!.ToString();

        Assert.Equal(
            Plain,
            (await keys.CallAsync("Decrypt", new { CiphertextBlob = blob, EncryptionContext = new { a = "1", b = "2" } }))[
                "Plaintext"
            ]!.ToString()
        );
        foreach (
            object? context in new object?[]
            {
                null,
                new { },
                new { a = "1" },
                new { a = "2", b = "1" },
                new
                {
                    a = "1",
                    b = "2",
                    c = "3",
                },
                new { A = "1", b = "2" },
                new { ab = "12" },
            }
        )
            Assert.Equal(
                "InvalidCiphertextException",
                (await keys.RefusedAsync("Decrypt", new { CiphertextBlob = blob, EncryptionContext = context })).Code
            );
    }

    [Fact]
    public async Task What_was_touched_or_is_anothers_is_not_decrypted()
    {
        using var keys = new KeyHost(host, KeyHost.Key(Codes), KeyHost.Key(KeyHost.Other));
        var blob = Convert.FromBase64String(
            (await keys.CallAsync("Encrypt", new { KeyId = Codes, Plaintext = Plain }))["CiphertextBlob"]!.ToString()
        );

        for (var i = 0; i < blob.Length; i++)
        {
            var touched = (byte[])blob.Clone();
            touched[i] ^= 1;
            Assert.Equal(
                "InvalidCiphertextException",
                (await keys.RefusedAsync("Decrypt", new { CiphertextBlob = Convert.ToBase64String(touched) })).Code
            );
        }
        Assert.Equal(
            "InvalidCiphertextException",
            (await keys.RefusedAsync("Decrypt", new { CiphertextBlob = Convert.ToBase64String(blob[..40]) })).Code
        );
        Assert.Equal(
            "IncorrectKeyException",
            (await keys.RefusedAsync("Decrypt", new { CiphertextBlob = Convert.ToBase64String(blob), KeyId = KeyHost.Other })).Code
        );
    }

    [Fact]
    public async Task The_secret_of_a_key_is_kept_in_a_file_that_nobody_else_reads()
    {
        using var keys = new KeyHost(host, KeyHost.Key(Codes));
        await keys.CallAsync("Encrypt", new { KeyId = Codes, Plaintext = Plain });

        var file = new FileInfo(Path.Combine(host.State["kms"], Codes));
        Assert.Equal(32, file.Length);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, file.UnixFileMode);
    }

    [Theory]
    [InlineData(
        "Encrypt",
        """{ "KeyId": "nowhere", "Plaintext": "aGVsbG8=" }""",
        "NotFoundException",
        "Key 'arn:aws:kms:us-east-1:111122223333:key/nowhere' does not exist"
    )]
    [InlineData(
        "DescribeKey",
        """{ "KeyId": "alias/nowhere" }""",
        "NotFoundException",
        "Alias arn:aws:kms:us-east-1:111122223333:alias/nowhere is not found."
    )]
    [InlineData(
        "Encrypt",
        """{ "Plaintext": "aGVsbG8=" }""",
        "ValidationException",
        "1 validation error detected: Value null at 'keyId' failed to satisfy constraint: Member must not be null"
    )]
    [InlineData(
        "GenerateDataKey",
        """{ "KeyId": "alias/codes" }""",
        "ValidationException",
        "Please specify either number of bytes or key spec."
    )]
    [InlineData(
        "GenerateDataKey",
        """{ "KeyId": "alias/codes", "NumberOfBytes": 1025 }""",
        "ValidationException",
        "1 validation error detected: Value '1025' at 'numberOfBytes' failed to satisfy constraint: Member must have value less than or equal to 1024"
    )]
    [InlineData(
        "Encrypt",
        """{ "KeyId": "alias/codes", "Plaintext": "aGVsbG8=", "EncryptionAlgorithm": "RSAES_OAEP_SHA_256" }""",
        "InvalidKeyUsageException",
        "Algorithm RSAES_OAEP_SHA_256 is incompatible with key spec SYMMETRIC_DEFAULT."
    )]
    [InlineData(
        "Encrypt",
        """{ "KeyId": "alias/codes", "Plaintext": "aGVsbG8=", "GrantTokens": ["x"] }""",
        "InvalidGrantTokenException",
        "There are no grants on this machine."
    )]
    [InlineData(
        "Decrypt",
        """{ "CiphertextBlob": "aGVsbG8=", "Recipient": {} }""",
        "ValidationException",
        "Recipient of Decrypt is not honoured by this machine's KMS."
    )]
    [InlineData(
        "Encrypt",
        """{ "KeyId": "alias/off", "Plaintext": "aGVsbG8=" }""",
        "DisabledException",
        "arn:aws:kms:us-east-1:111122223333:key/off is disabled."
    )]
    [InlineData(
        "Encrypt",
        """{ "KeyId": "pair", "Plaintext": "aGVsbG8=" }""",
        "InvalidKeyUsageException",
        "arn:aws:kms:us-east-1:111122223333:key/pair is of RSA_2048 for SIGN_VERIFY: keys of this machine are SYMMETRIC_DEFAULT, and encrypt."
    )]
    [InlineData(
        "Encrypt",
        """{ "KeyId": "alias/codes", "Plaintext": "aGVsbG8=", "DryRun": true }""",
        "DryRunOperationException",
        "The request would have succeeded, but the DryRun option is set."
    )]
    [InlineData(
        "CreateKey",
        "{}",
        "UnknownOperationException",
        "CreateKey is not among what this machine's KMS does: Decrypt, DescribeKey, Encrypt, GenerateDataKey, GetKeyPolicy, GetKeyRotationStatus, ListResourceTags"
    )]
    public async Task What_cannot_be_is_told_as_KMS_tells_it(string operation, string input, string code, string message)
    {
        using var keys = new KeyHost(
            host,
            KeyHost.Key(Codes),
            KeyHost.Alias("alias/codes", Codes),
            KeyHost.Key("off", """{ "Enabled": false }"""),
            KeyHost.Alias("alias/off", "off"),
            KeyHost.Key("pair", """{ "KeySpec": "RSA_2048", "KeyUsage": "SIGN_VERIFY" }""")
        );

        Assert.Equal((code, message), await keys.RefusedAsync(operation, JsonNode.Parse(input)!));
    }

    [Fact]
    public async Task A_text_of_more_than_4096_bytes_is_not_encrypted()
    {
        using var keys = new KeyHost(host, KeyHost.Key(Codes));

        await keys.CallAsync("Encrypt", new { KeyId = Codes, Plaintext = Convert.ToBase64String(new byte[4096]) });
        Assert.Equal(
            "ValidationException",
            (await keys.RefusedAsync("Encrypt", new { KeyId = Codes, Plaintext = Convert.ToBase64String(new byte[4097]) })).Code
        );
        Assert.Equal("ValidationException", (await keys.RefusedAsync("Encrypt", new { KeyId = Codes, Plaintext = "" })).Code);
    }
}
