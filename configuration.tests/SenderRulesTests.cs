using CognitoStack.Configuration;

namespace CognitoStack.Configuration.Tests;

public sealed class SenderRulesTests
{
    [Theory]
    [InlineData("Acme <no-reply@example.com>", "Acme <no-reply@example.com>")]
    [InlineData("no-reply@example.com", "no-reply@example.com")]
    [InlineData("Acme, Inc. <no-reply@example.com>", "\"Acme, Inc.\" <no-reply@example.com>")]
    [InlineData("Support (EU) <no-reply@example.com>", "\"Support (EU)\" <no-reply@example.com>")]
    [InlineData("A \"B\" \\ C <no-reply@example.com>", "\"A \\\"B\\\" \\\\ C\" <no-reply@example.com>")]
    [InlineData("\"Acme, Inc.\" <no-reply@example.com>", "\"Acme, Inc.\" <no-reply@example.com>")]
    [InlineData("me@home <no-reply@example.com>", "\"me@home\" <no-reply@example.com>")]
    [InlineData("Zürich <no-reply@example.com>", "=?UTF-8?B?WsO8cmljaA==?= <no-reply@example.com>")]
    [InlineData("=?UTF-8?B?WsO8cmljaA==?= <no-reply@example.com>", "=?UTF-8?B?WsO8cmljaA==?= <no-reply@example.com>")]
    [InlineData("Post <post@Bücher.example>", "Post <post@xn--bcher-kva.example>")]
    public void A_sender_is_written_as_a_header_needs_it(string sender, string header) =>
        Assert.Equal(header, Mailbox.Parse(sender).ToHeader());

