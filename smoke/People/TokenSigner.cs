using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace CognitoStack.Smoke.People;

/// <summary>Verifies tokens as applications do, and makes the ones that nobody may accept.</summary>
internal static class TokenSigner
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>The keys that a user pool publishes.</summary>
    public static async Task<JsonArray> KeysAsync(Uri address, CancellationToken cancel) =>
        JsonNode.Parse(await Http.GetStringAsync(address, cancel))?["keys"]?.AsArray() ?? [];

    /// <summary>Whether published keys verify a token's signature.</summary>
    public static bool Verifies(string token, JsonArray keys)
    {
        var kid = Jwt.Header(token)["kid"]?.ToString();
        if (keys.FirstOrDefault(k => k!["kid"]?.ToString() == kid) is not { } key)
            return false;
        using var rsa = RSA.Create(
            new RSAParameters
            {
                Modulus = Base64Url.DecodeFromChars(key["n"]!.ToString()),
                Exponent = Base64Url.DecodeFromChars(key["e"]!.ToString()),
            }
        );
        var parts = token.Split('.');
        return rsa.VerifyData(
            Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"),
            Base64Url.DecodeFromChars(parts[2]),
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        );
    }

    /// <summary>The same claims and key id, signed by another key.</summary>
    public static string Forged(string token) => Signed(Jwt.Header(token), Jwt.Claims(token));

    /// <summary>What another user pool might sign: everything right, but the issuer is another.</summary>
    public static string OfAnotherPool(string token)
    {
        var claims = Jwt.Claims(token);
        claims["iss"] = OtherPool($"{claims["iss"]}");
        return Signed(Jwt.Header(token), claims);
    }

    /// <summary>Name of that user pool, or its issuer.</summary>
    public static string OtherPool(string pool) => $"{pool}x";

    /// <summary>A claim changed, under the signature of the original.</summary>
    public static string Tampered(string token, string claim, JsonNode value)
    {
        var (parts, claims) = (token.Split('.'), Jwt.Claims(token));
        claims[claim] = value;
        return $"{parts[0]}.{Jwt.Encode(claims)}.{parts[2]}";
    }

    /// <summary>A header that says there is no signature, and none.</summary>
    public static string Unsigned(string token)
    {
        var header = Jwt.Header(token);
        header["alg"] = "none";
        return $"{Jwt.Encode(header)}.{token.Split('.')[1]}.";
    }

    private static string Signed(JsonObject header, JsonObject claims)
    {
        using var rsa = RSA.Create(2048);
        var content = $"{Jwt.Encode(header)}.{Jwt.Encode(claims)}";
        return $"{content}.{Base64Url.EncodeToString(rsa.SignData(Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }
}
