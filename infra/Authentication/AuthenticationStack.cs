using Amazon.CDK;
using Amazon.CDK.AWS.Lambda;
using CognitoStack.Authentication.Adoption;
using CognitoStack.Authentication.Federation;
using CognitoStack.Authentication.ThreatProtection;
using CognitoStack.Authentication.Triggers;
using CognitoStack.Common;
using CognitoStack.Configuration;
using Constructs;

namespace CognitoStack.Authentication;

/// <summary>Who are you: user pool, providers, login pages, app clients, and the functions before and after authentication.</summary>
public sealed class AuthenticationStack : Stack
{
    private readonly EnvironmentConfiguration environment;
    private readonly DataProtection protection;

    /// <summary>Makes the stack.</summary>
    /// <param name="scope">App.</param>
    /// <param name="id">Name of the stack.</param>
    /// <param name="props">Place, description, protection.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="code">The published functions.</param>
    public AuthenticationStack(Construct scope, string id, IStackProps props, EnvironmentConfiguration environment, TriggerCode code)
        : base(scope, id, props)
    {
        this.environment = environment;
        protection = new DataProtection(environment.Production);

        var triggers = AddTriggers(code);
        var described = new UserPoolProps
        {
            Configuration = environment.UserPool,
            Threats = environment.ThreatProtection,
            Triggers = triggers.Configuration,
            Protection = protection,
        };
        Adopted = environment.UserPool.Adopt is null ? null : new AdoptedUserPool(this, "UserPool", described, triggers);
        var pool = (IUserPool?)Adopted ?? new UserPool(this, "UserPool", described);
        triggers.AllowCallsFrom(pool);
        var providers = environment.IdentityProviders.ToDictionary(
            p => p.Key,
            p => new FederatedProvider(this, $"Provider{LogicalName.Of(p.Key)}", p.Key, p.Value, pool)
        );
        var servers = environment.ResourceServers.ToDictionary(
            s => s.Key,
            s => new ResourceServer(this, $"ResourceServer{Naming.Pascal(s.Key)}", s.Key, s.Value, pool)
        );
        var clients = environment
            .Clients.Select(c => new AppClient(
                this,
                $"Client{Naming.Pascal(c.Key)}",
                new AppClientProps
                {
                    Name = c.Key,
                    Configuration = c.Value,
                    Pool = pool,
                    PoolConfiguration = environment.UserPool,
                    CustomAuthentication = environment.HasCustomAuthentication,
                    UserMigration = environment.UserMigration is not null,
                    ResourceServers = servers,
                    Providers = providers,
                }
            ))
            .ToList();
        var interactive = clients.Where(c => c.Configuration.IsInteractive).ToList();
        AddRiskActions(pool, interactive);
        var domain = new LoginDomain(
            this,
            "Domain",
            new LoginDomainProps
            {
                Environment = environment.Name,
                Configuration = environment.Domain,
                Pool = pool,
                Region = environment.Place,
                ManagedLogin = environment.UsesManagedLogin,
            }
        );
        AddLooks([.. interactive.Where(c => environment.ClientsWithPages.Contains(c.Name))], domain);
        Reference = Publish(pool, clients, domain, triggers);
        PublishAddresses(pool, domain);
        // CloudFormation tells a pool nothing that it does not manage: npm run wire does, by these.
        if (Adopted is not null)
            foreach (var (property, _, arn, version) in triggers.Wiring)
                Add($"Trigger{property}", version is null ? arn : $"{arn} {version}", $"What the user pool calls at {property}");
    }

    /// <summary>The pool that exists, or null where one is made.</summary>
    public AdoptedUserPool? Adopted { get; }

    /// <summary>What other stacks know of the user pool.</summary>
    public UserPoolReference Reference { get; }

    private UserPoolTriggers AddTriggers(TriggerCode code)
    {
        var gate = environment.SignInRules is { } rules
            ? new SignInGate(
                this,
                "SignInGate",
                new SignInGateProps
                {
                    Environment = environment.Name,
                    Rules = rules,
                    Links = environment.Links,
                    Hosting = Hosting(code.PreAuthentication),
                }
            )
            : null;
        var audit = environment.SignInAudit is { } records
            ? new SignInAudit(this, "SignInAudit", records, Hosting(code.PostAuthentication))
            : null;
        var migration = environment.UserMigration is { } old
            ? new UserMigration(this, "UserMigration", old, environment.UserPool.Attributes.Keys, Hosting(code.UserMigration))
            : null;
        return new UserPoolTriggers(
            this,
            "Triggers",
            new UserPoolTriggersProps
            {
                Gate = gate,
                Audit = audit,
                Migration = migration,
                Own = environment.Triggers,
                Protection = protection,
            }
        );

        TriggerHosting Hosting(Code function) => new(function, environment.Operations.LogRetentionDays, protection);
    }

