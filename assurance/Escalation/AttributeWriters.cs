using System.Text.Json.Nodes;
using CognitoStack.Assurance.Access;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Escalation;

/// <summary>Who can write which attribute of a user: clients in the user's name, sign-up, and the providers that users come from.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Working with user attributes"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html) and "Mapping IdP attributes to profiles and tokens"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-specifying-attribute-mapping.html).</remarks>
internal sealed class AttributeWriters(TemplateSet templates)
{
    private static readonly string[] MayBeUnverified = ["address", "email", "phone_number"];

    /// <summary>Whether users sign up under a name of their own choice.</summary>
    public bool UsersChooseTheirNames =>
        templates
            .OfType("AWS::Cognito::UserPool")
            .Any(p =>
                p.Properties["UsernameAttributes"] is null
                && p.Properties["AdminCreateUserConfig"]?["AllowAdminCreateUserOnly"]?.ToString() != "true"
            );

    /// <summary>Those who write an attribute, each as the end of a sentence that begins with it.</summary>
    public IEnumerable<string> Of(string attribute)
    {
        // A client without a list writes every attribute that can be written.
        foreach (var client in templates.OfType("AWS::Cognito::UserPoolClient").Where(SignsUsersIn))
            if (client.Properties["WriteAttributes"] is not JsonArray list || list.Any(a => a!.ToString() == attribute))
            {
                var name = client.Text("ClientName") ?? client.LogicalId;
                if (IsMutable(attribute))
                    yield return $"writable by client \"{name}\"";
                else if (SelfSignUp)
                    yield return $"written at sign-up by client \"{name}\"";
            }

        foreach (var provider in templates.OfType("AWS::Cognito::UserPoolIdentityProvider"))
            if (provider.Properties["AttributeMapping"]?[attribute]?.ToString() is { } claim)
                yield return $"written from \"{claim}\" of provider \"{provider.Text("ProviderName")}\"";
    }

    /// <summary>Groups of another name that holds a part: those of the templates, and those that Cognito itself makes for the users of a provider.</summary>
    public IEnumerable<string> GroupsOfOthers(string part) =>
        [
            .. templates
                .OfType("AWS::Cognito::UserPoolGroup")
                .Select(g => g.Text("GroupName")!)
                .Where(name => name != part && name.Contains(part, StringComparison.Ordinal))
                .Select(name => $"the group \"{name}\""),
            .. templates
                .OfType("AWS::Cognito::UserPoolIdentityProvider")
                .Select(p => p.Text("ProviderName")!)
                .Where(name => $"{templates.Region}_?_{name}".Contains(part, StringComparison.Ordinal))
                .Select(name => $"the group of provider \"{name}\""),
        ];

    /// <summary>Whether an address only changes after the new one is verified.</summary>
    public bool KeepsVerified(string address)
    {
        if (!MayBeUnverified.Contains(address))
            return true;
        return templates
            .OfType("AWS::Cognito::UserPool")
            .All(p =>
                Has(p.Properties["AutoVerifiedAttributes"], address)
                && Has(p.Properties["UserAttributeUpdateSettings"]?["AttributesRequireVerificationBeforeUpdate"], address)
            );
    }

    private bool SelfSignUp =>
        templates
            .OfType("AWS::Cognito::UserPool")
            .Any(p => p.Properties["AdminCreateUserConfig"]?["AllowAdminCreateUserOnly"]?.ToString() != "true");

    private bool IsMutable(string attribute)
    {
        var name = attribute.StartsWith("custom:", StringComparison.Ordinal) ? attribute["custom:".Length..] : attribute;
        return !templates
            .OfType("AWS::Cognito::UserPool")
            .SelectMany(p => p.Properties["Schema"]?.AsArray() ?? [])
            .Any(a => a!["Name"]?.ToString() == name && a["Mutable"]?.ToString() == "false");
    }

    /// <summary>A client of client credentials alone has no user to write for.</summary>
    private static bool SignsUsersIn(Resource client) =>
        client.Properties["AllowedOAuthFlows"] is not JsonArray { Count: > 0 } flows
        || flows.Any(f => f!.ToString() != "client_credentials");

    private static bool Has(JsonNode? list, string value) => list is JsonArray array && array.Any(a => a!.ToString() == value);
}
