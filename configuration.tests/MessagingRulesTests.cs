namespace CognitoStack.Configuration.Tests;

public sealed class MessagingRulesTests
{
    [Theory]
    [InlineData("example.com", "no-reply@example.com")]
    [InlineData("example.com", "Acme <no-reply@example.com>")]
    [InlineData("example.com", "no-reply@mail.example.com")]
    [InlineData("Example.com", "no-reply@example.COM")]
    [InlineData("help@example.com", "Help <help@Example.com>")]
    public void A_sender_of_the_identity_is_accepted(string identity, string from) => Sender(identity, from).IsAccepted();

    [Theory]
    [InlineData("example.com", "no-reply@example.org", "no-reply@example.org")]
    [InlineData("example.com", "Acme <no-reply@example.org>", "no-reply@example.org")]
    [InlineData("example.com", "no-reply@notexample.com", "no-reply@notexample.com")]
    [InlineData("mail.example.com", "no-reply@example.com", "no-reply@example.com")]
    [InlineData("help@example.com", "no-reply@example.com", "no-reply@example.com")]
    public void A_sender_of_another_identity_is_refused(string identity, string from, string address) =>
        Sender(identity, from)
            .IsRefused(
                $"$.userPool.email.from: \"{address}\" is not of the SES identity \"{identity}\", so SES would refuse to send. Change the sender or sesIdentityArn."
            );

    [Theory]
    [InlineData(
        """{ "verification": { "body": "Your code is secret." } }""",
        """$.userPool.messages.verification.body: has no {####}, where the code goes. Add it, or make the style "link"."""
    )]
    [InlineData(
        """{ "verification": { "body": "Go {##here##}." } }""",
        """$.userPool.messages.verification.body: has no {####}, where the code goes. Add it, or make the style "link"."""
    )]
    [InlineData(
        """{ "verification": { "style": "link", "body": "Type {####}." } }""",
        """$.userPool.messages.verification.body: has no {##text##}, where the link goes. Add it, or make the style "code"."""
    )]
    [InlineData(
        """{ "invitation": { "body": "Hello {username}." } }""",
        """$.userPool.messages.invitation.body: has no {####}, which Cognito replaces by the temporary password. Add it."""
    )]
    [InlineData(
        """{ "invitation": { "body": "Hello, it is {####}." } }""",
        """$.userPool.messages.invitation.body: has no {username}, which Cognito replaces by the user's name. Add it."""
    )]
    public void A_message_without_its_placeholder_is_refused(string messages, string error) => Messages(messages).IsRefused(error);

    [Theory]
    [InlineData("""{ "verification": { "subject": "Welcome" } }""")]
    [InlineData("""{ "verification": { "style": "link" } }""")]
    [InlineData("""{ "verification": { "style": "link", "body": "Go {##Confirm #1##}." } }""")]
    [InlineData("""{ "verification": { "body": "{####}" } }""")]
    [InlineData("""{ "verification": { "style": "link", "body": "Go {##here##}." } }""")]
    [InlineData("""{ "invitation": { "subject": "Welcome" } }""")]
    [InlineData("""{ "invitation": { "body": "{username} {####}" } }""")]
    public void A_message_with_its_placeholder_or_without_a_body_is_accepted(string messages) => Messages(messages).IsAccepted();

    [Fact]
    public void An_invitation_without_both_placeholders_is_two_errors() =>
        Messages("""{ "invitation": { "body": "Welcome!" } }""")
            .IsRefused(
                "$.userPool.messages.invitation.body: has no {username}, which Cognito replaces by the user's name. Add it.",
                "$.userPool.messages.invitation.body: has no {####}, which Cognito replaces by the temporary password. Add it."
            );

    private static Outcome Messages(string messages) => Given.Environment($$"""{ "userPool": { "messages": {{messages}} } }""");

    private static Outcome Sender(string identity, string from) =>
        Given.Environment(
            $$"""{ "userPool": { "email": { "sesIdentityArn": "arn:aws:ses:eu-west-1:111122223333:identity/{{identity}}", "from": "{{from}}" } } }"""
        );
}

/// <summary>Parts of <c>userPool</c> that tests of other rules need.</summary>
internal static class Messaging
{
    public const string Email = """
        "email": { "sesIdentityArn": "arn:aws:ses:eu-west-1:111122223333:identity/example.com", "from": "no-reply@example.com" }
        """;
}
