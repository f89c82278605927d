using CognitoStack.Local.Deployment;
using CognitoStack.Local.Http;
using CognitoStack.Local.Providers;

namespace CognitoStack.Local.StandIns;

/// <summary>A small identity provider inside the host, in the place of one that the templates name.</summary>
/// <param name="Name">The provider's name.</param>
/// <param name="Kind">Google, Facebook, LoginWithAmazon, SignInWithApple, OIDC or SAML.</param>
/// <param name="Address">Where it is met; its issuer, too.</param>
/// <param name="Clients">The apps that it knows.</param>
public sealed record StandIn(string Name, string Kind, string Address, IReadOnlyList<ProviderClient> Clients)
{
    public string ShownName =>
        Kind switch
        {
            "SignInWithApple" => "Apple",
            "LoginWithAmazon" => "Amazon",
            _ => Name,
        };
}

/// <summary>The stand-ins of what is deployed.</summary>
internal sealed class StandInCatalog(
    IDeployment deployment,
    IEnumerable<IProviderClients> apps,
    ProviderTargets targets,
    HostEndpoint endpoint
)
{
    private readonly Lock gate = new();
    private (Deployed? Of, IReadOnlyList<StandIn> All) read = (null, []);

    public IReadOnlyList<StandIn> All
    {
        get
        {
            lock (gate)
            {
                var deployed = deployment.Current;
                if (!ReferenceEquals(read.Of, deployed))
                    read = (deployed, [.. Read(deployed)]);
                return read.All;
            }
        }
    }

    private IEnumerable<StandIn> Read(Deployed deployed) =>
        apps.SelectMany(a => a.Of(deployed))
            .Where(c => targets.IsStandIn(c.Provider))
            .Select(Remembering)
            .GroupBy(c => c.Provider)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new StandIn(g.Key, g.First().Kind, ProviderTargets.StandIn(g.Key, endpoint.Pages), [.. g]));

    private ProviderClient Remembering(ProviderClient client)
    {
        var before = read
            .All.SelectMany(s => s.Clients)
            .FirstOrDefault(c => c.Provider == client.Provider && c.ClientId == client.ClientId);
        return client with { EarlierSecret = before?.Secret == client.Secret ? before?.EarlierSecret : before?.Secret };
    }

    /// <summary>Finds one by the part of its address that names it: there the server decodes every character but the slash.</summary>
    public StandIn? InAddress(string name) =>
        Find(name) ?? All.FirstOrDefault(s => s.Name.Replace("/", "%2F", StringComparison.Ordinal) == name);

    public StandIn? Find(string name) => All.FirstOrDefault(s => s.Name == name);
}

/// <summary>A protocol that stand-ins speak.</summary>
internal interface IStandInProtocol
{
    bool Speaks(StandIn standIn);

    /// <summary>What answers at a path below the stand-in's address; null for a path that it has not.</summary>
    Func<HttpContext, StandIn, Task>? Find(string path);
}
