using System.Text.Json.Nodes;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Tests.Recording;
using CognitoStack.Local.UserPools;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CognitoStack.Local.Tests.IdentityPools;

/// <summary>A user pool that signs with a secret, and verifies as the real one does.</summary>
internal sealed class FakeUserPool(TimeProvider clock) : IUserPoolTokens
{
    public const string Provider = "cognito-idp.us-east-1.amazonaws.com/us-east-1_Users";
    private static readonly SymmetricSecurityKey Key = new(new byte[32]);
    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false, MapInboundClaims = false };

    /// <summary>Users who signed out everywhere.</summary>
    public HashSet<string> SignedOut { get; } = [];

    public string IdToken(string subject, string client = "web", Dictionary<string, object>? claims = null, byte forgery = 0)
    {
        var all = new Dictionary<string, object>
        {
            ["sub"] = subject,
            ["aud"] = client,
            ["iss"] = $"https://{Provider}",
            ["token_use"] = "id",
            ["exp"] = clock.GetUtcNow().AddHours(1).ToUnixTimeSeconds(),
        };
        foreach (var (claim, value) in claims ?? [])
            if (value is "")
                all.Remove(claim);
            else
                all[claim] = value;
        var key = new byte[32];
        key[0] = forgery;
        return Handler.CreateToken(
            new SecurityTokenDescriptor
            {
                Claims = all,
                SigningCredentials = new(new SymmetricSecurityKey(key), SecurityAlgorithms.HmacSha256),
            }
        );
    }

    public string? ProviderOf(string issuer) =>
        issuer.StartsWith("https://", StringComparison.Ordinal) ? issuer["https://".Length..] : null;

    public async Task<JsonObject> VerifyIdTokenAsync(string provider, string token, bool isLive)
    {
        if (provider != Provider)
            throw new TokenException("Invalid login token. Issuer doesn't match providerName");
        var result = await Handler.ValidateTokenAsync(
            token,
            new()
            {
                IssuerSigningKey = Key,
                ValidIssuer = $"https://{provider}",
                ValidateAudience = false,
                ValidateLifetime = false,
            }
        );
        if (!result.IsValid)
            throw new TokenException("Invalid login token. Couldn't verify signed token.");
        var claims = JsonNode.Parse(Base64UrlEncoder.Decode(((JsonWebToken)result.SecurityToken).EncodedPayload))!.AsObject();
        if (claims["exp"]!.GetValue<long>() <= clock.GetUtcNow().ToUnixTimeSeconds())
            throw new TokenException($"Invalid login token. Token expired: {claims["exp"]} <= {clock.GetUtcNow().ToUnixTimeSeconds()}");
        if (claims["token_use"]!.ToString() != "id")
            throw new TokenException("Invalid login token. Not an ID token.");
        if (isLive && SignedOut.Contains(claims["sub"]!.ToString()))
            throw new TokenException("Invalid login token. Token has been revoked");
        return claims;
    }
}

/// <summary>Reads trust policies as far as these tests write them, and remembers what it was asked.</summary>
internal sealed class TrustingAuthorizer : IAuthorizer
{
    public List<(Caller Caller, string Action, string Resource)> Asked { get; } = [];

    public JsonObject? TrustContext { get; private set; }

    public bool Allows { get; set; } = true;

    public Task<Decision> DecideAsync(Caller caller, IReadOnlyList<AccessRequest> requests, CancellationToken cancel)
    {
        Asked.AddRange(requests.Select(r => (caller, r.Action, r.Resource)));
        return Task.FromResult(new Decision(Allows && caller is Administrator, "fake"));
    }

    public Task<Decision> DecideAssumingAsync(
        Caller caller,
        Resource role,
        System.Text.Json.Nodes.JsonObject context,
        IReadOnlyDictionary<string, string> tags,
        CancellationToken cancel
    )
    {
        TrustContext = context;
        return DecideAsync(caller, [new("sts:AssumeRole", role.Arn)], cancel);
    }

    public Task<Decision> DecideTrustAsync(
        Resource role,
        string federated,
        JsonObject context,
        IReadOnlyDictionary<string, string> tags,
        CancellationToken cancel
    )
    {
        TrustContext = context;
        var statement = role.Properties["AssumeRolePolicyDocument"]!["Statement"]![0]!;
        var actions = statement["Action"] is JsonArray list ? list.Select(a => a!.ToString()).ToList() : [statement["Action"]!.ToString()];
        var isSaml = federated.Contains(":saml-provider/", StringComparison.Ordinal);
        var prefix =
            isSaml ? "SAML"
            : federated.StartsWith("arn:", StringComparison.Ordinal) ? federated.Split(":oidc-provider/")[1]
            : federated;
        return Task.FromResult(
            new Decision(
                statement["Principal"]!["Federated"]!.ToString() == federated
                    && actions.Contains(isSaml ? "sts:AssumeRoleWithSAML" : "sts:AssumeRoleWithWebIdentity")
                    && (tags.Count == 0 || actions.Contains("sts:TagSession"))
                    && statement["Condition"]!["StringEquals"]![$"{prefix}:aud"]!.ToString() == context[$"{prefix}:aud"]?.ToString()
                    && (
                        statement["Condition"]!["ForAnyValue:StringLike"]?[$"{prefix}:amr"]?.ToString() is not { } amr
                        || context[$"{prefix}:amr"]!.AsArray().Any(m => m!.ToString() == amr)
                    ),
                "trust policy"
            )
        );
    }
}

internal sealed class FakeIssuer : ICredentialIssuer
{
    public List<RoleSession> Sessions { get; } = [];

    public Credentials Issue(RoleSession session)
    {
        Sessions.Add(session);
        return new($"ASIA{Sessions.Count:D16}", "secret", "session", session.Expires);
    }
}

/// <summary>Says what it was told to.</summary>
internal sealed class FakeAuthenticator : IRequestAuthenticator
{
    public Caller Caller { get; set; } = new Anonymous();

    public Local.Http.AwsException? Refusal { get; set; }

    public string? Service { get; private set; }

    public bool IsOfAnotherScheme(Microsoft.AspNetCore.Http.HttpRequest request) => false;

    public void RequireSignature(Microsoft.AspNetCore.Http.HttpRequest request) { }

    public Task<Caller> AuthenticateAsync(Microsoft.AspNetCore.Http.HttpRequest request, ReadOnlyMemory<byte> body, string service)
    {
        Service = service;
        return Refusal is { } refusal ? throw refusal : Task.FromResult(Caller);
    }
}
