using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Providers.Saml;
using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools.Operations;

/// <summary>Tells what is deployed beside a user pool: identity providers, resource servers, domains, where logs go.</summary>
internal sealed class DescribeResourceOperations(Pools pools, SamlKeys keys, Paging paging) : IOperations
{
    public bool AreForAdministrators => true;

    public IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>
        {
            ["ListIdentityProviders"] = call =>
            {
                var pool = call.PoolScope().Pool;
                return Task.FromResult(
                    paging.Items(
                        call,
                        "Providers",
                        Sorted(Providers(pool), "ProviderName"),
                        p => Copied(p, "ProviderName", "ProviderType"),
                        "MaxResults"
                    )
                );
            },
            ["DescribeIdentityProvider"] = call =>
            {
                var pool = call.PoolScope().Pool;
                var name = call.Required("ProviderName");
                return Task.FromResult(
                    Provider(
                        Providers(pool).FirstOrDefault(p => p.Text("ProviderName") == name)
                            ?? throw Error.NotFound($"Identity provider {name} does not exist.")
                    )
                );
            },
            ["GetIdentityProviderByIdentifier"] = call =>
            {
                var pool = call.PoolScope().Pool;
                var identifier = call.Required("IdpIdentifier");
                return Task.FromResult(
                    Provider(
                        Providers(pool).FirstOrDefault(p => p.Properties["IdpIdentifiers"].Texts().Contains(identifier))
                            ?? throw Error.NotFound($"Identity provider {identifier} does not exist.")
                    )
                );
            },
            // What SAML providers verify requests with.
            ["GetSigningCertificate"] = call =>
                Task.FromResult(
                    new JsonObject { ["Certificate"] = Convert.ToBase64String(keys.Signing(call.PoolScope().Pool.Id).RawData) }
                ),
            ["GetLogDeliveryConfiguration"] = call =>
                Task.FromResult(new JsonObject { ["LogDeliveryConfiguration"] = LogDelivery.Describe(call.PoolScope().Pool) }),
            ["ListResourceServers"] = call =>
            {
                var pool = call.PoolScope().Pool;
                return Task.FromResult(paging.Items(call, "ResourceServers", Sorted(Servers(pool), "Identifier"), Server, "MaxResults"));
            },
            ["DescribeResourceServer"] = call =>
            {
                var pool = call.PoolScope().Pool;
                var identifier = call.Required("Identifier");
                var server =
                    Servers(pool).FirstOrDefault(s => s.Text("Identifier") == identifier)
                    ?? throw Error.NotFound($"Resource server {identifier} does not exist.");
                return Task.FromResult(new JsonObject { ["ResourceServer"] = Server(server) });
            },
            ["DescribeManagedLoginBranding"] = call =>
                Task.FromResult(Branding(call, b => IdOf(b) == call.Required("ManagedLoginBrandingId"))),
            ["DescribeManagedLoginBrandingByClient"] = call =>
                Task.FromResult(Branding(call, b => b.Text("ClientId") == call.Required("ClientId"))),
            ["ListTerms"] = call =>
                Task.FromResult(
                    paging.Items(call, "Terms", Sorted(Of(TermsType, call.PoolScope().Pool), "TermsName"), Terms, "MaxResults")
                ),
            ["DescribeTerms"] = call =>
            {
                var id = call.Required("TermsId");
                return Task.FromResult(
                    new JsonObject
                    {
                        ["Terms"] = Terms(
                            Of(TermsType, call.PoolScope().Pool).FirstOrDefault(t => IdOf(t) == id)
                                ?? throw Error.NotFound("Terms not found.")
                        ),
                    }
                );
            },
            // A domain that there is not is described by nothing, as on AWS.
            ["DescribeUserPoolDomain"] = call =>
            {
                var domain = call.Required("Domain");
                var found = pools.Deployed.OfType("AWS::Cognito::UserPoolDomain").FirstOrDefault(d => d.Text("Domain") == domain);
                return Task.FromResult(new JsonObject { ["DomainDescription"] = found is null ? [] : Domain(found) });
            },
        };

    private const string TermsType = "AWS::Cognito::Terms";

    private static JsonObject Branding(Call call, Func<Resource, bool> isMeant)
    {
        if (call.Flag("ReturnMergedResources"))
            throw Error.InvalidParameter("ReturnMergedResources is not available here: a brand is told as its template has it.");
        var found =
            Of("AWS::Cognito::ManagedLoginBranding", call.PoolScope().Pool).FirstOrDefault(isMeant)
            ?? throw Error.NotFound("Managed login branding does not exist.");
        var described = Copied(found, "UserPoolId", "Settings", "Assets");
        described["UseCognitoProvidedValues"] = found.Text("UseCognitoProvidedValues") is "true" or "True";
        described["ManagedLoginBrandingId"] = IdOf(found);
        return new() { ["ManagedLoginBranding"] = described };
    }

    private static string IdOf(Resource resource) =>
        resource.Attributes.GetValueOrDefault("ManagedLoginBrandingId") ?? resource.Attributes["TermsId"];

    private static JsonObject Terms(Resource terms)
    {
        var described = Copied(terms, "UserPoolId", "ClientId", "TermsName", "TermsSource", "Enforcement", "Links");
        described["TermsId"] = IdOf(terms);
        return described;
    }

    private static IEnumerable<Resource> Providers(UserPool pool) => Of("AWS::Cognito::UserPoolIdentityProvider", pool);

    private static IEnumerable<Resource> Servers(UserPool pool) => Of("AWS::Cognito::UserPoolResourceServer", pool);

    private static IEnumerable<Resource> Of(string type, UserPool pool) =>
        pool.Deployed.OfType(type).Where(r => r.Text("UserPoolId") == pool.Id);

    private static List<Resource> Sorted(IEnumerable<Resource> resources, string by) =>
        [.. resources.OrderBy(r => r.Text(by), StringComparer.Ordinal)];

    private JsonObject Provider(Resource provider)
    {
        var described = Copied(
            provider,
            "UserPoolId",
            "ProviderName",
            "ProviderType",
            "ProviderDetails",
            "AttributeMapping",
            "IdpIdentifiers"
        );
        // What they encrypt assertions with.
        if (described["ProviderDetails"]?["EncryptedResponses"]?.ToString() == "true")
            described["ProviderDetails"]!["ActiveEncryptionCertificate"] = Convert.ToBase64String(
                keys.Encryption(provider.Text("UserPoolId")!, provider.Text("ProviderName")!).RawData
            );
        return new() { ["IdentityProvider"] = described };
    }

    private static JsonObject Server(Resource server) => Copied(server, "UserPoolId", "Identifier", "Name", "Scopes");

    private JsonObject Domain(Resource domain)
    {
        var described = Copied(domain, "UserPoolId", "Domain", "CustomDomainConfig", "ManagedLoginVersion");
        described["AWSAccountId"] = pools.Deployed.Account;
        described["Status"] = "ACTIVE";
        return described;
    }

    private static JsonObject Copied(Resource resource, params ReadOnlySpan<string> properties)
    {
        var copy = new JsonObject();
        foreach (var property in properties)
            if (resource.Properties[property] is { } value)
                copy[property] = value.DeepClone();
        return copy;
    }
}
