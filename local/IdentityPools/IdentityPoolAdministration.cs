using System.Text.Json.Nodes;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.IdentityPools;

/// <summary>The operations that need a signature and a permission.</summary>
internal sealed class IdentityPoolAdministration(IdentityStore store, IAuthorizer authorizer)
{
    /// <summary>Does an operation.</summary>
    public async Task<JsonObject> InvokeAsync(JsonCall call, Deployed deployed, CancellationToken cancel)
    {
        var input = new Input(call.Input);
        Func<JsonObject> answer = call.Operation switch
        {
            "DescribeIdentity" => () => Described(Find(input.IdentityId)),
            "ListIdentities" => () => ListIdentities(Pool(), input),
            "DeleteIdentities" => () => Delete(input),
            "DescribeIdentityPool" => () => Described(Pool()),
            "ListIdentityPools" => () => ListPools(deployed, input),
            "GetIdentityPoolRoles" => () => RolesOf(Pool()),
            "ListTagsForResource" => () => Tags(deployed, input.ResourceArn),
            "GetPrincipalTagAttributeMap" => () => TagsOf(Pool(), input.Provider),
            "GetOpenIdTokenForDeveloperIdentity" or "LookupDeveloperIdentity" or "MergeDeveloperIdentities" or "UnlinkDeveloperIdentity" =>
                () => throw NoDevelopers(Pool(), call.Operation),
            _ => throw new AwsException(
                "UnknownOperationException",
                $"{call.Operation} is not available in the local identity pool; what is configured, the templates configure."
            ),
        };
        if (call.Caller is Anonymous)
            throw new AwsException("MissingAuthenticationTokenException", "Missing Authentication Token");
        var resource =
            call.Operation is "ListIdentityPools" or "DescribeIdentity" or "DeleteIdentities" ? "*"
            : call.Operation == "ListTagsForResource" ? input.ResourceArn
            : $"arn:aws:cognito-identity:{deployed.Region}:{deployed.Account}:identitypool/{input.IdentityPoolId}";
        await authorizer.RequireAsync(call.Caller, new($"cognito-identity:{call.Operation}", resource), cancel);
        return answer();

        IdentityPool Pool() => IdentityPool.Find(deployed, input.IdentityPoolId);
    }

    private static JsonObject Tags(Deployed deployed, string arn) =>
        deployed.Find(IdentityPool.Type, arn.Split('/')[^1]) is { } pool
            ? new() { ["Tags"] = ResourceTags.Map(pool) }
            : throw new AwsException("ResourceNotFoundException", $"Resource {arn} not found.");

    private JsonObject ListIdentities(IdentityPool pool, Input input)
    {
        var page = store.List(pool.Id, input.NextToken ?? string.Empty, input.MaxResults, input.HidesDisabled);
        var answer = new JsonObject { ["IdentityPoolId"] = pool.Id, ["Identities"] = new JsonArray([.. page.Select(Described)]) };
        if (page.Count == input.MaxResults && store.List(pool.Id, page[^1].Id, 1, input.HidesDisabled).Count > 0)
            answer["NextToken"] = page[^1].Id;
        return answer;
    }

    private JsonObject Delete(Input input)
    {
        foreach (var id in input.List("IdentityIdsToDelete", 60))
            store.Delete(id);
        return new() { ["UnprocessedIdentityIds"] = new JsonArray() };
    }

    private Identity Find(string id) => store.Find(id) ?? throw IdentityErrors.UnknownIdentity(id);

    private static JsonObject Described(Identity identity) =>
        new()
        {
            ["IdentityId"] = identity.Id,
            ["Logins"] = new JsonArray([.. identity.Logins.Select(l => JsonValue.Create(l))]),
            ["CreationDate"] = identity.Created.ToUnixTimeMilliseconds() / 1000.0,
            ["LastModifiedDate"] = identity.Modified.ToUnixTimeMilliseconds() / 1000.0,
        };

    private static JsonObject Described(IdentityPool pool)
    {
        var described = new JsonObject
        {
            ["IdentityPoolId"] = pool.Id,
            ["IdentityPoolName"] = pool.Name,
            ["AllowUnauthenticatedIdentities"] = pool.AllowsGuests,
        };
        foreach (
            var property in new[]
            {
                "AllowClassicFlow",
                "CognitoIdentityProviders",
                "SupportedLoginProviders",
                "OpenIdConnectProviderARNs",
                "SamlProviderARNs",
                "DeveloperProviderName",
            }
        )
            if (pool.Properties[property] is { } value)
                described[property] = value.DeepClone();
        described["IdentityPoolTags"] = ResourceTags.Map(pool.Resource);
        return described;
    }

    private static JsonObject ListPools(Deployed deployed, Input input)
    {
        var pools = deployed
            .OfType(IdentityPool.Type)
            .Select(r => new IdentityPool(deployed, r))
            .OrderBy(p => p.Id, StringComparer.Ordinal)
            .Where(p => string.CompareOrdinal(p.Id, input.NextToken) > 0)
            .ToList();
        var page = pools.Take(input.MaxResults).ToList();
        var answer = new JsonObject
        {
            ["IdentityPools"] = new JsonArray([
                .. page.Select(p => new JsonObject { ["IdentityPoolId"] = p.Id, ["IdentityPoolName"] = p.Name }),
            ]),
        };
        if (pools.Count > page.Count)
            answer["NextToken"] = page[^1].Id;
        return answer;
    }

    private static JsonObject RolesOf(IdentityPool pool)
    {
        var answer = new JsonObject { ["IdentityPoolId"] = pool.Id, ["Roles"] = pool.Roles?.DeepClone() ?? new JsonObject() };
        var mappings = new JsonObject(pool.RoleMappings.Select(m => KeyValuePair.Create(m.Key, (JsonNode?)WithoutProvider(m.Value))));
        if (mappings.Count > 0)
            answer["RoleMappings"] = mappings;
        return answer;
    }

    private static JsonObject TagsOf(IdentityPool pool, string provider) =>
        new()
        {
            ["IdentityPoolId"] = pool.Id,
            ["IdentityProviderName"] = provider,
            ["PrincipalTags"] = new JsonObject(pool.Choice.TagClaims(provider).Select(t => KeyValuePair.Create(t.Key, (JsonNode?)t.Value))),
        };

    /// <summary>A pool without a developer provider knows no developer's identities; one with such a provider is more than this machine can be.</summary>
    /// <remarks>Source: Amazon Cognito Developer Guide, "Developer-authenticated identities"
    /// (https://docs.aws.amazon.com/cognito/latest/developerguide/developer-authenticated-identities.html).</remarks>
    private static AwsException NoDevelopers(IdentityPool pool, string operation) =>
        pool.Properties["DeveloperProviderName"] is null
            ? new("InvalidParameterException", "Please provide a valid developer provider: the identity pool has none.")
            : new("UnknownOperationException", $"{operation} is not available in the local identity pool: it has no developer identities.");

    private static JsonObject WithoutProvider(JsonObject mapping)
    {
        var copy = mapping.DeepClone().AsObject();
        copy.Remove("IdentityProvider");
        return copy;
    }
}
