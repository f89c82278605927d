namespace CognitoStack.Configuration.Tests;

public sealed class AttributeRulesTests
{
    [Theory]
    [InlineData(
        """{ "custom:tenant": { "required": true } }""",
        """$.userPool.attributes['custom:tenant'].required: "custom:tenant" is a custom attribute, and Cognito can only require standard ones. Set required to false."""
    )]
    [InlineData(
        """{ "custom:age": { "type": "number", "minLength": 1 } }""",
        """$.userPool.attributes['custom:age']: minLength and maxLength are for strings, but the type is "number". Remove them, or change the type."""
    )]
    [InlineData(
        """{ "custom:born": { "type": "dateTime", "maxLength": 10 } }""",
        """$.userPool.attributes['custom:born']: minLength and maxLength are for strings, but the type is "dateTime". Remove them, or change the type."""
    )]
    [InlineData(
        """{ "custom:tenant": { "max": 9 } }""",
        """$.userPool.attributes['custom:tenant']: min and max are for numbers, but the type is "string". Remove them, or change the type."""
    )]
    [InlineData(
        """{ "custom:paid": { "type": "boolean", "min": 0 } }""",
        """$.userPool.attributes['custom:paid']: min and max are for numbers, but the type is "boolean". Remove them, or change the type."""
    )]
    [InlineData(
        """{ "locale": { "type": "number" } }""",
        """$.userPool.attributes.locale.type: "locale" is a standard attribute with a type of its own. Remove type "number"."""
    )]
    [InlineData(
        """{ "updated_at": { "min": 0 } }""",
        """$.userPool.attributes.updated_at: min and max are for custom numbers, but "updated_at" is a standard attribute. Remove them."""
    )]
    [InlineData(
        """{ "name": { "required": true, "writableByUser": false } }""",
        """$.userPool.attributes.name.writableByUser: "name" is required, so whoever signs up must be able to write it. Set writableByUser to true, or required to false."""
    )]
    [InlineData(
        """{ "custom:tenant": { "minLength": 9, "maxLength": 8 } }""",
        """$.userPool.attributes['custom:tenant'].minLength: 9 is greater than maxLength 8. Swap or change them."""
    )]
    [InlineData(
        """{ "nickname": { "minLength": 1, "maxLength": 0 } }""",
        """$.userPool.attributes.nickname.minLength: 1 is greater than maxLength 0. Swap or change them."""
    )]
    [InlineData(
        """{ "custom:age": { "type": "number", "min": 1, "max": -1 } }""",
        """$.userPool.attributes['custom:age'].min: 1 is greater than max -1. Swap or change them."""
    )]
    public void A_contradiction_is_refused(string attributes, string error) =>
        Given.Environment($$"""{ "userPool": { "attributes": {{attributes}} } }""").IsRefused(error);

    [Theory]
    [InlineData("""{ "custom:tenant": { "required": false, "minLength": 8, "maxLength": 8 } }""")]
    [InlineData("""{ "custom:age": { "type": "number", "min": -1, "max": -1 } }""")]
    [InlineData("""{ "custom:born": { "type": "dateTime" }, "custom:paid": { "type": "boolean" } }""")]
    [InlineData("""{ "locale": { "minLength": 2, "maxLength": 5 } }""")]
    [InlineData("""{ "name": { "required": true }, "email": { "required": true, "writableByUser": true } }""")]
    [InlineData("""{ "name": { "required": false, "writableByUser": false } }""")]
    public void Its_neighbour_is_accepted(string attributes) =>
        Given.Environment($$"""{ "userPool": { "attributes": {{attributes}} } }""").IsAccepted();

    [Fact]
    public void Cognito_has_room_for_50_custom_attributes()
    {
        With(50).IsAccepted();
        With(51).IsRefused("$.userPool.attributes: 51 custom attributes, and a user pool has room for 50. Remove some.");

        static Outcome With(int count) =>
            Given.Environment(
                $$"""{ "userPool": { "attributes": { "email": {}, {{string.Join(", ", Enumerable.Range(1, count).Select(i => $"\"custom:a{i}\": {{}}"))}} } } }"""
            );
    }

