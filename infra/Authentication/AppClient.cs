using Amazon.CDK.AWS.Cognito;
using CognitoStack.Authentication.Federation;
using CognitoStack.Configuration;
using Constructs;

namespace CognitoStack.Authentication;

/// <summary>An application that signs users in, or itself (<c>AWS::Cognito::UserPoolClient</c>).</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Application-specific settings with app clients".</remarks>
public sealed class AppClient : Construct
{
    /// <summary>Makes the client.</summary>
    /// <param name="scope">Stack.</param>
    /// <param name="id">Construct id; a changed id gives the application a new client id.</param>
    /// <param name="name">Name in the environment file.</param>
    /// <param name="configuration">The client's part of the environment file.</param>
    /// <param name="pool">Pool whose users sign in.</param>
    /// <param name="poolConfiguration"><c>userPool</c> of the environment.</param>
    /// <param name="customAuthentication">Whether there are functions for challenges of one's own.</param>
    /// <param name="userMigration">Whether a function brings users over, who then must send the password itself.</param>
    /// <param name="resourceServers">Resource servers by name: what <c>server/scope</c> stands for.</param>
    /// <param name="providers">Federated providers by name.</param>
    public AppClient(
        Construct scope,
        string id,
        string name,
        ClientConfiguration configuration,
        IUserPool pool,
        UserPoolConfiguration poolConfiguration,
        bool customAuthentication,
        bool userMigration,
        IReadOnlyDictionary<string, ResourceServer> resourceServers,
        IReadOnlyDictionary<string, FederatedProvider> providers
    )
        : base(scope, id)
    {
        var interactive = configuration.IsInteractive;
        var rotation = interactive ? configuration.Tokens.RotationGraceSeconds(poolConfiguration.Plan) : null;
        Name = name;
        Configuration = configuration;
        Resource = new CfnUserPoolClient(
            this,
            "Resource",
            new CfnUserPoolClientProps
            {
                UserPoolId = pool.UserPoolId,
                ClientName = name,
                GenerateSecret = configuration.Type is ClientType.Web or ClientType.Machine,
                AllowedOAuthFlowsUserPoolClient = true,
                AllowedOAuthFlows = [interactive ? "code" : "client_credentials"],
                AllowedOAuthScopes = [.. configuration.EffectiveScopes.Select(s => Scope(s, resourceServers))],
                CallbackUrLs = interactive ? [.. configuration.CallbackUrls] : null,
                LogoutUrLs = configuration.LogoutUrls.Count == 0 ? null : [.. configuration.LogoutUrls],
                SupportedIdentityProviders = interactive ? [.. configuration.EffectiveProviders] : null,
                ExplicitAuthFlows = AuthFlows(configuration, rotation, poolConfiguration, customAuthentication, userMigration),
                PreventUserExistenceErrors = "ENABLED",
                EnableTokenRevocation = true,
                AccessTokenValidity = configuration.Tokens.Access.TotalSeconds,
                IdTokenValidity = configuration.Tokens.Id.TotalSeconds,
                RefreshTokenValidity = configuration.Tokens.Refresh.TotalSeconds,
                TokenValidityUnits = new CfnUserPoolClient.TokenValidityUnitsProperty
                {
                    AccessToken = "seconds",
                    IdToken = "seconds",
                    RefreshToken = "seconds",
                },
                RefreshTokenRotation = Rotation(interactive, rotation, poolConfiguration.Plan),
                // Said for machines too: left out, Cognito lets a client write every standard attribute.
                ReadAttributes = UserPoolSchema.Readable(poolConfiguration),
                WriteAttributes = UserPoolSchema.Writable(poolConfiguration),
            }
        );
        // Cognito refuses a scope or a provider that does not exist yet, and both are texts that name no resource.
        foreach (
            var server in resourceServers.Where(s =>
                configuration.EffectiveScopes.Any(scope => scope.StartsWith(s.Key + "/", StringComparison.Ordinal))
            )
        )
            Resource.AddResourceDependency(server.Value.Resource);
        foreach (var provider in providers.Where(p => configuration.EffectiveProviders.Contains(p.Key)))
            Resource.AddResourceDependency(provider.Value.Resource);
    }

    /// <summary>Name in the environment file.</summary>
    public string Name { get; }

    /// <summary>The client's part of the environment file.</summary>
    public ClientConfiguration Configuration { get; }

    /// <summary>The CloudFormation resource.</summary>
    public CfnUserPoolClient Resource { get; }

    /// <summary>Client id.</summary>
    public string ClientId => Resource.Ref;

    /// <summary>Said outright when off, too: what an update leaves out stays on. Machines have no refresh token, and the Lite plan no rotation.</summary>
    private static CfnUserPoolClient.RefreshTokenRotationProperty? Rotation(bool interactive, int? graceSeconds, UserPoolPlan plan) =>
        !interactive || plan == UserPoolPlan.Lite ? null
        : graceSeconds is null ? new() { Feature = "DISABLED" }
        : new() { Feature = "ENABLED", RetryGracePeriodSeconds = graceSeconds };

    /// <summary>Says outright how SDKs may sign in, as Cognito's own default allows more than is wanted.</summary>
    private static string[] AuthFlows(
        ClientConfiguration client,
        int? rotation,
        UserPoolConfiguration pool,
        bool customAuthentication,
        bool userMigration
    )
    {
        // A list must not be empty, or Cognito falls back to that default. A machine has no refresh token to use this with.
        if (!client.IsInteractive)
            return ["ALLOW_REFRESH_TOKEN_AUTH"];
        // A client that offers other providers only takes no passwords; this flow does nothing without functions for it.
        if (!client.SignsInAtThePool)
            return rotation is null ? ["ALLOW_REFRESH_TOKEN_AUTH"] : ["ALLOW_CUSTOM_AUTH"];
        List<string> flows = ["ALLOW_USER_SRP_AUTH"];
        // Passkeys and one-time codes are only offered in the choice-based flow.
        if (pool.FirstFactors.Any(f => f != FirstFactor.Password))
            flows.Add("ALLOW_USER_AUTH");
        if (customAuthentication)
            flows.Add("ALLOW_CUSTOM_AUTH");
        // The function that brings a user over gets the password, or Cognito does not call it.
        if (userMigration)
            flows.Add("ALLOW_USER_PASSWORD_AUTH");
        // With rotation Cognito refuses this flow; GetTokensFromRefreshToken takes its place.
        if (rotation is null)
            flows.Add("ALLOW_REFRESH_TOKEN_AUTH");
        return [.. flows];
    }

    private static string Scope(string scope, IReadOnlyDictionary<string, ResourceServer> servers)
    {
        var slash = scope.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? scope : $"{servers[scope[..slash]].Identifier}/{scope[(slash + 1)..]}";
    }
}