    [Fact]
    public void A_long_name_is_encoded_in_words_of_at_most_75_characters_that_cut_no_letter()
    {
        var name = string.Concat(Enumerable.Repeat("日本😀", 40));
        var words = Mailbox.Parse($"{name} <a@example.com>").ToHeader().Split(' ')[..^1];
        Assert.All(words, w => Assert.InRange(w.Length, 1, 75));
        Assert.Equal(
            name,
            string.Concat(words.Select(w => System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(w["=?UTF-8?B?".Length..^2]))))
        );
    }

    [Theory]
    [InlineData("eu-west-1", "eu-west-1")]
    [InlineData("eu-central-1", "us-east-1")]
    [InlineData("eu-north-1", "eu-north-1")]
    [InlineData("ap-southeast-2", "us-west-2")]
    public void An_identity_in_a_Region_that_the_pool_may_use_is_accepted(string pool, string ses) => In(pool, ses).IsAccepted();

    [Theory]
    [InlineData("eu-north-1", "eu-west-1", "eu-north-1")]
    [InlineData("eu-central-1", "eu-north-1", "eu-central-1, us-east-1, us-west-2, eu-west-1")]
    [InlineData("eu-west-1", "eu-central-1", "eu-west-1, us-east-1, us-west-2")]
    public void An_identity_in_another_Region_is_refused(string pool, string ses, string allowed) =>
        In(pool, ses)
            .IsRefused(
                $"$.userPool.email.sesIdentityArn: is an identity in {ses}, but a user pool in {pool} sends through SES in {allowed} only. Verify the address there."
            );

    [Fact]
    public void An_identity_of_another_account_is_refused() =>
        In("eu-west-1", "eu-west-1", "999988887777")
            .IsRefused(
                "$.userPool.email.sesIdentityArn: is an identity of the account 999988887777, but the environment's is 111122223333, and Cognito sends through SES of its own account only. Verify the address there."
            );

    [Theory]
    [InlineData("example.com", "a@example.com")]
    [InlineData("example.com", "Acme, Inc. <a@mail.example.com>")]
    [InlineData("a@Example.com", "a@example.COM")]
    [InlineData("a@example.com", "Acme <a+login@example.com>")]
    [InlineData("a+login@example.com", "a+login@example.com")]
    [InlineData("xn--bcher-kva.example", "a@bücher.example")]
    public void A_sender_of_the_identity_is_accepted(string identity, string from) => Sender(identity, from).IsAccepted();

    [Theory]
    [InlineData("example.com", "a@example.org", "a@example.org")]
    [InlineData("example.com", "Acme (example.com) <a@badexample.com>", "a@badexample.com")]
    [InlineData("a@example.com", "b@example.com", "b@example.com")]
    [InlineData("a@example.com", "A@example.com", "A@example.com")]
    [InlineData("a+login@example.com", "a@example.com", "a@example.com")]
    public void A_sender_of_another_identity_is_refused(string identity, string from, string address) =>
        Sender(identity, from)
            .IsRefused(
                $"$.userPool.email.from: \"{address}\" is not of the SES identity \"{identity}\", so SES would refuse to send. Change the sender or sesIdentityArn."
            );

    [Theory]
    [InlineData("a@exam<ple.com")]
    [InlineData("a<example.com")]
    [InlineData("a@b@example.com")]
    [InlineData("Acme <a@example.com>")]
    [InlineData("@example.com")]
    public void An_identity_that_is_neither_an_address_nor_a_domain_is_refused(string identity) =>
        Sender(identity, "a@example.com")
            .IsRefused(
                $"$.userPool.email.sesIdentityArn: \"arn:aws:ses:eu-west-1:111122223333:identity/{identity}\" must be the ARN of an SES identity, which is an address or a domain."
            );

    [Fact]
    public void An_address_that_mail_cannot_carry_is_refused()
    {
        Sender("example.com", "münchen@example.com")
            .IsRefused("$.userPool.email.from: \"münchen\" before the @ is not ASCII, which SES does not send from. Use another address.");
        Sender("example.com", "a@-example.com").IsRefused("$.userPool.email.from: \"-example.com\" is not a domain. Correct it.");
        Sender("example.com", "a@example.com", ", \"replyTo\": \"hilfe@exam_ple.com\"")
            .IsRefused("$.userPool.email.replyTo: \"exam_ple.com\" is not a domain. Correct it.");
        Sender("example.com", "a@example.com", ", \"replyTo\": \"Help <help@example.com>\"")
            .IsRefused(
                "$.userPool.email.replyTo: \"Help <help@example.com>\" must be an address without a name, which Cognito does not take here."
            );
    }

    [Theory]
    [InlineData(".a")]
    [InlineData("a.")]
    [InlineData("a..b")]
    [InlineData("mailto:a")]
    [InlineData("a,b")]
    [InlineData("no(reply")]
    [InlineData("help;ops")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void What_mail_would_quote_before_the_at_sign_is_refused(string local) =>
        Sender("example.com", $"Acme <{local}@example.com>")
            .IsRefused(
                $"$.userPool.email.from: \"{local}\" before the @ is not up to 64 letters, digits and !#$%&'*+-/=?^_`{{|}}~, with single dots between. Correct it."
            );

    [Theory]
    [InlineData("eu-west-1", null, null)]
    [InlineData("eu-west-1", "eu-central-1", null)]
    [InlineData("us-gov-west-1", "us-gov-west-1", null)]
    [InlineData("ap-northeast-2", "ap-northeast-1", null)]
    [InlineData(
        "eu-central-1",
        "us-gov-west-1",
        "us-gov-west-1 of the partition aws-us-gov, but the user pool is in eu-central-1 of aws, where nothing can reach it. Name a Region there."
    )]
    [InlineData(
        "ap-northeast-2",
        null,
        "the pool's own, but a user pool in ap-northeast-2 sends text messages through SNS in ap-northeast-1 only. Name it."
    )]
    [InlineData(
        "ap-northeast-2",
        "ap-northeast-2",
        "ap-northeast-2, but a user pool in ap-northeast-2 sends text messages through SNS in ap-northeast-1 only. Name it."
    )]
    public void Text_messages_are_sent_where_the_pool_may_send_them(string pool, string? region, string? error)
    {
        var outcome = Given.Environment(
            $$"""{ "account": "111122223333", "region": "{{pool}}", "userPool": { "sms": { {{(region is null ? "" : $"\"region\": \"{region}\"")}} } } }"""
        );
        if (error is null)
            outcome.IsAccepted();
        else
            outcome.IsRefused($"$.userPool.sms.region: is {error}");
    }

    private static Outcome In(string pool, string ses, string account = "111122223333") =>
        Given.Environment(
            $$"""
            { "account": "111122223333", "region": "{{pool}}", "userPool": { "email": { "sesIdentityArn": "arn:aws:ses:{{ses}}:{{account}}:identity/example.com", "from": "a@example.com" } } }
            """
        );

    private static Outcome Sender(string identity, string from, string rest = "") =>
        Given.Environment(
            $$"""{ "userPool": { "email": { "sesIdentityArn": "arn:aws:ses:eu-west-1:111122223333:identity/{{identity}}", "from": "{{from}}"{{rest}} } } }"""
        );
}
