using CognitoStack.Local.Tests.Access;
using CognitoStack.Local.Tests.Http;

namespace CognitoStack.Local.Tests.Kms;

/// <summary>AWS's own SDK for KMS, and its Encryption SDK, which reads what the host encrypts for functions.</summary>
[Collection(TestHostCollection.Name)]
public sealed class EncryptionSdkTests(TestHost host)
{
    private const string Decrypting = """
        const { KmsKeyringNode, buildClient, CommitmentPolicy, getClient } = require('@aws-crypto/client-node');
        const { KMS } = require('@aws-sdk/client-kms');
        const client = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_ALLOW_DECRYPT);
        const keyring = new KmsKeyringNode({ keyIds: [process.env.KEY], clientProvider: getClient(KMS, config) });
        """;

    [Theory]
    [InlineData("123456")]
    [InlineData("Zeichen & <Wörter> €")]
    [InlineData("")]
    public async Task The_Encryption_SDK_reads_what_the_host_encrypts(string text)
    {
        using var keys = new KeyHost(host, KeyHost.Key(KeyHost.Codes));
        var message = Convert.ToBase64String(await keys.MessageAsync(text));

        var said = await NodeScript.RunAsync(
            Decrypting
                + """
                const { plaintext, messageHeader } = await client.decrypt(keyring, Buffer.from(process.env.MESSAGE, 'base64'));
                say(plaintext.toString('utf8'));
                say(messageHeader.suiteId.toString(16), messageHeader.encryptionContext['userpool-id'], Object.keys(messageHeader.encryptionContext).length);
                """,
            host.Address,
            host.Administrator(),
            ("KEY", KeyHost.ArnOf(KeyHost.Codes)),
            ("MESSAGE", message)
        );

        Assert.Equal([text, "378 pool 2"], said);
    }

    [Fact]
    public async Task The_Encryption_SDK_rejects_what_was_touched_and_who_may_not_use_the_key()
    {
        using var keys = new KeyHost(host, KeyHost.Key(KeyHost.Codes));
        var message = await keys.MessageAsync("123456");
        const string Script =
            Decrypting
            + """
                const whole = Buffer.from(process.env.MESSAGE, 'base64');
                say(await told(client.decrypt(keyring, whole)));
                for (const place of [30, whole.length - 150, whole.length - 1]) {
                  const touched = Buffer.from(whole);
                  touched[place] ^= 1;
                  say((await told(client.decrypt(keyring, touched))) !== 'OK');
                }
                """;

        Assert.Equal(
            ["OK", "true", "true", "true"],
            await NodeScript.RunAsync(
                Script,
                host.Address,
                host.Administrator(),
                ("KEY", KeyHost.ArnOf(KeyHost.Codes)),
                ("MESSAGE", Convert.ToBase64String(message))
            )
        );
        Assert.NotEqual(
            "OK",
            (
                await NodeScript.RunAsync(
                    Script,
                    host.Address,
                    host.Credentials("Member"),
                    ("KEY", KeyHost.ArnOf(KeyHost.Codes)),
                    ("MESSAGE", Convert.ToBase64String(message))
                )
            )[0]
        );
    }

    [Fact]
    public async Task A_message_of_the_Encryption_SDK_goes_round_by_this_machines_keys()
    {
        using var keys = new KeyHost(
            host,
            KeyHost.Key(KeyHost.Codes),
            KeyHost.Alias("alias/codes", KeyHost.Codes),
            KeyHost.Key(KeyHost.Other)
        );

        var said = await NodeScript.RunAsync(
            Decrypting
                + """
                const { KMSClient, DescribeKeyCommand, EncryptCommand } = require('@aws-sdk/client-kms');
                const both = new KmsKeyringNode({ generatorKeyId: 'alias/codes', keyIds: [process.env.OTHER], clientProvider: getClient(KMS, config) });
                const { result } = await client.encrypt(both, 'around', { encryptionContext: { app: 'notes' } });
                for (const key of [process.env.KEY, process.env.OTHER]) {
                  const one = new KmsKeyringNode({ keyIds: [key], clientProvider: getClient(KMS, config) });
                  say((await client.decrypt(one, result)).plaintext.toString());
                }
                const kms = new KMSClient(config);
                const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: 'alias/codes' }));
                say(KeyMetadata.Arn === process.env.KEY, KeyMetadata.KeyState, KeyMetadata.KeySpec, KeyMetadata.CreationDate instanceof Date);
                say(await told(kms.send(new EncryptCommand({ KeyId: 'alias/none', Plaintext: Buffer.from('x') }))));
                """,
            host.Address,
            host.Administrator(),
            ("KEY", KeyHost.ArnOf(KeyHost.Codes)),
            ("OTHER", KeyHost.ArnOf(KeyHost.Other))
        );

        Assert.Equal(["around", "around", "true Enabled SYMMETRIC_DEFAULT true", "NotFoundException"], said);
    }
}
