using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.Authentication;

/// <summary>Attributes of users: what cannot be changed once the pool is made.</summary>
[Collection(SynthesisCollection.Name)]
public sealed class UserPoolSchemaTests(Synthesis synthesis)
{
    [Theory]
    [InlineData(Environments.Minimal, """[{ "Name": "email", "Required": true, "Mutable": true }]""")]
    [InlineData(Environments.Phone, """[{ "Name": "phone_number", "Required": true, "Mutable": true }]""")]
    [InlineData(Environments.RequiredMfa, "null")]
    [InlineData(Environments.Bare, "null")]
    public void Only_the_one_address_that_users_sign_in_with_is_required(string environment, string expected) =>
        synthesis.Of(environment).Only(TemplateJson.Authentication, "AWS::Cognito::UserPool")["Schema"].Is(expected);

    [Fact]
    public void Attributes_have_their_types_and_bounds_and_custom_ones_lose_their_prefix() =>
        synthesis.Of(Environments.Production).Only(TemplateJson.Authentication, "AWS::Cognito::UserPool")["Schema"].Is("""
            [
              { "Name": "email", "Required": true, "Mutable": true },
              { "Name": "name", "Required": false, "Mutable": true, "StringAttributeConstraints": { "MaxLength": "100" } },
              { "Name": "tenant", "AttributeDataType": "String", "Mutable": true, "StringAttributeConstraints": { "MinLength": "1", "MaxLength": "64" } },
              { "Name": "level", "AttributeDataType": "Number", "Mutable": false, "NumberAttributeConstraints": { "MinValue": "-1", "MaxValue": "10" } },
              { "Name": "joined", "AttributeDataType": "DateTime", "Mutable": true },
              { "Name": "vip", "AttributeDataType": "Boolean", "Mutable": true }
            ]
            """);
}
