using System.Text.Json.Nodes;
using CognitoStack.Local.Access;
using CognitoStack.Local.IdentityPools;

namespace CognitoStack.Local.Tests.IdentityPools;

public sealed class AdministrationTests : IDisposable
{
    private static readonly Administrator Administrator = new(World.Account);
    private readonly World world = new();

    public void Dispose() => world.Dispose();

    public static TheoryData<string> Operations =>
        [
            "DescribeIdentity",
            "ListIdentities",
            "DeleteIdentities",
            "DescribeIdentityPool",
            "ListIdentityPools",
            "GetIdentityPoolRoles",
            "GetPrincipalTagAttributeMap",
        ];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Nobody_administers_without_a_signature_and_without_a_permission(string operation)
    {
        var ann = await world.GetIdAsync(World.Logins(world.Users.IdToken("ann")));
        var input = new JsonObject
        {
            ["IdentityId"] = ann,
            ["IdentityPoolId"] = World.PoolId,
            ["MaxResults"] = 10,
            ["IdentityIdsToDelete"] = new JsonArray(ann),
            ["IdentityProviderName"] = World.Provider,
        };
        await World.RefusedAsync(
            () => world.CallAsync(operation, input),
            "MissingAuthenticationTokenException",
            "Missing Authentication Token"
        );
        var session = new RoleSession
        {
            RoleArn = World.Role("Member"),
            SessionName = "s",
            Expires = DateTimeOffset.MaxValue,
        };
        Assert.Equal(
            "AccessDeniedException",
            (await Assert.ThrowsAsync<Local.Http.AwsException>(() => world.CallAsync(operation, input, session))).Code
        );
        Assert.Equal($"cognito-identity:{operation}", world.Authorizer.Asked[^1].Action);
        Assert.Equal(ann, await world.GetIdAsync(World.Logins(world.Users.IdToken("ann"))));
        await world.CallAsync(operation, input, Administrator);
    }

    [Theory]
    [InlineData("GetOpenIdTokenForDeveloperIdentity")]
    [InlineData("LookupDeveloperIdentity")]
    [InlineData("MergeDeveloperIdentities")]
    [InlineData("UnlinkDeveloperIdentity")]
    public async Task A_pool_without_a_developer_provider_knows_no_developers_identities(string operation)
    {
        var input = new JsonObject
        {
            ["IdentityPoolId"] = World.PoolId,
            ["Logins"] = new JsonObject { ["login.example"] = "ann" },
        };
        await World.RefusedAsync(
            () => world.CallAsync(operation, input),
            "MissingAuthenticationTokenException",
            "Missing Authentication Token"
        );
        await World.RefusedAsync(
            () => world.CallAsync(operation, input, Administrator),
            "InvalidParameterException",
            "Please provide a valid developer provider: the identity pool has none."
        );
    }

    [Fact]
    public async Task An_identity_is_described()
    {
        var ann = await world.GetIdAsync(World.Logins(world.Users.IdToken("ann")));
        var described = await world.CallAsync("DescribeIdentity", new() { ["IdentityId"] = ann }, Administrator);
        Assert.Equal([World.Provider], described["Logins"]!.AsArray().Select(l => l!.ToString()));
        Assert.Equal(world.Clock.GetUtcNow().ToUnixTimeSeconds(), described["CreationDate"]!.GetValue<double>());
    }

    [Fact]
    public async Task Identities_are_listed_page_by_page_and_each_once()
    {
        for (var i = 0; i < 5; i++)
            await world.GetIdAsync();
        var (seen, pages, token) = (new List<string>(), 0, (string?)null);
        do
        {
            var page = await world.CallAsync(
                "ListIdentities",
                new()
                {
                    ["IdentityPoolId"] = World.PoolId,
                    ["MaxResults"] = 2,
                    ["NextToken"] = token,
                },
                Administrator
            );
            seen.AddRange(page["Identities"]!.AsArray().Select(i => i!["IdentityId"]!.ToString()));
            (pages, token) = (pages + 1, page["NextToken"]?.ToString());
        } while (token is not null);
        Assert.Equal((5, 5, 3), (seen.Count, seen.Distinct().Count(), pages));
    }

