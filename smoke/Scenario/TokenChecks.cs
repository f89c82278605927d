using Amazon.CognitoIdentityProvider;
using Amazon.CognitoIdentityProvider.Model;
using CognitoStack.Smoke.Checks;
using CognitoStack.Smoke.People;

namespace CognitoStack.Smoke.Scenario;

/// <summary>What tokens say, and how long they are good for.</summary>
internal static class TokenChecks
{
    private static readonly string[] Ended = ["NotAuthorizedException", "RefreshTokenReuseException"];

    public static IEnumerable<Check> Of(World world)
    {
        if (world.Casting.CannotSignIn is { } because)
        {
            yield return Check.Skipped(CheckGroup.Tokens, "tokens are good for what they say", because);
            yield break;
        }

        yield return Token("the ID token names ada, her address, her app client and her user pool", _ => IdTokenAsync(world));
        yield return Token("the access token is for the same client, and says nothing of the address", _ => AccessTokenAsync(world));
        yield return Token("the signature is verified by the keys that the user pool publishes", cancel => SignatureAsync(world, cancel));
        yield return Token("tokens live as long as the environment file says", _ => LifetimesAsync(world));
        yield return Token("a refresh gives new tokens", _ => RefreshAsync(world));
        yield return Token("a revoked refresh token refreshes nothing", _ => RevokeAsync(world));
        yield return Token("after a sign-out everywhere the ID token gives no credentials", cancel => SignOutAsync(world, cancel));
    }

    private static Check Token(string name, Func<CancellationToken, Task> act) => new(CheckGroup.Tokens, name, act);

    private static async Task IdTokenAsync(World world)
    {
        var ada = world[world.Casting.Ada];
        var session = await ada.SignedIn.GetAsync();
        var claims = Jwt.Texts(session.Claims);
        // A local AWS may have been told to name itself.
        var here = world.Aws.Endpoint is { IsLoopback: true, Port: var port }
            ? $"http://localhost:{port}/{world.Outputs.UserPoolId}"
            : null;
        Expect.Equal(
            "iss",
            claims.GetValueOrDefault("iss") == here ? here : $"https://{world.Exchange.Provider}",
            claims.GetValueOrDefault("iss")
        );
        Expect.Equal("aud", session.Client.Id, claims.GetValueOrDefault("aud"));
        Expect.Equal("token_use", "id", claims.GetValueOrDefault("token_use"));
        Expect.Equal("email", ada.Email, claims.GetValueOrDefault("email"));
        Expect.Equal("email_verified", "true", claims.GetValueOrDefault("email_verified"));
        Expect.Equal(
            "cognito:groups",
            ada.Subject.Groups.Count == 0 ? null : string.Join(',', ada.Subject.Groups),
            claims.GetValueOrDefault("cognito:groups")
        );
        foreach (var (name, value) in ada.Subject.Attributes)
            Expect.Equal(name, value, claims.GetValueOrDefault(name));
    }

    private static async Task AccessTokenAsync(World world)
    {
        var session = await world[world.Casting.Ada].SignedIn.GetAsync();
        var claims = Jwt.Texts(Jwt.Claims(session.AccessToken));
        Expect.Equal("token_use", "access", claims.GetValueOrDefault("token_use"));
        Expect.Equal("client_id", session.Client.Id, claims.GetValueOrDefault("client_id"));
        Expect.Equal("sub", session.Claims["sub"]?.ToString(), claims.GetValueOrDefault("sub"));
        Expect.Equal("iss", session.Claims["iss"]?.ToString(), claims.GetValueOrDefault("iss"));
        Expect.Equal("email", null, claims.GetValueOrDefault("email"));
    }

    private static async Task SignatureAsync(World world, CancellationToken cancel)
    {
        var session = await world[world.Casting.Ada].SignedIn.GetAsync();
        var address = new Uri(
            $"{world.Aws.Endpoint?.ToString().TrimEnd('/') ?? $"https://{world.Exchange.Provider.Split('/')[0]}"}/{world.Outputs.UserPoolId}/.well-known/jwks.json"
        );
        var keys = await TokenSigner.KeysAsync(address, cancel);
        foreach (var token in new[] { session.IdToken, session.AccessToken })
            Expect.That(
                TokenSigner.Verifies(token, keys),
                "the published keys to verify the signature",
                "they do not",
                $"The keys are at {address}."
            );
        Expect.That(
            !TokenSigner.Verifies(TokenSigner.Tampered(session.IdToken, "email", "eve@example.com"), keys),
            "a changed token not to verify",
            "it does"
        );
    }

