using System.Text.Json.Nodes;

namespace CognitoStack.Local.Tests.IdentityPools;

public sealed class IdentityTests : IDisposable
{
    private const string Mismatch = "Logins don't match. Please include at least one valid login for this identity or identity pool.";
    private readonly World world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task The_same_user_has_the_same_identity_through_every_client_and_after_a_restart()
    {
        var first = await world.GetIdAsync(Ann());
        Assert.Equal(first, await world.GetIdAsync(Ann("mobile")));
        world.Restart();
        Assert.Equal(first, await world.GetIdAsync(Ann()));
    }

    [Fact]
    public async Task Two_users_have_two_identities_and_every_guest_has_a_new_one() =>
        Assert.Equal(
            4,
            new HashSet<string>
            {
                await world.GetIdAsync(Ann()),
                await world.GetIdAsync(Bob()),
                await world.GetIdAsync(),
                await world.GetIdAsync(),
            }.Count
        );

    [Fact]
    public async Task A_user_who_signs_in_at_the_same_time_twice_has_one_identity()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => world.GetIdAsync(Ann()))));
        Assert.Single(all.Distinct());
    }

    [Fact]
    public async Task A_guest_gets_credentials_for_an_hour()
    {
        var guest = await world.GetIdAsync();
        var answer = await world.GetCredentialsAsync(guest);
        Assert.Equal(guest, answer["IdentityId"]!.ToString());
        Assert.Equal(world.Clock.GetUtcNow().AddHours(1).ToUnixTimeSeconds(), answer["Credentials"]!["Expiration"]!.GetValue<long>());
        Assert.Equal("secret", answer["Credentials"]!["SecretKey"]!.ToString());
        Assert.Equal(
            (World.Role("Guest"), "CognitoIdentityCredentials", true),
            (world.LastSession.RoleArn, world.LastSession.SessionName, world.LastSession.IsGuest)
        );
        Assert.Equal(
            new Dictionary<string, string>
            {
                [$"{World.Cognito}:sub"] = guest,
                [$"{World.Cognito}:aud"] = World.PoolId,
                [$"{World.Cognito}:amr"] = "unauthenticated",
            },
            world.LastSession.Variables
        );
        Assert.Equal("""["unauthenticated"]""", world.Authorizer.TrustContext![$"{World.Cognito}:amr"]!.ToJsonString());
    }

    [Fact]
    public async Task A_user_s_session_says_who_it_is_and_how_they_signed_in()
    {
        var identity = await world.GetIdAsync(Ann("plain"));
        await world.GetCredentialsAsync(identity, Ann("plain"));
        Assert.Equal((World.Role("Member"), false), (world.LastSession.RoleArn, world.LastSession.IsGuest));
        Assert.Equal(identity, world.LastSession.Variables[$"{World.Cognito}:sub"]);
        Assert.Equal(identity, world.Authorizer.TrustContext![$"{World.Cognito}:sub"]!.ToString());
        Assert.Equal(World.PoolId, world.Authorizer.TrustContext[$"{World.Cognito}:aud"]!.ToString());
        Assert.Equal(
            ["authenticated", World.Provider, $"{World.Provider}:CognitoSignIn:ann"],
            world.Authorizer.TrustContext[$"{World.Cognito}:amr"]!.AsArray().Select(m => m!.ToString())
        );
    }

    [Fact]
    public async Task A_guest_who_signs_in_keeps_the_identity_and_is_no_guest_any_more()
    {
        var guest = await world.GetIdAsync();
        Assert.Equal(guest, (await world.GetCredentialsAsync(guest, Ann("plain")))["IdentityId"]!.ToString());
        world.Restart();
        Assert.Equal(guest, await world.GetIdAsync(Ann()));
        await World.RefusedAsync(
            () => world.GetCredentialsAsync(guest),
            "NotAuthorizedException",
            $"Access to Identity '{guest}' is forbidden."
        );
    }

    [Fact]
    public async Task A_guest_who_turns_out_to_be_somebody_known_becomes_them_and_ends_as_a_guest()
    {
        var known = await world.GetIdAsync(Ann());
        var guest = await world.GetIdAsync();
        Assert.Equal(known, (await world.GetCredentialsAsync(guest, Ann("plain")))["IdentityId"]!.ToString());
        Assert.Equal(known, world.LastSession.Variables[$"{World.Cognito}:sub"]);
        await World.RefusedAsync(
            () => world.GetCredentialsAsync(guest),
            "NotAuthorizedException",
            $"Access to Identity '{guest}' is forbidden."
        );
        await World.RefusedAsync(() => world.GetCredentialsAsync(guest, Bob()), "NotAuthorizedException", Mismatch);
        Assert.Equal(known, (await world.GetCredentialsAsync(guest, Ann("plain")))["IdentityId"]!.ToString());
    }

    [Fact]
    public async Task Another_user_s_login_opens_no_identity_whether_or_not_they_have_one()
    {
        var ann = await world.GetIdAsync(Ann());
        await World.RefusedAsync(() => world.GetCredentialsAsync(ann, Bob()), "NotAuthorizedException", Mismatch);
        await world.GetIdAsync(Bob());
        await World.RefusedAsync(() => world.GetCredentialsAsync(ann, Bob()), "NotAuthorizedException", Mismatch);
        Assert.Empty(world.Issuer.Sessions);
    }

    [Fact]
    public async Task An_identity_of_a_user_is_closed_without_a_login()
    {
        var ann = await world.GetIdAsync(Ann());
        await World.RefusedAsync(
            () => world.GetCredentialsAsync(ann),
            "NotAuthorizedException",
            $"Access to Identity '{ann}' is forbidden."
        );
        await World.RefusedAsync(
            () => world.GetCredentialsAsync(ann, []),
            "NotAuthorizedException",
            $"Access to Identity '{ann}' is forbidden."
        );
    }

    [Fact]
    public async Task Guests_are_refused_where_they_are_off_and_users_are_not()
    {
        using var closed = new World(p => p["AllowUnauthenticatedIdentities"] = false);
        const string Refusal = "Unauthenticated access is not supported for this identity pool.";
        await World.RefusedAsync(() => closed.GetIdAsync(), "NotAuthorizedException", Refusal);
        await World.RefusedAsync(() => closed.GetIdAsync([]), "NotAuthorizedException", Refusal);
        Assert.Equal("Member", await closed.RoleOfAsync(closed.Users.IdToken("ann", "plain")));
    }

    [Fact]
    public async Task A_guest_ends_when_a_deployment_closes_the_pool_to_guests_and_may_still_sign_in()
    {
        var guest = await world.GetIdAsync();
        world.Redeploy(p => p["AllowUnauthenticatedIdentities"] = false);
        await World.RefusedAsync(
            () => world.GetCredentialsAsync(guest),
            "NotAuthorizedException",
            "Unauthenticated access is not supported for this identity pool."
        );
        Assert.Equal(guest, (await world.GetCredentialsAsync(guest, Ann("plain")))["IdentityId"]!.ToString());
    }

    [Fact]
    public void Two_user_pools_logins_are_linked_and_each_leads_to_the_same_identity_alone()
    {
        var logins = new List<Local.IdentityPools.Login> { new("one", "c", "ann", []), new("two", "c", "anna", []) };
        using var store = new Local.IdentityPools.IdentityStore(new(Path.Combine(world.Folder, "store")), world.Clock);
        var both = store.SignIn("us-east-1", World.PoolId, logins);
        Assert.Equal(["one", "two"], both.Logins);
        Assert.Equal(both.Id, store.SignIn("us-east-1", World.PoolId, [logins[1]]).Id);
        Assert.NotEqual(both.Id, store.SignIn("us-east-1", "another pool", [logins[1]]).Id);

        store.Unlink(both, ["two"]);
        var split = store.SignIn("us-east-1", World.PoolId, [logins[1]]);
        Assert.NotEqual(both.Id, split.Id);
        var conflict = Assert.Throws<Local.Http.AwsException>(() => store.SignIn("us-east-1", World.PoolId, logins));
        Assert.Equal("ResourceConflictException", conflict.Code);
        Assert.Equal("ResourceConflictException", Assert.Throws<Local.Http.AwsException>(() => store.SignInAs(both, logins)).Code);

        // With one's own login comes another, unknown one: it is linked. A second user of the same provider is not.
        Assert.Equal(both.Id, store.SignInAs(both, [logins[0], new("three", "c", "a", [])]).Id);
        Assert.Equal(["one", "three"], store.Find(both.Id)!.Logins);
        Assert.Equal(
            Mismatch,
            Assert.Throws<Local.Http.AwsException>(() => store.SignInAs(both, [logins[0], new("three", "c", "b", [])])).Message
        );
    }

    [Fact]
    public async Task An_identity_without_any_login_left_is_no_guest()
    {
        var ann = await world.GetIdAsync(Ann());
        await world.CallAsync("UnlinkIdentity", Unlink(ann, Ann()));
        await World.RefusedAsync(
            () => world.GetCredentialsAsync(ann),
            "NotAuthorizedException",
            $"Access to Identity '{ann}' is forbidden."
        );
        await World.RefusedAsync(() => world.GetCredentialsAsync(ann, Ann()), "NotAuthorizedException", Mismatch);
        Assert.NotEqual(ann, await world.GetIdAsync(Ann()));
    }

    [Fact]
    public async Task Only_its_own_user_unlinks_an_identity()
    {
        var ann = await world.GetIdAsync(Ann());
        await World.RefusedAsync(() => world.CallAsync("UnlinkIdentity", Unlink(ann, Bob())), "NotAuthorizedException", Mismatch);
        await World.RefusedAsync(() => world.CallAsync("UnlinkIdentity", Unlink(ann, [])), "NotAuthorizedException", Mismatch);
        Assert.Equal(ann, await world.GetIdAsync(Ann()));
    }

    [Fact]
    public async Task A_pool_and_an_identity_that_are_not_there_are_not_found()
    {
        const string Id = "us-east-1:11111111-0000-4000-8000-000000000009";
        await World.RefusedAsync(
            () => world.CallAsync("GetId", new() { ["IdentityPoolId"] = Id }),
            "ResourceNotFoundException",
            $"IdentityPool '{Id}' not found."
        );
        await World.RefusedAsync(() => world.GetCredentialsAsync(Id), "ResourceNotFoundException", $"Identity '{Id}' not found.");
        await World.RefusedAsync(() => world.GetCredentialsAsync(Id, Ann()), "ResourceNotFoundException", $"Identity '{Id}' not found.");
        await World.RefusedAsync(
            () => world.CallAsync("GetOpenIdToken", new() { ["IdentityId"] = Id }),
            "ResourceNotFoundException",
            $"Identity '{Id}' not found."
        );
    }

    [Theory]
    [InlineData("us-east-1_Users", @"Member must satisfy regular expression pattern: [\w-]+:[0-9a-f-]+")]
    [InlineData("us-east-1:ABC", @"Member must satisfy regular expression pattern: [\w-]+:[0-9a-f-]+")]
    [InlineData("us-east-1:abc\n", @"Member must satisfy regular expression pattern: [\w-]+:[0-9a-f-]+")]
    [InlineData("us-east-1:00000000-0000-4000-8000-00000000000000000000000000", "Member must have length less than or equal to 55")]
    [InlineData("", "Member must have length greater than or equal to 1")]
    public async Task A_malformed_id_is_refused_with_the_constraint(string id, string constraint)
    {
        await World.RefusedAsync(
            () => world.CallAsync("GetId", new() { ["IdentityPoolId"] = id }),
            "ValidationException",
            $"1 validation error detected: Value '{id}' at 'identityPoolId' failed to satisfy constraint: {constraint}"
        );
        await World.RefusedAsync(
            () => world.GetCredentialsAsync(id),
            "ValidationException",
            $"1 validation error detected: Value '{id}' at 'identityId' failed to satisfy constraint: {constraint}"
        );
    }

    [Fact]
    public Task A_missing_id_is_refused() =>
        World.RefusedAsync(
            () => world.CallAsync("GetId", []),
            "ValidationException",
            "1 validation error detected: Value null at 'identityPoolId' failed to satisfy constraint: Member must not be null"
        );

    private JsonObject Ann(string client = "web") => World.Logins(world.Users.IdToken("ann", client));

    private JsonObject Bob() => World.Logins(world.Users.IdToken("bob"));

    private static JsonObject Unlink(string identity, JsonObject logins) =>
        new()
        {
            ["IdentityId"] = identity,
            ["Logins"] = logins,
            ["LoginsToRemove"] = new JsonArray(World.Provider),
        };
}
