using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;
using CognitoStack.Local.Providers;
using CognitoStack.Local.Providers.OpenId;
using CognitoStack.Local.Tests.UserPools;
using Microsoft.IdentityModel.Tokens;

namespace CognitoStack.Local.Tests.Providers.OpenId;

/// <summary>What a provider sends is believed only where every check of OpenID Connect passes.</summary>
public sealed class RelyingPartyTests : IAsyncLifetime, IDisposable
{
    private const string ReturnTo = "http://localhost:4566/oauth2/idpresponse";
    private readonly FakeTimeProvider time = new(new(2026, 5, 4, 10, 0, 0, TimeSpan.Zero));
    private readonly ProviderHttp http = new();
    private OpenIdRelyingParty party = null!;
    private Op op = null!;

    public async Task InitializeAsync()
    {
        op = await Op.StartAsync(time.GetUtcNow());
        party = new(new(http), http, new(time), time);
    }

    public async Task DisposeAsync()
    {
        await op.DisposeAsync();
    }

    public void Dispose() => http.Dispose();

    [Fact]
    public async Task What_is_true_is_believed()
    {
        var answer = await CompleteAsync();
        Assert.Equal(
            ("u1", "ada@example.com", "sales"),
            (answer.Subject, answer.Claims["email"]!.ToString(), answer.Claims["department"]!.ToString())
        );
        Assert.Equal($"Basic {Convert.ToBase64String("app:a%20secret"u8)}", op.Authorization);
        Assert.Equal(
            ("authorization_code", "a-code", ReturnTo),
            (op.TokenRequest["grant_type"], op.TokenRequest["code"], op.TokenRequest["redirect_uri"])
        );
        Assert.Equal("GET", op.UserInfoMethod);
    }

    [Fact]
    public async Task A_provider_that_wants_it_gets_the_secret_in_the_form_a_proof_key_and_a_POST_for_attributes()
    {
        op.MetadataChanges["token_endpoint_auth_methods_supported"] = new JsonArray("client_secret_post");
        op.MetadataChanges["code_challenge_methods_supported"] = new JsonArray("S256");
        var provider = Provider() with { PostsForAttributes = true };
        var begun = await party.BeginAsync(provider, ReturnTo, "state", new(null, null, null), default);
        op.Claims["nonce"] = begun.Nonce;
        await party.CompleteAsync(provider, ReturnTo, begun, Answer(), default);
        Assert.Equal(("", "a secret", "POST"), (op.Authorization, op.TokenRequest["client_secret"], op.UserInfoMethod));
        Assert.Equal(
            HttpUtility.ParseQueryString(new Uri(begun.Address).Query)["code_challenge"],
            Base64UrlEncoder.Encode(SHA256.HashData(Encoding.UTF8.GetBytes(op.TokenRequest["code_verifier"])))
        );
    }

    [Fact]
    public async Task Endpoints_that_the_template_names_are_asked_in_the_place_of_discovery()
    {
        op.MetadataChanges["issuer"] = "http://nobody.example";
        var provider = Provider() with
        {
            Endpoints = new($"{op.Issuer}/authorize", $"{op.Issuer}/token", $"{op.Issuer}/userinfo", $"{op.Issuer}/keys"),
        };
        var begun = await party.BeginAsync(provider, ReturnTo, "state", new(null, null, null), default);
        op.Claims["nonce"] = begun.Nonce;
        Assert.Equal("u1", (await party.CompleteAsync(provider, ReturnTo, begun, Answer(), default)).Subject);
    }

    [Fact]
    public async Task A_key_that_came_while_the_person_signed_in_is_believed_and_one_that_went_is_not()
    {
        var begun = await BeginAsync();
        op.Key = Op.NewKey("two");
        op.Published = [op.Key];
        Assert.Equal("u1", (await party.CompleteAsync(Provider(), ReturnTo, begun, Answer(), default)).Subject);

        op.Published = [Op.NewKey("three")];
        await RefusedAsync("kid");
    }

    [Theory]
    [InlineData("issuer", "iss", "\"http://evil.example\"")]
    [InlineData("audience", "aud", "\"another\"")]
    [InlineData("audience", "aud", "[\"app\",\"another\"]")]
    [InlineData("audience", "azp", "\"another\"")]
    [InlineData("nonce", "nonce", "\"of another sign-in\"")]
    [InlineData("nonce", "nonce", "null")]
    [InlineData("expired", "exp", "1")]
    [InlineData("expired", "exp", "null")]
    [InlineData("notYetValid", "nbf", "9999999999")]
    [InlineData("notYetValid", "iat", "9999999999")]
    [InlineData("subject", "sub", "null")]
    [InlineData("subject", "sub", "\"u2\"")]
    public async Task A_forged_claim_is_refused_by_the_check_that_it_fails(string check, string claim, string value)
    {
        var begun = await BeginAsync();
        if (value == "null")
            op.Claims.Remove(claim);
        else
            op.Claims[claim] = JsonNode.Parse(value);
        await RefusedAsync(check, begun);
    }

