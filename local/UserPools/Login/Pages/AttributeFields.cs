using CognitoStack.Local.UserPools.Login.Texts;

namespace CognitoStack.Local.UserPools.Login.Pages;

/// <summary>Fields for users' attributes, named as the attributes are.</summary>
internal static class AttributeFields
{
    public static FieldView Of(string attribute, Wording words, string? value) =>
        new(attribute, words.Label(attribute))
        {
            Type = attribute switch
            {
                "birthdate" => "date",
                "email" => "email",
                "phone_number" => "tel",
                "website" or "profile" or "picture" => "url",
                _ => "text",
            },
            Autocomplete = attribute switch
            {
                "given_name" => "given-name",
                "family_name" => "family-name",
                "middle_name" => "additional-name",
                "birthdate" => "bday",
                "phone_number" => "tel",
                "gender" => "sex",
                "address" => "street-address",
                "website" => "url",
                "name" or "nickname" or "email" => attribute,
                _ => "off",
            },
            Value = value,
        };
}
