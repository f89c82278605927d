using System.Text.Json.Nodes;
using CognitoStack.Local.Coverage;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools.Operations;

/// <summary>Administrators change a deployed user pool and its app clients by hand.</summary>
/// <remarks>What a call does not speak of goes back to its default. Source: Amazon Cognito user pools API Reference, "UpdateUserPool", "UpdateUserPoolClient", "UpdateIdentityProvider" and "AddCustomAttributes"
/// (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPool.html).</remarks>
internal sealed class PoolChanges(IResourceChanges changes) : IOperations
{
    private static readonly SupportTable Support = new([new UserPoolSupport()]);

    // What no call changes, and what other calls do.
    private static readonly HashSet<string> OfPool =
    [
        "AliasAttributes",
        "EmailAuthenticationMessage",
        "EmailAuthenticationSubject",
        "EnabledMfas",
        "Schema",
        "UserPoolName",
        "UsernameAttributes",
        "UsernameConfiguration",
        "WebAuthnFactorConfiguration",
        "WebAuthnRelyingPartyID",
        "WebAuthnUserVerification",
    ];

    private static readonly HashSet<string> OfClient = ["UserPoolId", "GenerateSecret", "ClientName"];

    private static readonly string[] OfProvider = ["ProviderDetails", "AttributeMapping", "IdpIdentifiers"];

    public bool AreForAdministrators => true;

    public IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>
        {
            ["UpdateUserPool"] = async call =>
            {
                var pool = call.PoolScope().Pool.Resource;
                await ChangeAsync(
                    call,
                    pool,
                    properties =>
                    {
                        Replace(properties, call.Input, OfPool, "UserPoolId", "PoolName");
                        if (call.Text("PoolName") is { } name)
                            properties["UserPoolName"] = name;
                    }
                );
                return [];
            },
            ["AddCustomAttributes"] = async call =>
            {
                var added =
                    call.Input["CustomAttributes"] as JsonArray
                    ?? throw Error.InvalidParameter(
                        "1 validation error detected: Value null at 'customAttributes' failed to satisfy constraint: Member must not be null"
                    );
                await ChangeAsync(
                    call,
                    call.PoolScope().Pool.Resource,
                    properties =>
                    {
                        if (properties["Schema"] is not JsonArray schema)
                            properties["Schema"] = schema = [];
                        foreach (var attribute in added)
                        {
                            var name = attribute?["Name"]?.ToString();
                            if (schema.Any(a => a?["Name"]?.ToString() == name))
                                throw Error.InvalidParameter($"custom:{name}: Existing attribute already has name custom:{name}.");
                            schema.Add(attribute?.DeepClone());
                        }
                    }
                );
                return [];
            },
            ["UpdateIdentityProvider"] = async call =>
            {
                call.RequireOnly([.. OfProvider, "UserPoolId", "ProviderName"]);
                var (pool, name) = (call.PoolScope().Pool, call.Required("ProviderName"));
                var provider =
                    pool.Deployed.OfType(PoolProvider.Type)
                        .FirstOrDefault(r => r.Text("UserPoolId") == pool.Id && r.Text("ProviderName") == name)
                    ?? throw Error.NotFound($"Identity provider {name} does not exist.");
                await ChangeAsync(
                    call,
                    provider,
                    properties =>
                    {
                        foreach (var member in OfProvider.Where(call.Input.ContainsKey))
                            properties[member] = call.Input[member]?.DeepClone();
                    }
                );
                var described = (JsonObject)provider.Properties.DeepClone();
                foreach (var member in OfProvider.Where(call.Input.ContainsKey))
                    described[member] = call.Input[member]?.DeepClone();
                return new() { ["IdentityProvider"] = described };
            },
            ["UpdateUserPoolClient"] = async call =>
            {
                var (pool, client) = (call.PoolScope().Pool.Id, call.PoolAndClientScope().RequiredClient);
                await ChangeAsync(
                    call,
                    client.Resource,
                    properties =>
                    {
                        Replace(properties, call.Input, OfClient, "UserPoolId", "ClientId");
                        if (call.Text("ClientName") is { } name)
                            properties["ClientName"] = name;
                    }
                );
                var described = client.Resource.Properties.DeepClone().AsObject();
                Replace(described, call.Input, OfClient, "ClientId");
                described.Remove("GenerateSecret");
                (described["ClientId"], described["UserPoolId"]) = (client.Id, pool);
                return new() { ["UserPoolClient"] = described };
            },
        };

    private static void Replace(JsonObject properties, JsonObject input, HashSet<string> kept, params string[] names)
    {
        foreach (var property in properties.Select(p => p.Key).Where(p => !kept.Contains(p)).ToList())
            properties.Remove(property);
        foreach (var (member, value) in input.Where(m => !names.Contains(m.Key) && !kept.Contains(m.Key)))
            properties[member] = value?.DeepClone();
    }

    /// <summary>What no part of the host honours in a template, it does not in a call.</summary>
    private static void RequireHonoured(Resource resource, Action<JsonObject> change)
    {
        var next = resource with { Properties = resource.Properties.DeepClone().AsObject() };
        change(next.Properties);
        if (Support.Unknown(next).Except(Support.Unknown(resource)).FirstOrDefault() is { } unknown)
            throw Error.InvalidParameter($"{unknown} is not available here.");
    }

    private async Task ChangeAsync(Call call, Resource resource, Action<JsonObject> change)
    {
        RequireHonoured(resource, change);
        try
        {
            await changes.ChangeAsync(resource, change, call.Cancel);
        }
        catch (Exception e) when (e is DeploymentException or TemplateException)
        {
            throw Error.InvalidParameter(e.Message);
        }
    }
}