    [Fact]
    public async Task A_token_without_a_signature_is_refused()
    {
        var begun = await BeginAsync();
        foreach (var alg in new[] { "none", "None", "nOnE" })
        {
            op.Forged = () =>
                $"{Base64UrlEncoder.Encode($"{{\"alg\":\"{alg}\",\"kid\":\"one\"}}")}.{Base64UrlEncoder.Encode(op.Claims.ToJsonString())}.";
            await RefusedAsync("algorithm", begun);
        }
    }

    [Fact]
    public async Task A_public_key_is_no_secret_to_sign_with()
    {
        var begun = await BeginAsync();
        foreach (
            var secret in new[]
            {
                op.Key.Rsa.ExportSubjectPublicKeyInfo(),
                Encoding.UTF8.GetBytes(op.Key.Rsa.ExportSubjectPublicKeyInfoPem()),
                "a secret of the client, long enough"u8.ToArray(),
            }
        )
        {
            op.Forged = () => Op.Sign(op.Claims, new(new SymmetricSecurityKey(secret) { KeyId = "one" }, SecurityAlgorithms.HmacSha256));
            await RefusedAsync("algorithm", begun);
        }
    }

    [Fact]
    public async Task Another_key_of_the_same_name_and_a_key_in_the_token_itself_sign_nothing()
    {
        var begun = await BeginAsync();
        op.Forged = () => Op.Sign(op.Claims, new(Op.NewKey("one"), SecurityAlgorithms.RsaSha256));
        await RefusedAsync("signature", begun);
        op.Forged = () => Op.Sign(op.Claims, new(Op.NewKey("unknown"), SecurityAlgorithms.RsaSha256));
        await RefusedAsync("kid", begun);
        var own = Op.NewKey("");
        var numbers = own.Rsa.ExportParameters(false);
        op.Forged = () =>
        {
            var content =
                $"{Base64UrlEncoder.Encode($"{{\"alg\":\"RS256\",\"jwk\":{{\"kty\":\"RSA\",\"n\":\"{Base64UrlEncoder.Encode(numbers.Modulus)}\",\"e\":\"{Base64UrlEncoder.Encode(numbers.Exponent)}\"}}}}")}.{Base64UrlEncoder.Encode(op.Claims.ToJsonString())}";
            return $"{content}.{Base64UrlEncoder.Encode(own.Rsa.SignData(Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
        };
        await RefusedAsync("signature", begun);
    }

    [Fact]
    public async Task A_claim_that_was_changed_after_it_was_signed_is_refused()
    {
        var begun = await BeginAsync();
        var token = op.IdToken().Split('.');
        var claims = op.Claims.DeepClone().AsObject();
        claims["email"] = "eve@example.com";
        op.Forged = () => $"{token[0]}.{Base64UrlEncoder.Encode(claims.ToJsonString())}.{token[2]}";
        await RefusedAsync("signature", begun);
        op.Forged = () => "no token";
        await RefusedAsync("format", begun);
        op.Forged = () => "";
        await RefusedAsync("id_token", begun);
    }

    [Fact]
    public async Task Attributes_of_somebody_else_are_not_taken_for_this_persons()
    {
        op.UserInfo["sub"] = "u2";
        await RefusedAsync("subject");
    }

    [Fact]
    public async Task An_answer_of_another_issuer_is_refused_before_its_code_is_told_to_anybody()
    {
        var begun = await BeginAsync();
        await RefusedAsync("issuer", begun, new Dictionary<string, string> { ["code"] = "a-code", ["iss"] = "http://evil.example" });
        await RefusedAsync("code", begun, new Dictionary<string, string> { ["iss"] = op.Issuer });
        Assert.Empty(op.TokenRequest);
    }

    [Fact]
    public async Task Who_answers_for_an_issuer_must_be_it()
    {
        op.MetadataChanges["issuer"] = "http://evil.example";
        Assert.Equal("discovery", (await Assert.ThrowsAsync<ProviderException>(BeginAsync)).Check);
        Assert.Equal(
            "unreachable",
            (
                await Assert.ThrowsAsync<ProviderException>(() =>
                    party.BeginAsync(Provider() with { Issuer = "http://localhost:1" }, ReturnTo, "s", new(null, null, null), default)
                )
            ).Check
        );
    }

    private OpenIdProvider Provider() =>
        new()
        {
            Name = "Okta",
            Dialect = OpenIdDialect.Standard,
            ClientId = "app",
            Secret = "a secret",
            Scopes = "openid email",
            Issuer = op.Issuer,
        };

    private static Dictionary<string, string> Answer() => new() { ["code"] = "a-code" };

    private async Task<OpenIdRequest> BeginAsync()
    {
        var begun = await party.BeginAsync(Provider(), ReturnTo, "state", new(null, null, null), default);
        op.Claims["nonce"] = begun.Nonce;
        return begun;
    }

    private async Task<ProviderAnswer> CompleteAsync() =>
        await party.CompleteAsync(Provider(), ReturnTo, await BeginAsync(), Answer(), default);

    private async Task RefusedAsync(string check, OpenIdRequest? begun = null, Dictionary<string, string>? answer = null)
    {
        begun ??= await BeginAsync();
        var e = await Assert.ThrowsAsync<ProviderException>(() =>
            party.CompleteAsync(Provider(), ReturnTo, begun, answer ?? Answer(), default)
        );
        Assert.Equal(check, e.Check);
    }
}