    private static async Task LifetimesAsync(World world)
    {
        var session = await world[world.Casting.Ada].SignedIn.GetAsync();
        var tokens = world.Environment.Clients[session.Client.Name].Tokens;
        foreach (
            var (name, token, lifetime) in new[] { ("ID", session.IdToken, tokens.Id), ("access", session.AccessToken, tokens.Access) }
        )
        {
            var claims = Jwt.Claims(token);
            var seconds = claims["exp"]!.GetValue<long>() - claims["iat"]!.GetValue<long>();
            Expect.Equal($"the {name} token's life in seconds", $"{lifetime.TotalSeconds}", $"{seconds}");
        }
    }

    private static async Task RefreshAsync(World world)
    {
        var old = await SignedInAsync(world, "ruth");
        if (old.Device is not null)
            await Expect.RefusedAsync("a refresh without the device", () => RenewAsync(world, old with { Device = null }), Ended);
        var renewed = await RenewAsync(world, old);
        Expect.That(renewed.IdToken != old.IdToken, "a new ID token", "it is the old one");
        Expect.Equal("sub", old.Claims["sub"]?.ToString(), renewed.Claims["sub"]?.ToString());
        await world.Exchange.IdAsync(renewed.IdToken);
        if (!old.Client.Rotates)
            return;
        Expect.That(renewed.RefreshToken != old.RefreshToken, "a new refresh token, as tokens are rotated", "it is the old one");
        // With rotation the older flow is off: it would hand out tokens without using the refresh token up.
        await Expect.RefusedAsync(
            "REFRESH_TOKEN_AUTH with a client that rotates",
            () => OldRefreshAsync(world, renewed),
            ["NotAuthorizedException", "InvalidParameterException"]
        );
    }

    private static async Task RevokeAsync(World world)
    {
        var session = await SignedInAsync(world, "rob");
        await world.Aws.UserPools.RevokeTokenAsync(
            new()
            {
                ClientId = session.Client.Id,
                ClientSecret = session.Client.Secret,
                Token = session.RefreshToken,
            },
            world.Stop
        );
        await Expect.RefusedAsync("a refresh with a revoked token", () => RenewAsync(world, session), Ended);
    }

    private static async Task SignOutAsync(World world, CancellationToken cancel)
    {
        var session = await SignedInAsync(world, "otto");
        var identity = await world.Exchange.IdAsync(session.IdToken);
        await world.Aws.UserPools.GlobalSignOutAsync(new() { AccessToken = session.AccessToken }, cancel);
        await Expect.RefusedAsync(
            "an exchange after a sign-out everywhere",
            () => world.Exchange.CredentialsAsync(identity, session.IdToken),
            ["NotAuthorizedException"],
            "ServerSideTokenCheck makes the identity pool ask the user pool."
        );
        await Expect.RefusedAsync("a refresh after a sign-out everywhere", () => RenewAsync(world, session), Ended);
    }

    /// <summary>A session that can be refreshed: a pool that remembers devices takes a refresh token from a confirmed one alone.</summary>
    private static async Task<Session> SignedInAsync(World world, string name)
    {
        var session = await world[world.Casting.Extra(name, world.Casting.MainClient)].SignedIn.GetAsync();
        if (session.Device is not { DeviceKey: { } key, DeviceGroupKey: { } group })
            return session;
        var (salt, verifier) = SecureRemotePassword.Enrol(group, key, Guid.NewGuid().ToString());
        await world.Aws.UserPools.ConfirmDeviceAsync(
            new()
            {
                AccessToken = session.AccessToken,
                DeviceKey = key,
                DeviceSecretVerifierConfig = new() { Salt = salt, PasswordVerifier = verifier },
            },
            world.Stop
        );
        return session;
    }

    private static async Task<Session> RenewAsync(World world, Session session)
    {
        var request = new GetTokensFromRefreshTokenRequest
        {
            ClientId = session.Client.Id,
            ClientSecret = session.Client.Secret,
            RefreshToken = session.RefreshToken,
            DeviceKey = session.Device?.DeviceKey,
        };
        var result = session.Client.Rotates
            ? (await world.Aws.UserPools.GetTokensFromRefreshTokenAsync(request, world.Stop)).AuthenticationResult
            : (await OldRefreshAsync(world, session)).AuthenticationResult;
        return session.Renewed(result!);
    }

    private static Task<InitiateAuthResponse> OldRefreshAsync(World world, Session session)
    {
        var parameters = new Dictionary<string, string> { ["REFRESH_TOKEN"] = session.RefreshToken };
        if (session.Client.SecretHash(session.User) is { } hash)
            parameters["SECRET_HASH"] = hash;
        if (session.Device?.DeviceKey is { } key)
            parameters["DEVICE_KEY"] = key;
        return world.Aws.UserPools.InitiateAuthAsync(
            new()
            {
                ClientId = session.Client.Id,
                AuthFlow = AuthFlowType.REFRESH_TOKEN_AUTH,
                AuthParameters = parameters,
            },
            world.Stop
        );
    }
}
