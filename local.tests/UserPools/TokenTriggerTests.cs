using System.Text.Json.Nodes;

namespace CognitoStack.Local.Tests.UserPools;

public sealed class TokenTriggerTests(PoolHost host) : IClassFixture<PoolHost>
{
    [Fact]
    public async Task A_function_changes_claims_and_groups_but_not_who_somebody_is()
    {
        Deploy(
            new { PreTokenGeneration = Templates.FunctionArn },
            null,
            Templates.Group("readers", 5, "arn:aws:iam::111122223333:role/Reader")
        );
        var email = await host.UserAsync();
        await host.AdminAsync("AdminAddUserToGroup", new { Username = email, GroupName = "readers" });
        host.Functions.Answer = e =>
        {
            Assert.Equal(
                """{"groupsToOverride":["readers"],"iamRolesToOverride":["arn:aws:iam::111122223333:role/Reader"],"preferredRole":"arn:aws:iam::111122223333:role/Reader"}""",
                e["request"]!["groupConfiguration"]!.ToJsonString()
            );
            return Response(
                e,
                new
                {
                    claimsOverrideDetails = new
                    {
                        claimsToAddOrOverride = new
                        {
                            plan = "gold",
                            email_verified = "maybe",
                            sub = "boss",
                            aud = "other",
                            iss = "me",
                        },
                        claimsToSuppress = new[] { "email_verified", "token_use" },
                        groupOverrideDetails = new
                        {
                            groupsToOverride = new[] { "vips" },
                            iamRolesToOverride = new[] { "R" },
                            preferredRole = "R",
                        },
                    },
                }
            );
        };
        var (id, access, _) = await host.TokensAsync(email);
        var (claims, accessClaims) = (PoolHost.Claims(id), PoolHost.Claims(access));
        Assert.Equal(("gold", "web", "id"), (claims["plan"]!.ToString(), claims["aud"]!.ToString(), claims["token_use"]!.ToString()));
        Assert.False(claims.ContainsKey("email_verified"));
        Assert.NotEqual("boss", claims["sub"]!.ToString());
        Assert.Equal(
            ("""["vips"]""", """["R"]""", "R"),
            (
                claims["cognito:groups"]!.ToJsonString(),
                claims["cognito:roles"]!.ToJsonString(),
                claims["cognito:preferred_role"]!.ToString()
            )
        );
        Assert.Equal("""["vips"]""", accessClaims["cognito:groups"]!.ToJsonString());
        Assert.False(accessClaims.ContainsKey("plan"));
    }

    [Theory]
    [InlineData("V1_0", "claimsOverrideDetails")]
    [InlineData("V2_0", "claimsAndScopeOverrideDetails")]
    public async Task Groups_of_a_function_take_the_place_of_all_of_ones_own(string version, string details)
    {
        Deploy(
            new { PreTokenGenerationConfig = new { LambdaArn = Templates.FunctionArn, LambdaVersion = version } },
            null,
            Templates.Group("readers", 5, "arn:aws:iam::111122223333:role/Reader")
        );
        var email = await host.UserAsync();
        await host.AdminAsync("AdminAddUserToGroup", new { Username = email, GroupName = "readers" });
        async Task<(string?, string?, string?)> ClaimsAsync(string response)
        {
            host.Functions.Answer = e => Response(e, new Dictionary<string, JsonNode?> { [details] = JsonNode.Parse(response) });
            var tokens = await host.TokensAsync(email);
            var claims = PoolHost.Claims(tokens.Id);
            Assert.Equal(claims["cognito:groups"]?.ToJsonString(), PoolHost.Claims(tokens.Access)["cognito:groups"]?.ToJsonString());
            return (
                claims["cognito:groups"]?.ToJsonString(),
                claims["cognito:roles"]?.ToJsonString(),
                claims["cognito:preferred_role"]?.ToString()
            );
        }
        Assert.Equal(("""["vips"]""", null, null), await ClaimsAsync("""{ "groupOverrideDetails": { "groupsToOverride": ["vips"] } }"""));
        Assert.Equal((null, null, null), await ClaimsAsync("""{ "groupOverrideDetails": {} }"""));
        Assert.Equal((null, null, null), await ClaimsAsync("""{ "groupOverrideDetails": null }"""));
        const string Own = "arn:aws:iam::111122223333:role/Reader";
        Assert.Equal(("""["readers"]""", $"""["{Own}"]""", Own), await ClaimsAsync("{}"));
    }

    [Fact]
    public async Task The_second_version_of_the_event_also_changes_access_tokens()
    {
        Deploy(new { PreTokenGenerationConfig = new { LambdaArn = Templates.FunctionArn, LambdaVersion = "V2_0" } });
        var email = await host.UserAsync();
        host.Functions.Answer = e =>
        {
            Assert.Equal(
                ("2", """["aws.cognito.signin.user.admin"]"""),
                (e["version"]!.ToString(), e["request"]!["scopes"]!.ToJsonString())
            );
            return Response(
                e,
                new
                {
                    claimsAndScopeOverrideDetails = new
                    {
                        idTokenGeneration = new { claimsToAddOrOverride = new { address = new { city = "Bern" } } },
                        accessTokenGeneration = new
                        {
                            claimsToAddOrOverride = new { tenant = "acme", client_id = "x" },
                            scopesToAdd = new[] { "openid" },
                        },
                    },
                }
            );
        };
        var (id, access, refresh) = await host.TokensAsync(email);
        Assert.Equal("Bern", PoolHost.Claims(id)["address"]!["city"]!.ToString());
        var claims = PoolHost.Claims(access);
        Assert.Equal(
            ("acme", "web", "aws.cognito.signin.user.admin openid"),
            (claims["tenant"]!.ToString(), claims["client_id"]!.ToString(), claims["scope"]!.ToString())
        );
        host.Functions.Events.Clear();
        await host.CallAsync(
            "GetTokensFromRefreshToken",
            new
            {
                ClientId = "web",
                RefreshToken = refresh,
                ClientMetadata = new { why = "late" },
            }
        );
        Assert.Equal("late", host.Functions.Event("TokenGeneration_RefreshTokens")["request"]!["clientMetadata"]!["why"]!.ToString());
    }

    private void Deploy(object triggers, object? client = null, params Resource[] others) =>
        host.Deploy(new { LambdaConfig = triggers }, client, [.. Templates.Function(), .. others]);

    private static JsonObject Response(JsonObject @event, object response)
    {
        @event["response"] = Templates.Json(response);
        return @event;
    }
}
