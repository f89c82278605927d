using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CognitoStack.Local;

/// <summary>Proof keys by SHA-256 (RFC 7636): whoever has the verifier began with its challenge.</summary>
internal static class ProofKeys
{
    public static string ChallengeOf(string verifier) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(verifier)));
}
