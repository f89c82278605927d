using System.Security.Cryptography;
using System.Text;
using CognitoStack.Local.Access;

namespace CognitoStack.Local.Providers;

/// <summary>Secrets that stand-ins and the pool's side share, made once where nobody gives one.</summary>
internal sealed class ProviderSecrets(StateFolder state)
{
    private const string Unresolved = "{{resolve:";

    /// <summary>Whether a value is a reference that the file of secrets does not have.</summary>
    public static bool IsMissing(string? value) => value?.Contains(Unresolved, StringComparison.Ordinal) == true;

    /// <summary>The client's secret at a provider: the given one, or one of this machine.</summary>
    public string Client(string provider, string given) =>
        IsMissing(given) ? Kept(provider, "secret", () => Convert.ToHexString(RandomNumberGenerator.GetBytes(24))) : given;

    /// <summary>The key by which Apple knows a client: the given one, or one of this machine.</summary>
    public string AppleKey(string provider, string given) => IsMissing(given) ? Kept(provider, "p8", MakeKey) : given;

    private string Kept(string provider, string kind, Func<string> make) =>
        Encoding.UTF8.GetString(
            SecretFile.ReadOrCreate(state[$"providers/{Uri.EscapeDataString(provider)}.{kind}"], () => Encoding.UTF8.GetBytes(make()))
        );

    private static string MakeKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }
}
