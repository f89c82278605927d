namespace CognitoStack.Configuration;

/// <summary>Rules of <c>userPool.attributes</c>: what can never be changed later must be right at once.</summary>
internal static class AttributeRules
{
    private const string Path = "$.userPool.attributes";

    public static void Check(UserPoolConfiguration pool, Findings findings)
    {
        foreach (var (name, attribute) in pool.Attributes)
        {
            var path = JsonPath.Property(Path, name);
            if (StandardAttributes.IsCustom(name))
                CheckCustom(name, attribute, path, findings);
            else
                CheckStandard(name, attribute, path, findings);
            CheckBounds(attribute, path, findings);
        }

        if (
            pool.SignInWith.Contains(SignInAlias.PreferredUsername)
            && pool.Attributes.GetValueOrDefault("preferred_username")?.Required == true
        )
            findings.Error(
                Path + ".preferred_username.required",
                "is true, but a name to sign in with cannot be given before the user is confirmed, so nobody could sign up. Set it to false.",
                "$.userPool.signInWith"
            );
    }

    private static void CheckCustom(string name, AttributeConfiguration attribute, string path, Findings findings)
    {
        if (attribute.Required == true)
            findings.Error(
                path + ".required",
                $"\"{name}\" is a custom attribute, and Cognito can only require standard ones. Set required to false."
            );
        if (attribute.Type != AttributeType.Text && (attribute.MinLength ?? attribute.MaxLength) is not null)
            findings.Error(
                path,
                $"minLength and maxLength are for strings, but the type is \"{RuleText.Json(attribute.Type)}\". Remove them, or change the type.",
                path + ".type"
            );
        if (attribute.Type != AttributeType.Number && (attribute.Min ?? attribute.Max) is not null)
            findings.Error(
                path,
                $"min and max are for numbers, but the type is \"{RuleText.Json(attribute.Type)}\". Remove them, or change the type.",
                path + ".type"
            );
    }

    private static void CheckStandard(string name, AttributeConfiguration attribute, string path, Findings findings)
    {
        if (attribute.Type != AttributeType.Text)
            findings.Error(
                path + ".type",
                $"\"{name}\" is a standard attribute with a type of its own. Remove type \"{RuleText.Json(attribute.Type)}\"."
            );
        if ((attribute.Min ?? attribute.Max) is not null)
            findings.Error(path, $"min and max are for custom numbers, but \"{name}\" is a standard attribute. Remove them.");
        CheckFormat(name, attribute, path, findings);
        if (attribute.Required == true && attribute.WritableByUser == false)
            findings.Error(
                path + ".writableByUser",
                $"\"{name}\" is required, so whoever signs up must be able to write it. Set writableByUser to true, or required to false.",
                path + ".required"
            );
    }

    /// <summary>Cognito holds some standard attributes to a format of their own, whatever lengths a schema gives them, and those are fixed at creation.</summary>
    /// <remarks>Source: Amazon Cognito Developer Guide, "Working with user attributes" (https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html).</remarks>
    private static void CheckFormat(string name, AttributeConfiguration attribute, string path, Findings findings)
    {
        if ((attribute.MinLength ?? attribute.MaxLength) is null)
            return;
        switch (name)
        {
            case "updated_at":
                findings.Error(path, "minLength and maxLength are for strings, but \"updated_at\" is a number of seconds. Remove them.");
                break;
            case "birthdate" when attribute.MinLength is not (null or 10) || attribute.MaxLength is not (null or 10):
                findings.Error(
                    path,
                    $"{Lengths(attribute)}, but a \"birthdate\" is always ten characters, YYYY-MM-DD. Remove the lengths, or make both 10."
                );
                break;
            case "phone_number" when attribute.MinLength > 2 || attribute.MaxLength < 16:
                findings.Error(
                    path,
                    $"{Lengths(attribute)}, but a \"phone_number\" is + and up to 15 digits: some numbers could never be given, and lengths are fixed at creation. Remove them."
                );
                break;
            case "email" when attribute.MinLength > 6 || attribute.MaxLength < 64:
                findings.Error(
                    path,
                    $"{Lengths(attribute)}, but an \"email\" has up to 254 characters and may have as few as 6: some addresses could never be given, and lengths are fixed at creation. Remove them."
                );
                break;
            default:
                break;
        }
    }

    private static string Lengths(AttributeConfiguration attribute) =>
        string.Join(
            " and ",
            new[] { ("minLength", attribute.MinLength), ("maxLength", attribute.MaxLength) }
                .Where(l => l.Item2 is not null)
                .Select(l => $"{l.Item1} is {l.Item2}")
        );

    private static void CheckBounds(AttributeConfiguration attribute, string path, Findings findings)
    {
        if (attribute.MinLength > attribute.MaxLength)
            findings.Error(
                path + ".minLength",
                $"{attribute.MinLength} is greater than maxLength {attribute.MaxLength}. Swap or change them.",
                path + ".maxLength"
            );
        if (attribute.Min > attribute.Max)
            findings.Error(path + ".min", $"{attribute.Min} is greater than max {attribute.Max}. Swap or change them.", path + ".max");
    }
}
