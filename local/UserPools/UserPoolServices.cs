using CognitoStack.Local.Deployment;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;
using CognitoStack.Local.Notifications;
using CognitoStack.Local.Providers;
using CognitoStack.Local.UserPools.Devices;
using CognitoStack.Local.UserPools.Endpoints;
using CognitoStack.Local.UserPools.Federation;
using CognitoStack.Local.UserPools.Imports;
using CognitoStack.Local.UserPools.Login.Pages;
using CognitoStack.Local.UserPools.Messages;
using CognitoStack.Local.UserPools.Operations;
using CognitoStack.Local.UserPools.Passkeys;
using CognitoStack.Local.UserPools.Passwords;
using CognitoStack.Local.UserPools.Risk;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.SignIn;
using CognitoStack.Local.UserPools.Store;
using CognitoStack.Local.UserPools.Tokens;
using CognitoStack.Local.UserPools.Triggers;

namespace CognitoStack.Local.UserPools;

/// <summary>Registers the user pools.</summary>
public static class UserPoolServices
{
    /// <summary>Adds the user pools. They take <see cref="IDeployment"/>, <see cref="StateFolder"/>, <see cref="TimeProvider"/>,
    /// <see cref="Access.IAuthorizer"/>, <see cref="Functions.IFunctions"/>, <see cref="Firewall.IWebFirewall"/> and data protection from the other parts.</summary>
    public static IServiceCollection AddUserPools(this IServiceCollection services, PoolIssuer? issuer = null, ForcedRisk? risk = null)
    {
        services.AddSingleton(risk ?? new ForcedRisk(null));
        services.AddSingleton(issuer ?? PoolIssuer.Aws);
        services.AddDataProtection();
        services
            .AddSingleton<Database>()
            .AddSingleton<Users>()
            .AddSingleton<NewUsers>()
            .AddSingleton<Attempts>()
            .AddSingleton<SendingLimits>()
            .AddSingleton<Grants>()
            .AddSingleton<ClientSecrets>()
            .AddSingleton<Pools>()
            .AddSingleton<PasswordKeeper>()
            .AddSingleton<TriggerInvoker>()
            .AddSingleton<SigningKeys>()
            .AddSingleton<TokenGeneration>()
            .AddSingleton<TokenIssuer>()
            .AddSingleton<TokenReader>()
            .AddSingleton<MachineTokens>()
            .AddSingleton<CodeTokens>()
            .AddSingleton<UserPoolLogs>()
            .AddSingleton<UserPoolMetrics>()
            .AddSingleton<PoolFirewall>()
            .AddSingleton<AuthEvents>()
            .AddSingleton<RiskJudge>()
            .AddSingleton<RiskMails>()
            .AddSingleton<ThreatProtection>()
            .AddSingleton<LeakChecks>()
            .AddSingleton<Feedback>()
            .AddSingleton<Mailbox>()
            .AddSingleton<IMail>(s => s.GetRequiredService<Mailbox>())
            .AddSingleton<CustomSenders>()
            .AddSingleton<Messenger>()
            .AddSingleton<Codes>()
            .AddSingleton<Sealing>()
            .AddSingleton<SignInSessions>()
            .AddSingleton<SignInTriggers>()
            .AddSingleton<SignInSteps>()
            .AddSingleton<CustomChallenges>()
            .AddSingleton<CustomSignIn>()
            .AddSingleton<Decoys>()
            .AddSingleton<PasswordSignIn>()
            .AddSingleton<SrpSignIn>()
            .AddSingleton<RefreshSignIn>()
            .AddSingleton<SoftwareTokens>()
            .AddSingleton<UserMigration>()
            .AddSingleton<SignInCodes>()
            .AddSingleton<SecondFactors>()
            .AddSingleton<SecondFactorAnswers>()
            .AddSingleton<CodeSignIn>()
            .AddSingleton<UserDevices>()
            .AddSingleton<DeviceSignIn>()
            .AddSingleton<PasskeySignIn>()
            .AddSingleton<PasskeyRegistration>()
            .AddSingleton<FirstFactors>()
            .AddSingleton<SignUpSessions>()
            .AddSingleton<Challenges>()
            .AddSingleton<Flows>()
            .AddSingleton<RegistrationTriggers>()
            .AddSingleton<AttributeChanges>()
            .AddSingleton<MfaPreference>()
            .AddSingleton<SignOut>()
            .AddSingleton<ImportJobs>()
            .AddSingleton<Paging>();
        services
            .AddSingleton<IOperations, SignUpOperations>()
            .AddSingleton<IOperations, SignInOperations>()
            .AddSingleton<IOperations, PasswordOperations>()
            .AddSingleton<IOperations, ProfileOperations>()
            .AddSingleton<IOperations, MfaOperations>()
            .AddSingleton<IOperations, SignOutOperations>()
            .AddSingleton<IOperations, AdminUserOperations>()
            .AddSingleton<IOperations, AdminAccountOperations>()
            .AddSingleton<IOperations, AdminGroupOperations>()
            .AddSingleton<IOperations, AdminSignInOperations>()
            .AddSingleton<IOperations, AdminLinkOperations>()
            .AddSingleton<IOperations, DescribeOperations>()
            .AddSingleton<IOperations, AdminGroupChanges>()
            .AddSingleton<IOperations, PasskeyOperations>()
            .AddSingleton<IOperations, RiskOperations>()
            .AddSingleton<IOperations, AdminRiskOperations>()
            .AddSingleton<IOperations, DeviceOperations>()
            .AddSingleton<IOperations, AdminDeviceOperations>()
            .AddSingleton<IOperations, DescribeResourceOperations>()
            .AddSingleton<IOperations, ClientSecretOperations>()
            .AddSingleton<IOperations, ImportOperations>()
            .AddSingleton<IOperations, PoolChanges>();
        services
            .AddSingleton<ProviderReader>()
            .AddSingleton<FederationFlows>()
            .AddSingleton<FederatedUsers>()
            .AddSingleton<FederationReturn>()
            .AddSingleton<FederatedSignIns>()
            .AddSingleton<ProviderAnswerReader>()
            .AddSingleton<SamlProviders>()
            .AddSingleton<SamlSignOut>()
            .AddSingleton<IFederationProtocol, SamlFederation>()
            .AddSingleton<IProviderClients, PoolProviderClients>()
            .AddSingleton<IFederationProtocol, OpenIdFederation>();
        services.AddLoginPages();
        return services
            .AddSingleton<IJsonService, UserPoolService>()
            .AddSingleton<IUserPoolTokens, UserPoolTokens>()
            .AddSingleton<ISupports, UserPoolSupport>()
            .AddSingleton<IResourceLife, UserPoolLife>()
            .AddSingleton<IDeploymentStep, UserPoolStep>();
    }
}
