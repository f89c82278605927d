using System.Security.Cryptography.X509Certificates;

namespace CognitoStack.Local.Tls;

/// <summary>What the host shows to who connects over TLS: made anew when custom domains come or go, or before it ends.</summary>
/// <param name="authority">Who signs it.</param>
/// <param name="customDomains">The custom domains that are deployed, as they are met here.</param>
/// <param name="time">Time.</param>
internal sealed class ServerCertificate(CertificateAuthority authority, Func<IEnumerable<string>> customDomains, TimeProvider time)
{
    private static readonly string[] Always = ["localhost", "*.auth.localhost"];
    private static readonly TimeSpan Margin = TimeSpan.FromDays(30);
    private readonly Lock gate = new();
    private X509Certificate2? made;
    private string[] names = [];

    /// <summary>The certificate of this moment. Those before it are left to connections that still have them.</summary>
    public X509Certificate2 Current
    {
        get
        {
            string[] wanted = [.. Always, .. customDomains().Distinct().Order(StringComparer.Ordinal)];
            lock (gate)
            {
                if (made is null || !wanted.SequenceEqual(names) || time.GetUtcNow() > made.NotAfter - Margin)
                    (made, names) = (authority.Sign(wanted), wanted);
                return made;
            }
        }
    }
}
