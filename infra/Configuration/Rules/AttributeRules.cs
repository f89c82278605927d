namespace CognitoStack.Configuration;

/// <summary>Rules of <c>userPool.attributes</c>: what can never be changed later must be right at once.</summary>
internal static class AttributeRules
{
    private const string Path = "$.userPool.attributes";
    private const int MostCustomAttributes = 50;

    public static void Check(UserPoolConfiguration pool, Findings findings)
    {
        var custom = pool.Attributes.Keys.Count(StandardAttributes.IsCustom);
        if (custom > MostCustomAttributes)
            findings.Error(Path, $"has {custom} custom attributes; Cognito allows {MostCustomAttributes}. Remove some.");
        foreach (var (name, attribute) in pool.Attributes)
        {
            var path = JsonPath.Property(Path, name);
            if (StandardAttributes.IsCustom(name)) CheckCustom(name, attribute, path, findings);
            else CheckStandard(name, attribute, path, findings);
            CheckBounds(attribute, path, findings);
        }

        if (pool.SignInWith.Contains(SignInAlias.PreferredUsername) && pool.Attributes.GetValueOrDefault("preferred_username")?.Required == true)
            findings.Error(Path + ".preferred_username.required", "is true, but a name to sign in with cannot be given before the user is confirmed, so nobody could sign up. Set it to false.", "$.userPool.signInWith");
    }

    private static void CheckCustom(string name, AttributeConfiguration attribute, string path, Findings findings)
    {
        if (attribute.Required == true)
            findings.Error(path + ".required", $"\"{name}\" is a custom attribute, and Cognito can only require standard ones. Set required to false.");
        if (attribute.Type != AttributeType.Text && (attribute.MinLength ?? attribute.MaxLength) is not null)
            findings.Error(path, $"minLength and maxLength are for strings, but the type is \"{RuleText.Json(attribute.Type)}\". Remove them, or change the type.", path + ".type");
        if (attribute.Type != AttributeType.Number && (attribute.Min ?? attribute.Max) is not null)
            findings.Error(path, $"min and max are for numbers, but the type is \"{RuleText.Json(attribute.Type)}\". Remove them, or change the type.", path + ".type");
    }

    private static void CheckStandard(string name, AttributeConfiguration attribute, string path, Findings findings)
    {
        if (attribute.Type != AttributeType.Text)
            findings.Error(path + ".type", $"\"{name}\" is a standard attribute with a type of its own. Remove type \"{RuleText.Json(attribute.Type)}\".");
        if ((attribute.Min ?? attribute.Max) is not null)
            findings.Error(path, $"min and max are for custom numbers, but \"{name}\" is a standard attribute. Remove them.");
        if (attribute.Required == true && attribute.WritableByUser == false)
            findings.Error(path + ".writableByUser", $"\"{name}\" is required, so whoever signs up must be able to write it. Set writableByUser to true, or required to false.", path + ".required");
    }

    private static void CheckBounds(AttributeConfiguration attribute, string path, Findings findings)
    {
        if (attribute.MinLength > attribute.MaxLength)
            findings.Error(path + ".minLength", $"{attribute.MinLength} is greater than maxLength {attribute.MaxLength}. Swap or change them.", path + ".maxLength");
        if (attribute.Min > attribute.Max)
            findings.Error(path + ".min", $"{attribute.Min} is greater than max {attribute.Max}. Swap or change them.", path + ".max");
    }
}
