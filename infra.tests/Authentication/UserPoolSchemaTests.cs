using System.Text.Json.Nodes;
using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.Authentication;

/// <summary>Attributes of users: what cannot be changed once the pool is made.</summary>
[Collection(SynthesisCollection.Name)]
public sealed class UserPoolSchemaTests(Synthesis synthesis)
{
    [Theory]
    [InlineData(Environments.Minimal)]
    [InlineData(Environments.Phone)]
    [InlineData(Environments.RequiredMfa)]
    [InlineData(Environments.Bare)]
    public void A_pool_whose_attributes_are_Cognito_s_own_declares_none(string environment) => Assert.Null(Schema(environment));

    [Fact]
    public void A_standard_attribute_is_declared_only_where_it_is_not_as_Cognito_makes_it() =>
        Schema(
                """
                { "name": "declared", "userPool": { "attributes": {
                  "locale": {}, "nickname": { "required": false, "mutable": true }, "name": { "writableByUser": false },
                  "given_name": { "maxLength": 100 }, "family_name": { "required": true }, "birthdate": { "mutable": false } } } }
                """
            )
            .Is(
                """
                [
                  { "Name": "given_name", "Required": false, "Mutable": true, "StringAttributeConstraints": { "MaxLength": "100" } },
                  { "Name": "family_name", "Required": true, "Mutable": true },
                  { "Name": "birthdate", "Required": false, "Mutable": false }
                ]
                """
            );

    [Fact]
    public void A_pool_whose_updates_fail_keeps_its_standard_attributes_as_they_were_made() =>
        Schema(
                """{ "name": "stuck", "userPool": { "schema": "asDeployed", "attributes": { "email": { "required": true }, "given_name": { "maxLength": 100 }, "custom:team": {} } } }"""
            )
            .Is("""[{ "Name": "team", "AttributeDataType": "String", "Mutable": true }]""");

    [Fact]
    public void Attributes_have_their_types_and_bounds_and_custom_ones_lose_their_prefix() =>
        Schema(Environments.Production)
            .Is(
                """
                [
                  { "Name": "email", "Required": true, "Mutable": true },
                  { "Name": "name", "Required": false, "Mutable": true, "StringAttributeConstraints": { "MaxLength": "100" } },
                  { "Name": "tenant", "AttributeDataType": "String", "Mutable": true, "StringAttributeConstraints": { "MinLength": "1", "MaxLength": "64" } },
                  { "Name": "level", "AttributeDataType": "Number", "Mutable": false, "NumberAttributeConstraints": { "MinValue": "-1", "MaxValue": "10" } },
                  { "Name": "joined", "AttributeDataType": "DateTime", "Mutable": true },
                  { "Name": "vip", "AttributeDataType": "Boolean", "Mutable": true }
                ]
                """
            );

    private JsonNode? Schema(string environment) =>
        synthesis.Of(environment).Only(TemplateJson.Authentication, "AWS::Cognito::UserPool")["Schema"];
}
