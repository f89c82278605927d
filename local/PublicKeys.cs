using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace CognitoStack.Local;

/// <summary>Keys as issuers show them: a JSON Web Key Set.</summary>
internal static class PublicKeys
{
    public static JsonObject SetOf(RsaSecurityKey key)
    {
        var numbers = key.Rsa.ExportParameters(includePrivateParameters: false);
        return new()
        {
            ["keys"] = new JsonArray(
                new JsonObject
                {
                    ["alg"] = SecurityAlgorithms.RsaSha256,
                    ["e"] = Base64UrlEncoder.Encode(numbers.Exponent),
                    ["kid"] = key.KeyId,
                    ["kty"] = "RSA",
                    ["n"] = Base64UrlEncoder.Encode(numbers.Modulus),
                    ["use"] = "sig",
                }
            ),
        };
    }
}
