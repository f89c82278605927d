namespace CognitoStack.Configuration.Tests;

/// <summary>Characters as AWS sees them: those beyond U+FFFF are letters and signs like others, and what nobody can see is named.</summary>
public sealed class CharactersTests
{
    [Theory]
    [InlineData("""{ "groups": { "𠮷田": {}, "🙂": {} } }""")]
    [InlineData("""{ "tags": { "𠮷田": "𠮷田" } }""")]
    [InlineData("""{ "userPool": { "attributes": { "custom:𠮷": {} } } }""")]
    [InlineData("""{ "clients": { "web": { "type": "spa", "callbackUrls": ["https://app.example.com/𠮷"] } } }""")]
    public void A_letter_or_a_sign_beyond_the_first_plane_is_one(string environment) => Given.Environment(environment).IsAccepted();

    [Theory]
    [InlineData(
        """{ "tags": { "owner": "🙂" } }""",
        """$.tags.owner: "🙂" may be up to 256 letters, digits, spaces and _ . : / = + - @."""
    )]
    [InlineData("""{ "name": "𝖽𝖾𝗏" }""", """$.name: "𝖽𝖾𝗏" must be 1 to 20 lower-case letters, digits and hyphens, a letter first.""")]
    [InlineData(
        """{ "name": "dev", "groups": { "\udbff\udffd": {} } }""",
        "$.groups['\udbff\udffd']: the name \"\udbff\udffd\" must be 1 to 128 characters without spaces."
    )]
    [InlineData(
        """{ "name": "dev", "groups": { "\ud800": {} } }""",
        "$.groups: has a key with half a surrogate pair (\\ud800 to \\udfff). Write the whole character."
    )]
    public void It_is_of_its_own_category(string environment, string error) =>
        Given
            .File(environment.Contains("\"name\"", StringComparison.Ordinal) ? environment : "{ \"name\": \"dev\"," + environment[1..])
            .IsRefused(error);

    /// <summary>Whether AWS counts characters or UTF-16 units, such a name is neither too long nor too short.</summary>
    [Fact]
    public void A_length_holds_by_characters_and_by_units()
    {
        Group(64).IsAccepted();
        Assert.Single(Group(65).Errors);
        Provider(3).IsAccepted();
        Assert.Contains("must be 3 to 32 characters", Provider(2).Errors[0], StringComparison.Ordinal);

        static Outcome Group(int count) => Given.Environment($$"""{ "groups": { "{{Text(count)}}": {} } }""");
        static Outcome Provider(int count) =>
            Given.Environment(
                $$"""
                {
                  "identityProviders": { "{{Text(
                    count
                )}}": { "type": "saml", "metadataUrl": "https://idp.example.com/m", "attributes": { "email": "mail" } } },
                  "clients": { "web": { "type": "spa", "callbackUrls": ["https://app.example.com/"], "identityProviders": ["{{Text(
                    count
                )}}"] } }
                }
                """
            );
        static string Text(int count) => string.Concat(Enumerable.Repeat("🙂", count));
    }
}
