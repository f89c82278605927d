namespace CognitoStack.Local.Tests.UserPools.Login;

/// <summary>Codes are good once, for a while, for who asked.</summary>
public sealed class CodeTests(LoginHost host) : IClassFixture<LoginHost>
{
    private async Task<string> NewCodeAsync(params (string Name, string? Value)[] changes)
    {
        host.Deploy();
        using var browser = host.NewBrowser();
        return await host.CodeAsync(browser, await host.Pools.UserAsync(), changes);
    }

    private static void Refused((int Status, System.Text.Json.Nodes.JsonObject Body) answer, string error = "invalid_grant") =>
        Assert.Equal((400, error), (answer.Status, answer.Body["error"]!.ToString()));

    [Fact]
    public async Task A_code_is_good_once()
    {
        var code = await NewCodeAsync();
        Assert.Equal(200, (await host.RedeemAsync(code)).Status);
        Refused(await host.RedeemAsync(code));
    }

    [Fact]
    public async Task A_code_is_good_for_five_minutes()
    {
        var code = await NewCodeAsync();
        host.Pools.Time.Advance(TimeSpan.FromMinutes(5));
        Refused(await host.RedeemAsync(code));
    }

    [Fact]
    public async Task A_code_is_good_for_the_client_that_asked_and_another_does_not_end_it()
    {
        var code = await NewCodeAsync();
        Refused(
            await host.TokenAsync(
                ("grant_type", "authorization_code"),
                ("client_id", "portal"),
                ("client_secret", Templates.ClientSecret),
                ("code", code),
                ("redirect_uri", LoginHost.Callback),
                ("code_verifier", LoginHost.Verifier)
            )
        );
        Assert.Equal(200, (await host.RedeemAsync(code)).Status);
    }

    [Fact]
    public async Task A_confidential_client_shows_its_secret()
    {
        var code = await NewCodeAsync(("client_id", "portal"));
        Refused(await host.RedeemAsync(code, "portal"), "invalid_client");
        Assert.Equal(
            200,
            (
                await host.TokenAsync(
                    ("grant_type", "authorization_code"),
                    ("client_id", "portal"),
                    ("client_secret", Templates.ClientSecret),
                    ("code", code),
                    ("redirect_uri", LoginHost.Callback),
                    ("code_verifier", LoginHost.Verifier)
                )
            ).Status
        );
    }

    [Theory]
    [InlineData("https://app.example.com/back?from=login")]
    [InlineData("http://localhost:3000/CALLBACK")]
    public async Task A_code_is_good_for_the_callback_that_got_it(string other) =>
        Refused(await host.RedeemAsync(await NewCodeAsync(), redirectUri: other));

    [Theory]
    [InlineData("another-verifier-of-forty-three-characters-or-more-012345")]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("x")]
    public async Task A_code_that_began_with_a_challenge_needs_its_verifier(string? verifier)
    {
        var code = await NewCodeAsync();
        Refused(await host.RedeemAsync(code, verifier: verifier));
        Refused(await host.RedeemAsync(code));
    }

    [Fact]
    public async Task A_verifier_without_a_challenge_shows_that_somebody_took_the_challenge_away() =>
        Refused(await host.RedeemAsync(await NewCodeAsync(("code_challenge", null), ("code_challenge_method", null))));

    [Fact]
    public async Task Who_was_signed_out_or_disabled_meanwhile_gets_no_tokens()
    {
        host.Deploy();
        using var browser = host.NewBrowser();
        var email = await host.Pools.UserAsync();
        var code = await host.CodeAsync(browser, email);
        await host.Pools.AdminAsync("AdminUserGlobalSignOut", new { Username = email });
        Refused(await host.RedeemAsync(code));
        host.Pools.Time.Advance(TimeSpan.FromSeconds(2));
        code = await host.CodeAsync(browser, email);
        await host.Pools.AdminAsync("AdminDisableUser", new { Username = email });
        Refused(await host.RedeemAsync(code));
    }

    [Theory]
    [InlineData("code")]
    [InlineData("redirect_uri")]
    [InlineData("client_id")]
    [InlineData("grant_type")]
    public async Task Every_parameter_must_be_there_once(string name)
    {
        (string Name, string Value)[] all =
        [
            ("grant_type", "authorization_code"),
            ("client_id", "web"),
            ("code", await NewCodeAsync()),
            ("redirect_uri", LoginHost.Callback),
            ("code_verifier", LoginHost.Verifier),
        ];
        Assert.Equal(400, (await host.TokenAsync([.. all.Where(p => p.Name != name)])).Status);
        Refused(await host.TokenAsync([.. all, all.Single(p => p.Name == name)]), "invalid_request");
        Assert.Equal(200, (await host.TokenAsync(all)).Status);
    }

    [Theory]
    [InlineData("%00")]
    [InlineData("%FF%FE")]
    [InlineData("a+b%0D%0Ac")]
    [InlineData("x", "utf-7")]
    [InlineData("x", "klingon")]
    public async Task What_no_form_can_hold_is_refused_and_nothing_breaks(string value, string charset = "us-ascii")
    {
        host.Deploy();
        using var http = new HttpClient { BaseAddress = host.Address };
        foreach (var path in new[] { "/oauth2/token", "/oauth2/revoke" })
        {
            foreach (
                var form in new[]
                {
                    $"grant_type=authorization_code&client_id=web&code={value}&redirect_uri=x",
                    $"client_id={value}&grant_type=x&token=x",
                    new string('x', 100_000) + "=" + value,
                }
            )
            {
                using var content = new StringContent(form, System.Text.Encoding.ASCII, "application/x-www-form-urlencoded");
                content.Headers.ContentType!.CharSet = charset;
                using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), content);
                // A token that is none is as good as revoked.
                Assert.InRange((int)answer.StatusCode, 200, 400);
            }
        }
    }

    [Fact]
    public async Task User_info_tells_what_the_scopes_cover()
    {
        host.Deploy();
        using var browser = host.NewBrowser();
        using var http = new HttpClient { BaseAddress = host.Address };
        var email = await host.Pools.UserAsync("acme");
        foreach (var (scope, hasTenant) in new[] { ("openid email", false), ("openid profile", true) })
        {
            var (_, tokens) = await host.RedeemAsync(await host.CodeAsync(browser, email, ("scope", scope)));
            using var request = new HttpRequestMessage(HttpMethod.Get, "/oauth2/userInfo");
            request.Headers.Authorization = new("Bearer", tokens["access_token"]!.ToString());
            var claims = Templates.Json(
                System.Text.Json.JsonSerializer.Deserialize<object>(await (await http.SendAsync(request)).Content.ReadAsStringAsync())!
            );
            Assert.Equal((email, hasTenant), (claims["email"]!.ToString(), claims.ContainsKey("custom:tenant")));
        }
    }
}
