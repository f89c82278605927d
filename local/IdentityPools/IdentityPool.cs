using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.IdentityPools;

/// <summary>A deployed identity pool with what is attached to it.</summary>
internal sealed class IdentityPool(Deployed deployed, Resource resource)
{
    /// <summary>Its resource.</summary>
    public Resource Resource => resource;

    public const string Type = "AWS::Cognito::IdentityPool";

    public string Id => resource.Name;

    /// <summary>The name that it was given; CloudFormation makes one up from the stack otherwise.</summary>
    public string Name => resource.Text("IdentityPoolName") ?? $"{resource.Stack}-{resource.LogicalId}";

    public string Arn => $"arn:aws:cognito-identity:{deployed.Region}:{deployed.Account}:identitypool/{Id}";

    public Deployed Deployed => deployed;

    public JsonObject Properties => resource.Properties;

    public bool AllowsGuests => resource.Text("AllowUnauthenticatedIdentities") == "true";

    /// <summary>Only a plain no closes the classic flow: AWS leaves it open where a template says nothing.</summary>
    public bool ClosesClassicFlow => resource.Text("AllowClassicFlow") == "false";

    public JsonObject? Roles => Attachment?.Properties[nameof(Roles)] as JsonObject;

    /// <summary>Role mappings by provider; the key of a mapping stands for its provider where it names none.</summary>
    public IEnumerable<KeyValuePair<string, JsonObject>> RoleMappings =>
        (Attachment?.Properties[nameof(RoleMappings)] as JsonObject ?? []).Select(m =>
            KeyValuePair.Create(m.Value!["IdentityProvider"]?.ToString() ?? m.Key, m.Value.AsObject())
        );

    private Resource? Attachment => Attached("AWS::Cognito::IdentityPoolRoleAttachment").FirstOrDefault();

    /// <summary>The user pool clients whose tokens a provider's name stands for.</summary>
    public IEnumerable<JsonNode> ClientsOf(string provider) =>
        (Properties["CognitoIdentityProviders"] as JsonArray ?? []).Where(p => p!["ProviderName"]?.ToString() == provider)!;

    /// <summary>App ids of the social providers whose tokens it takes directly.</summary>
    public IEnumerable<KeyValuePair<string, string>> LoginProviders =>
        (Properties["SupportedLoginProviders"] as JsonObject ?? []).Select(p => KeyValuePair.Create(p.Key, p.Value!.ToString()));

    /// <summary>ARNs of the OIDC providers whose tokens it takes directly.</summary>
    public IEnumerable<string> OidcProviderArns => List("OpenIdConnectProviderARNs");

    /// <summary>ARNs of the SAML providers whose assertions it takes directly.</summary>
    public IEnumerable<string> SamlProviderArns => List("SamlProviderARNs");

    /// <summary>How it chooses roles and session tags.</summary>
    public IdentityPoolRoles Choice => new(deployed, resource);

    /// <summary>The identity pool that has an id.</summary>
    /// <exception cref="AwsException"><c>ResourceNotFoundException</c>.</exception>
    public static IdentityPool Find(Deployed deployed, string id) =>
        deployed.Find(Type, id) is { } pool
            ? new(deployed, pool)
            : throw new AwsException("ResourceNotFoundException", $"IdentityPool '{id}' not found.");

    private IEnumerable<string> List(string property) => (Properties[property] as JsonArray ?? []).Select(a => a!.ToString());

    private IEnumerable<Resource> Attached(string type) => deployed.OfType(type).Where(r => r.Text("IdentityPoolId") == Id);
}