    [Fact]
    public async Task An_identity_that_ended_may_be_hidden()
    {
        var (known, guest) = (await world.GetIdAsync(World.Logins(world.Users.IdToken("ann", "plain"))), await world.GetIdAsync());
        await world.GetCredentialsAsync(guest, World.Logins(world.Users.IdToken("ann", "plain")));
        Assert.Equal(2, await CountAsync(false));
        Assert.Equal(1, await CountAsync(true));

        async Task<int> CountAsync(bool hides) => (
                await world.CallAsync(
                    "ListIdentities",
                    new()
                    {
                        ["IdentityPoolId"] = World.PoolId,
                        ["MaxResults"] = 60,
                        ["HideDisabled"] = hides,
                    },
                    Administrator
                )
            )["Identities"]!.AsArray().Count;
    }

    [Fact]
    public async Task A_deleted_identity_is_gone_with_its_logins()
    {
        var ann = await world.GetIdAsync(World.Logins(world.Users.IdToken("ann")));
        await world.CallAsync("DeleteIdentities", new() { ["IdentityIdsToDelete"] = new JsonArray(ann) }, Administrator);
        await World.RefusedAsync(
            () => world.GetCredentialsAsync(ann, World.Logins(world.Users.IdToken("ann"))),
            "ResourceNotFoundException",
            $"Identity '{ann}' not found."
        );
        Assert.NotEqual(ann, await world.GetIdAsync(World.Logins(world.Users.IdToken("ann"))));
    }

    [Fact]
    public async Task A_pool_is_described_as_deployed()
    {
        var pool = await world.CallAsync("DescribeIdentityPool", new() { ["IdentityPoolId"] = World.PoolId }, Administrator);
        Assert.Equal(
            ("pool", true, 3),
            (
                pool["IdentityPoolName"]!.ToString(),
                pool["AllowUnauthenticatedIdentities"]!.GetValue<bool>(),
                pool["CognitoIdentityProviders"]!.AsArray().Count
            )
        );
        Assert.Equal(
            $"arn:aws:cognito-identity:us-east-1:{World.Account}:identitypool/{World.PoolId}",
            world.Authorizer.Asked[^1].Resource
        );
        var pools = await world.CallAsync("ListIdentityPools", new() { ["MaxResults"] = 1 }, Administrator);
        Assert.Equal(World.PoolId, pools["IdentityPools"]![0]!["IdentityPoolId"]!.ToString());
        Assert.Null(pools["NextToken"]);
    }

    [Fact]
    public async Task Roles_and_mappings_are_told_by_provider()
    {
        var roles = await world.CallAsync("GetIdentityPoolRoles", new() { ["IdentityPoolId"] = World.PoolId }, Administrator);
        Assert.Equal(World.Role("Guest"), roles["Roles"]!["unauthenticated"]!.ToString());
        Assert.Equal("Token", roles["RoleMappings"]![$"{World.Provider}:web"]!["Type"]!.ToString());
        Assert.Null(roles["RoleMappings"]![$"{World.Provider}:web"]!["IdentityProvider"]);
    }

    [Fact]
    public Task What_would_change_the_pool_is_not_available() =>
        World.RefusedAsync(
            () => world.CallAsync("SetIdentityPoolRoles", [], Administrator),
            "UnknownOperationException",
            "SetIdentityPoolRoles is not available in the local identity pool; what is configured, the templates configure."
        );

    [Theory]
    [InlineData("0", "Value '0' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 1")]
    [InlineData("61", "Value '61' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 60")]
    [InlineData("null", "Value null at 'maxResults' failed to satisfy constraint: Member must not be null")]
    public Task A_page_has_one_to_sixty(string count, string message) =>
        World.RefusedAsync(
            () => world.CallAsync("ListIdentityPools", new() { ["MaxResults"] = JsonNode.Parse(count) }, Administrator),
            "ValidationException",
            $"1 validation error detected: {message}"
        );

    [Fact]
    public void Every_property_that_a_shipped_template_sets_is_honoured_or_named()
    {
        var supports = new IdentityPoolSupport().Types.ToDictionary(t => t.Type);
        var snapshots = Path.Combine(Root(), "infra.tests", "__snapshots__");
        var seen = 0;
        foreach (var file in Directory.GetFiles(snapshots, "*_Authorization.snap"))
        foreach (var resource in JsonNode.Parse(File.ReadAllText(file))!["Resources"]!.AsObject().Select(r => r.Value!))
            if (supports.TryGetValue(resource["Type"]!.ToString(), out var support))
                foreach (var property in resource["Properties"]!.AsObject().Select(p => p.Key))
                {
                    seen++;
                    Assert.True(support.Honours.Contains(property) || support.Ignores.ContainsKey(property), $"{support.Type}.{property}");
                }

        Assert.True(seen > 20);
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "CognitoStack.sln")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
