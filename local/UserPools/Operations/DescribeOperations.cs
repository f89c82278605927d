using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools.Operations;

/// <summary>Tells what is deployed, and who is in it.</summary>
internal sealed class DescribeOperations(Pools pools, Database database, Paging paging) : IOperations
{
    // What a template says in the words of the API.
    private static readonly string[] PoolProperties =
    [
        "Policies",
        "DeletionProtection",
        "LambdaConfig",
        "AutoVerifiedAttributes",
        "AliasAttributes",
        "UsernameAttributes",
        "SmsVerificationMessage",
        "EmailVerificationMessage",
        "EmailVerificationSubject",
        "VerificationMessageTemplate",
        "SmsAuthenticationMessage",
        "UserAttributeUpdateSettings",
        "DeviceConfiguration",
        "EmailConfiguration",
        "SmsConfiguration",
        "UserPoolTags",
        "AdminCreateUserConfig",
        "UserPoolAddOns",
        "UsernameConfiguration",
        "AccountRecoverySetting",
        "UserPoolTier",
    ];

    private static readonly string[] NotOfClients = ["GenerateSecret"];

    public bool AreForAdministrators => true;

    public IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>
        {
            ["ListUsers"] = call =>
            {
                var pool = call.PoolScope().Pool;
                var filter = UserFilter.Parse(call.Text("Filter"));
                return Task.FromResult(
                    paging.Users(
                        call,
                        "PaginationToken",
                        call.Texts("AttributesToGet"),
                        (after, limit) => database.Read(sql => sql.List(pool.Id, filter, after, limit))
                    )
                );
            },
            ["ListUserPools"] = call =>
                Task.FromResult(
                    paging.Items(
                        call,
                        "UserPools",
                        [.. pools.All.OrderBy(p => p.Id, StringComparer.Ordinal)],
                        p => new JsonObject { ["Id"] = p.Id, ["Name"] = Name(p) },
                        "MaxResults"
                    )
                ),
            ["DescribeUserPool"] = call => Task.FromResult(new JsonObject { ["UserPool"] = Describe(call.PoolScope().Pool) }),
            ["ListUserPoolClients"] = call =>
            {
                var pool = call.PoolScope().Pool;
                return Task.FromResult(
                    paging.Items(
                        call,
                        "UserPoolClients",
                        [.. pool.Clients.Values.OrderBy(c => c.Id, StringComparer.Ordinal)],
                        c => new JsonObject
                        {
                            ["ClientId"] = c.Id,
                            ["UserPoolId"] = pool.Id,
                            ["ClientName"] = ClientName(c),
                        },
                        "MaxResults"
                    )
                );
            },
            ["DescribeUserPoolClient"] = call =>
                Task.FromResult(new JsonObject { ["UserPoolClient"] = Describe(call.PoolAndClientScope().RequiredClient) }),
            ["GetUserPoolMfaConfig"] = call =>
            {
                return Task.FromResult(FactorDescription.Of(call.PoolScope().Pool));
            },
            ["ListTagsForResource"] = call =>
            {
                var arn = call.Required("ResourceArn");
                var pool = pools.All.FirstOrDefault(p => p.Arn == arn) ?? throw Error.NotFound("Resource not found.");
                return Task.FromResult(new JsonObject { ["Tags"] = ResourceTags.Map(pool.Resource) });
            },
        };

    private JsonObject Describe(UserPool pool)
    {
        var json = new JsonObject
        {
            ["Id"] = pool.Id,
            ["Name"] = Name(pool),
            ["Arn"] = pool.Arn,
            ["MfaConfiguration"] = pool.Mfa,
        };
        foreach (var name in PoolProperties.Where(pool.Resource.Properties.ContainsKey))
            json[name] = pool.Resource.Properties[name]?.DeepClone();
        json["SchemaAttributes"] = new JsonArray([.. pool.Schema.Attributes.Select(a => a.Describe())]);
        json["EstimatedNumberOfUsers"] = database.Read(sql => sql.CountUsers(pool.Id));
        return json;
    }

    private static JsonObject Describe(AppClient client)
    {
        var json = (JsonObject)client.Resource.Properties.DeepClone();
        foreach (var name in NotOfClients)
            json.Remove(name);
        json["ClientId"] = client.Id;
        json["ClientName"] = ClientName(client);
        if (client.Secret is not null)
            json["ClientSecret"] = client.Secret;
        return json;
    }

    private static string Name(UserPool pool) => pool.Resource.Text("UserPoolName") ?? pool.Resource.LogicalId;

    private static string ClientName(AppClient client) => client.Resource.Text("ClientName") ?? client.Resource.LogicalId;
}