    [Theory]
    [InlineData(
        "birthdate",
        "\"maxLength\": 8",
        "maxLength is 8, but a \"birthdate\" is always ten characters, YYYY-MM-DD. Remove the lengths, or make both 10."
    )]
    [InlineData(
        "birthdate",
        "\"minLength\": 8, \"maxLength\": 10",
        "minLength is 8 and maxLength is 10, but a \"birthdate\" is always ten characters, YYYY-MM-DD. Remove the lengths, or make both 10."
    )]
    [InlineData(
        "updated_at",
        "\"maxLength\": 10",
        "minLength and maxLength are for strings, but \"updated_at\" is a number of seconds. Remove them."
    )]
    [InlineData(
        "phone_number",
        "\"maxLength\": 12",
        "maxLength is 12, but a \"phone_number\" is + and up to 15 digits: some numbers could never be given, and lengths are fixed at creation. Remove them."
    )]
    [InlineData(
        "phone_number",
        "\"minLength\": 8",
        "minLength is 8, but a \"phone_number\" is + and up to 15 digits: some numbers could never be given, and lengths are fixed at creation. Remove them."
    )]
    [InlineData(
        "email",
        "\"maxLength\": 32",
        "maxLength is 32, but an \"email\" has up to 254 characters and may have as few as 6: some addresses could never be given, and lengths are fixed at creation. Remove them."
    )]
    [InlineData(
        "email",
        "\"minLength\": 12",
        "minLength is 12, but an \"email\" has up to 254 characters and may have as few as 6: some addresses could never be given, and lengths are fixed at creation. Remove them."
    )]
    public void Lengths_that_a_standard_attribute_cannot_have_are_refused(string name, string lengths, string error) =>
        Given
            .Environment($$"""{ "userPool": { "attributes": { "{{name}}": { {{lengths}} } } } }""")
            .IsRefused($"$.userPool.attributes.{name}: {error}");

    [Theory]
    [InlineData("birthdate", "\"minLength\": 10, \"maxLength\": 10")]
    [InlineData("phone_number", "\"maxLength\": 16")]
    [InlineData("email", "\"minLength\": 6, \"maxLength\": 254")]
    [InlineData("updated_at", "\"mutable\": true")]
    public void Lengths_that_fit_the_format_are_accepted(string name, string lengths) =>
        Given.Environment($$"""{ "userPool": { "attributes": { "{{name}}": { {{lengths}} } } } }""").IsAccepted();

    [Theory]
    [InlineData("custom:größe")]
    [InlineData("custom:org.unit")]
    [InlineData("custom:it's")]
    public void A_name_that_Cognito_takes_is_accepted(string name) =>
        Given.Environment($$"""{ "userPool": { "attributes": { "{{name}}": {} } } }""").IsAccepted();

    [Theory]
    [InlineData("custom:")]
    [InlineData("custom:a23456789012345678901")]
    [InlineData("custom:a b")]
    [InlineData("tenant")]
    public void A_name_that_Cognito_does_not_know_is_refused(string name)
    {
        var path = name == "tenant" ? ".tenant" : $"['{name}']";
        Given
            .Environment($$"""{ "userPool": { "attributes": { "{{name}}": {} } } }""")
            .IsRefused(
                $"$.userPool.attributes{path}: the name \"{name}\" is neither custom:name (1 to 20 characters without spaces) "
                    + "nor a standard attribute such as email, phone_number, name or locale."
            );
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public void A_name_to_sign_in_with_cannot_be_required(string required, bool refused)
    {
        var outcome = Given.Environment(
            $$"""{ "userPool": { "signInWith": ["username", "preferredUsername"], "attributes": { "preferred_username": { "required": {{required}} } } } }"""
        );
        if (!refused)
            outcome.IsAccepted();
        else
            outcome.IsRefused(
                "$.userPool.attributes.preferred_username.required: is true, but a name to sign in with cannot be given before the user is confirmed, so nobody could sign up. Set it to false."
            );
    }
}
