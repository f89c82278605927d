using CognitoStack.Local.Kms;
using CognitoStack.Local.Tests.Access;

namespace CognitoStack.Local.Tests.Kms;

/// <summary>Who may do what with a key: its policy and the caller's, as IAM takes them together.</summary>
[Collection(TestHostCollection.Name)]
public sealed class KeyPolicyTests(TestHost host)
{
    private const string Plain = "aGVsbG8=";
    private static readonly string Codes = KeyHost.Codes;

    [Fact]
    public async Task A_role_does_what_its_policy_allows_where_the_keys_policy_leaves_that_to_the_account()
    {
        using var keys = new KeyHost(
            host,
            KeyHost.Key(Codes),
            TestResources.Role("Reader", TestResources.Statement("Allow", "kms:Decrypt", KeyHost.ArnOf(Codes)))
        );
        var blob = (await keys.CallAsync("Encrypt", new { KeyId = Codes, Plaintext = Plain }))["CiphertextBlob"]!.ToString();

        Assert.Equal(
            Plain,
            (await keys.CallAsync("Decrypt", new { CiphertextBlob = blob }, KeyHost.Session("Reader")))["Plaintext"]!.ToString()
        );
        Assert.Equal(
            "AccessDeniedException",
            (await keys.RefusedAsync("Encrypt", new { KeyId = Codes, Plaintext = Plain }, KeyHost.Session("Reader"))).Code
        );
        Assert.Equal(
            "AccessDeniedException",
            (await keys.RefusedAsync("Decrypt", new { CiphertextBlob = blob }, KeyHost.Session("Member"))).Code
        );
    }

    [Fact]
    public async Task A_key_whose_policy_names_nobody_is_nobodys()
    {
        using var keys = new KeyHost(
            host,
            KeyHost.Key(
                Codes,
                Policy(
                    """{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/Keyholder" }, "Action": "kms:Encrypt", "Resource": "*" }"""
                )
            )
        );

        await keys.CallAsync("Encrypt", new { KeyId = Codes, Plaintext = Plain }, KeyHost.Session("Keyholder"));
        Assert.Equal("AccessDeniedException", (await keys.RefusedAsync("Encrypt", new { KeyId = Codes, Plaintext = Plain })).Code);
        Assert.Equal(
            "AccessDeniedException",
            (await keys.RefusedAsync("DescribeKey", new { KeyId = Codes }, KeyHost.Session("Keyholder"))).Code
        );
    }

    [Theory]
    [InlineData("""{ "StringEquals": { "kms:EncryptionContext:userpool-id": "pool-a" } }""", "pool-a", "pool-b")]
    [InlineData(
        """{ "ForAllValues:StringEquals": { "kms:EncryptionContextKeys": ["userpool-id"] }, "StringLike": { "kms:EncryptionContext:userpool-id": "pool-*" } }""",
        "pool-x",
        "x"
    )]
    [InlineData(
        """{ "StringEquals": { "kms:EncryptionAlgorithm": "SYMMETRIC_DEFAULT", "kms:EncryptionContext:userpool-id": "p" } }""",
        "p",
        "q"
    )]
    public async Task The_encryption_context_is_a_condition_of_policies(string condition, string allowed, string refused)
    {
        using var keys = new KeyHost(
            host,
            KeyHost.Key(Codes),
            TestResources.Role("Bound", TestResources.Statement("Allow", "kms:Encrypt", "*", condition))
        );
        object Request(string pool) =>
            new
            {
                KeyId = Codes,
                Plaintext = Plain,
                EncryptionContext = new Dictionary<string, string> { ["userpool-id"] = pool },
            };

        await keys.CallAsync("Encrypt", Request(allowed), KeyHost.Session("Bound"));
        Assert.Equal("AccessDeniedException", (await keys.RefusedAsync("Encrypt", Request(refused), KeyHost.Session("Bound"))).Code);
        Assert.Equal(
            "AccessDeniedException",
            (await keys.RefusedAsync("Encrypt", new { KeyId = Codes, Plaintext = Plain }, KeyHost.Session("Bound"))).Code
        );
    }

    [Fact]
    public async Task An_alias_that_a_request_uses_is_a_condition_too()
    {
        using var keys = new KeyHost(
            host,
            KeyHost.Key(Codes),
            KeyHost.Alias("alias/codes", Codes),
            TestResources.Role(
                "ByAlias",
                TestResources.Statement("Allow", "kms:Encrypt", "*", """{ "StringEquals": { "kms:RequestAlias": "alias/codes" } }""")
            )
        );

        await keys.CallAsync("Encrypt", new { KeyId = "alias/codes", Plaintext = Plain }, KeyHost.Session("ByAlias"));
        Assert.Equal(
            "AccessDeniedException",
            (await keys.RefusedAsync("Encrypt", new { KeyId = Codes, Plaintext = Plain }, KeyHost.Session("ByAlias"))).Code
        );
    }

    [Fact]
    public async Task A_service_uses_a_key_whose_policy_lets_it_or_who_deploys_make_a_grant()
    {
        const string Service = """
            { "Effect": "Allow", "Principal": { "Service": "cognito-idp.amazonaws.com" }, "Action": "kms:CreateGrant", "Resource": "*",
              "Condition": { "StringEquals": { "aws:SourceAccount": "111122223333" }, "ArnLike": { "aws:SourceArn": "arn:aws:cognito-idp:us-east-1:111122223333:userpool/pool" } } }
            """;
        using (var byAccount = new KeyHost(host, KeyHost.Key(Codes)))
            Assert.NotEmpty(await byAccount.MessageAsync("1"));
        using var keys = new KeyHost(
            host,
            KeyHost.Key(Codes, Policy(Service)),
            KeyHost.Key(
                KeyHost.Other,
                Policy("""{ "Effect": "Allow", "Principal": { "Service": "lambda.amazonaws.com" }, "Action": "kms:*", "Resource": "*" }""")
            )
        );

        Assert.NotEmpty(await keys.MessageAsync("1"));
        await Assert.ThrowsAsync<KeyUnavailableException>(() => keys.MessageAsync("1", pool: "another"));
        await Assert.ThrowsAsync<KeyUnavailableException>(() => keys.MessageAsync("1", KeyHost.Other));
        Assert.Equal(
            "nowhere is no key of the templates.",
            (await Assert.ThrowsAsync<KeyUnavailableException>(() => keys.MessageAsync("1", "nowhere"))).Message
        );
    }

    private static string Policy(string statement) => $$"""{ "KeyPolicy": { "Version": "2012-10-17", "Statement": [{{statement}}] } }""";
}
