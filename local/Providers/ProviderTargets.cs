namespace CognitoStack.Local.Providers;

/// <summary>Who answers for the templates' providers: stand-ins inside this host, unless whoever starts it says otherwise.</summary>
/// <param name="Chosen">By provider: <c>real</c>, an issuer, or SAML metadata as a file or an address.</param>
public sealed record ProviderTargets(IReadOnlyDictionary<string, string> Chosen)
{
    private const string Real = "real";

    /// <summary>Path below which each stand-in has a folder of its own.</summary>
    public const string StandInPath = "/_local/providers";

    /// <summary>Stand-ins for all.</summary>
    public static ProviderTargets StandIns { get; } = new(new Dictionary<string, string>());

    /// <summary>Whether a stand-in answers.</summary>
    public bool IsStandIn(string provider) => !Chosen.ContainsKey(provider);

    /// <summary>Whether the templates' own addresses and secrets count.</summary>
    public bool IsReal(string provider) => Chosen.GetValueOrDefault(provider) == Real;

    /// <summary>Where somebody else answers than the templates say; null for the real one.</summary>
    /// <param name="provider">The provider's name.</param>
    /// <param name="host">This host's address for browsers.</param>
    public string? Address(string provider, string host) =>
        Chosen.GetValueOrDefault(provider) switch
        {
            null => StandIn(provider, host),
            Real => null,
            var address => address,
        };

    /// <summary>The address of a stand-in, which is its issuer, too.</summary>
    public static string StandIn(string provider, string host) => $"{host}{StandInPath}/{Uri.EscapeDataString(provider)}";
}
