using Amazon.CDK.AWS.Cognito;
using CognitoStack.Authentication.Federation;
using CognitoStack.Configuration;
using Constructs;

namespace CognitoStack.Authentication;

/// <summary>An application that signs users in, or itself (<c>AWS::Cognito::UserPoolClient</c>).</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Application-specific settings with app clients"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-client-apps.html).</remarks>
public sealed class AppClient : Construct
{
    /// <summary>Makes the client.</summary>
    /// <param name="scope">Stack.</param>
    /// <param name="id">Construct id; a changed id gives the application a new client id.</param>
    /// <param name="props">What it is like.</param>
    public AppClient(Construct scope, string id, AppClientProps props)
        : base(scope, id)
    {
        (Name, Configuration, Pool) = (props.Name, props.Configuration, props.Pool);
        var (configuration, pool) = (props.Configuration, props.PoolConfiguration);
        var interactive = configuration.IsInteractive;
        var rotation = interactive ? configuration.Tokens.RotationGraceSeconds(pool.Plan) : null;
        Resource = new CfnUserPoolClient(
            this,
            "Resource",
            new CfnUserPoolClientProps
            {
                UserPoolId = Pool.UserPoolId,
                ClientName = Name,
                GenerateSecret = configuration.Type is ClientType.Web or ClientType.Machine,
                AllowedOAuthFlowsUserPoolClient = true,
                AllowedOAuthFlows = [interactive ? "code" : "client_credentials"],
                AllowedOAuthScopes = [.. configuration.EffectiveScopes.Select(s => Scope(s, props.ResourceServers))],
                CallbackUrLs = interactive ? [.. configuration.CallbackUrls] : null,
                LogoutUrLs = configuration.LogoutUrls.Count == 0 ? null : [.. configuration.LogoutUrls],
                SupportedIdentityProviders = interactive ? [.. configuration.EffectiveProviders] : null,
                ExplicitAuthFlows = AuthFlows(props, rotation),
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
                RefreshTokenRotation = Rotation(interactive, rotation, pool.Plan),
                // Said for machines too: left out, Cognito lets a client write every standard attribute.
                ReadAttributes = UserPoolSchema.Readable(pool),
                WriteAttributes = UserPoolSchema.Writable(pool),
            }
        );
        // Cognito refuses a scope or a provider that does not exist yet, and both are texts that name no resource.
        foreach (
            var server in props.ResourceServers.Where(s =>
                configuration.EffectiveScopes.Any(scope => scope.StartsWith(s.Key + "/", StringComparison.Ordinal))
            )
        )
            Resource.AddResourceDependency(server.Value.Resource);
        foreach (var provider in props.Providers.Where(p => configuration.EffectiveProviders.Contains(p.Key)))
            Resource.AddResourceDependency(provider.Value.Resource);
    }

    /// <summary>Name in the environment file.</summary>
    public string Name { get; }

    /// <summary>The client's part of the environment file.</summary>
    public ClientConfiguration Configuration { get; }

    /// <summary>Pool whose users sign in.</summary>
    public IUserPool Pool { get; }

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
    private static string[] AuthFlows(AppClientProps props, int? rotation)
    {
        // A list must not be empty, or Cognito falls back to that default. A machine has no refresh token to use this with.
        if (!props.Configuration.IsInteractive)
            return ["ALLOW_REFRESH_TOKEN_AUTH"];
        // A client that offers other providers only takes no passwords; this flow does nothing without functions for it.
        if (!props.Configuration.SignsInAtThePool)
            return rotation is null ? ["ALLOW_REFRESH_TOKEN_AUTH"] : ["ALLOW_CUSTOM_AUTH"];
        List<string> flows = ["ALLOW_USER_SRP_AUTH"];
        // Passkeys and one-time codes are only offered in the choice-based flow.
        if (props.PoolConfiguration.FirstFactors.Any(f => f != FirstFactor.Password))
            flows.Add("ALLOW_USER_AUTH");
        if (props.CustomAuthentication)
            flows.Add("ALLOW_CUSTOM_AUTH");
        // The function that brings a user over gets the password, or Cognito does not call it.
        if (props.UserMigration)
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

/// <summary>What tells one app client from another.</summary>
public sealed record AppClientProps
{
    /// <summary>Name in the environment file.</summary>
    public required string Name { get; init; }

    /// <summary>The client's part of the environment file.</summary>
    public required ClientConfiguration Configuration { get; init; }

    /// <summary>Pool whose users sign in.</summary>
    public required IUserPool Pool { get; init; }

    /// <summary><c>userPool</c> of the environment.</summary>
    public required UserPoolConfiguration PoolConfiguration { get; init; }

    /// <summary>Whether there are functions for challenges of one's own.</summary>
    public bool CustomAuthentication { get; init; }

    /// <summary>Whether a function brings users over, who then must send the password itself.</summary>
    public bool UserMigration { get; init; }

    /// <summary>Resource servers by name: what <c>server/scope</c> stands for.</summary>
    public IReadOnlyDictionary<string, ResourceServer> ResourceServers { get; init; } = new Dictionary<string, ResourceServer>();

    /// <summary>Federated providers by name.</summary>
    public IReadOnlyDictionary<string, FederatedProvider> Providers { get; init; } = new Dictionary<string, FederatedProvider>();
}