    private void AddRiskActions(IUserPool pool, List<AppClient> clients)
    {
        if (environment.ThreatProtection is not { IsActive: true } threats)
            return;
        if (!threats.IsEmpty)
            Add("RiskActions", threats, null);
        foreach (var client in clients.Where(c => threats.Clients.ContainsKey(c.Name)))
            Add($"RiskActions{Naming.Pascal(client.Name)}", threats.Clients[client.Name], client);

        void Add(string id, RiskConfiguration risk, AppClient? client) =>
            _ = new RiskActions(
                this,
                id,
                new RiskActionsProps
                {
                    Pool = pool,
                    Client = client,
                    Risk = risk,
                    Email = environment.UserPool.Email,
                }
            );
    }

    private void AddLooks(List<AppClient> clients, LoginDomain domain)
    {
        foreach (var client in clients)
        {
            var brand = environment.Brands.GetValueOrDefault(client.Name);
            if (environment.UsesManagedLogin)
                _ = new ManagedLogin(this, $"Branding{Naming.Pascal(client.Name)}", client, brand);
            else if (brand is not null)
                _ = new ClassicLogin(this, $"Classic{Naming.Pascal(client.Name)}", client, domain, brand);
            if (environment.Branding?.Terms is { } terms)
                _ = new TermsDocuments(this, $"Terms{Naming.Pascal(client.Name)}", terms, client);
        }
    }

    private UserPoolReference Publish(IUserPool pool, List<AppClient> clients, LoginDomain domain, UserPoolTriggers triggers)
    {
        var gate = triggers.Gate is not { } asked
            ? null
            : new TriggerReference(
                Add("GateFunctionName", asked.Trigger.Function.FunctionName, "Name of the function before authentication"),
                asked.DenyList is null
                    ? null
                    : Add("DenyListTableName", asked.DenyList.TableName, "Table of users, domains and clients that may not sign in")
            );
        var audit = triggers.Audit is not { } told
            ? null
            : new TriggerReference(
                Add("AuditFunctionName", told.Trigger.Function.FunctionName, "Name of the function after authentication"),
                Add("AuditTableName", told.Table.TableName, "Table of the records of sign-ins")
            );
        var migration = triggers.Migration is not { } mover
            ? null
            : new TriggerReference(
                Add("MigrationFunctionName", mover.Trigger.Function.FunctionName, "Name of the function that brings users over"),
                null
            );
        var userPoolId = Add("UserPoolId", pool.UserPoolId, "Id of the user pool");
        var userPoolArn = Add("UserPoolArn", pool.UserPoolArn, "ARN of the user pool");
        Add("Region", Region, "Region of the user pool");
        var first = clients.FirstOrDefault(c => environment.ClientsWithPages.Contains(c.Name));
        Add("SignInUrl", first is null ? domain.Url : domain.SignInUrl(first), "Where users sign in");
        if (triggers.SenderKey is { } key)
            Add("CustomSenderKeyArn", key.KeyArn, "Key that custom senders decrypt codes with");
        var ids = clients.ToDictionary(c => c.Name, c => Add(Naming.ClientId(c.Name), c.ClientId, $"Id of the app client {c.Name}"));
        return new UserPoolReference
        {
            UserPoolId = userPoolId,
            UserPoolArn = userPoolArn,
            ClientIds = clients.Where(c => c.Configuration.IsInteractive).ToDictionary(c => c.Name, c => ids[c.Name]),
            Gate = gate,
            Audit = audit,
            Migration = migration,
        };
    }

    /// <summary>What somebody needs who configures an API, a provider or a domain's DNS.</summary>
    private void PublishAddresses(IUserPool pool, LoginDomain domain)
    {
        Add("Issuer", $"https://{pool.ProviderName}", "Issuer of the tokens");
        Add("JwksUri", $"https://{pool.ProviderName}/.well-known/jwks.json", "Keys that verify the tokens");
        Add("LoginUrl", domain.Url, "Address of the login pages");
        if (environment.Domain.Name is not null)
            Add("LoginDomainTarget", domain.Resource.AttrCloudFrontDistribution, "Target of the alias or CNAME record of the login domain");
        if (environment.IdentityProviders.Values.Any(p => p is not SamlConfiguration))
            Add("ProviderRedirectUri", $"{domain.Url}/oauth2/idpresponse", "Redirect URI for social and OpenID Connect providers");
        if (!environment.IdentityProviders.Values.Any(p => p is SamlConfiguration))
            return;
        Add("SamlAcsUrl", $"{domain.Url}/saml2/idpresponse", "Assertion consumer service URL for SAML providers");
        Add("SamlEntityId", $"urn:amazon:cognito:sp:{pool.UserPoolId}", "Entity id (audience) of the user pool for SAML providers");
        Add("SamlLogoutUrl", $"{domain.Url}/saml2/logout", "Single logout URL for SAML providers");
    }

    private string Add(string name, string value, string description) => Published.Add(this, environment.Name, name, value, description);
}
