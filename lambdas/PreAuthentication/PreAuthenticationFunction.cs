using Amazon.CognitoIdentityProvider;
using Amazon.CognitoIdentityProvider.Model;
using CognitoStack.Lambda.DynamoDb;
using CognitoStack.Lambda.PreAuthentication.DenyList;
using CognitoStack.Lambda.PreAuthentication.Groups;
using CognitoStack.Lambda.PreAuthentication.Linking;

namespace CognitoStack.Lambda.PreAuthentication;

/// <summary>The function's entry point.</summary>
public static class PreAuthenticationFunction
{
    /// <summary>Runs the gate until its host stops.</summary>
    public static Task<int> RunAsync(LambdaHost host) => LambdaRuntime.RunAsync(host, InitializeAsync);

    private static Task<int> Main() => RunAsync(LambdaHost.OfProcess());

    // A setting that nobody can read keeps the gate from starting, and so closes it.
    private static async Task<InvocationHandler> InitializeAsync(LambdaHost host)
    {
        var settings = GateSettings.FromEnvironment(host.Environment);
        var table = OpenDenyList(settings.DenyListTable, host.Environment);
        var cognito = settings.AllowedGroupsByClient.IsEmpty && settings.TrustedProviders.IsEmpty ? null : new UserPools(retries: 2);

        var ids = settings.AllowedGroupsByClient.IsEmpty
            ? null
            : new ClientIds(ParameterStoreClient.Open(host.Environment), [.. settings.AllowedGroupsByClient.Keys], TimeProvider.System);

        // Before the calls that take these connections, else those would make some of their own.
        table?.Connect();
        ids?.Connect();
        var calls = Task.WhenAll(
            WarmUp.TryAsync("The deny list", host.Log, table is null ? null : table.WarmUpAsync),
            WarmUp.TryAsync("The Parameter Store", host.Log, ids is null ? null : ids.ReadAsync),
            WarmUp.TryAsync("Cognito", host.Log, cognito is null ? null : cancellation => ConnectAsync(cognito, cancellation))
        );
        await calls.ConfigureAwait(false);
        var lookups = LookupsOf(settings, table, ids, cognito, host.FunctionName);
        return new PreAuthenticationHandler(settings.Rules, lookups, TimeProvider.System, host.FunctionName).HandleAsync;
    }

    private static Lookups LookupsOf(
        GateSettings settings,
        DenyListTable? table,
        ClientIds? ids,
        AmazonCognitoIdentityProviderClient? cognito,
        string functionName
    ) =>
        new()
        {
            DenyList = table,
            Groups = ids is null ? null : new ClientGroups(cognito!, ids, settings.AllowedGroupsByClient),
            Linking = settings.TrustedProviders.IsEmpty
                ? null
                : new AccountLinking(
                    cognito!,
                    new ClientProviders(cognito!),
                    new TrustedProviders
                    {
                        Names = settings.TrustedProviders,
                        SubjectAttributes = settings.SubjectAttributes,
                        HostedDomainAttributes = settings.HostedDomainAttributes,
                    }
                ),
            AllowOnFailure = settings.AllowOnFailure,
            FunctionName = functionName,
            Clock = TimeProvider.System,
        };

    private static DenyListTable? OpenDenyList(string table, IReadOnlyDictionary<string, string> environment) =>
        table.Length > 0 ? new(DynamoDbClient.Open(environment), table, TimeProvider.System) : null;

    // A call that needs no permission, changes nothing and is refused: the connection is what remains.
    private static async Task ConnectAsync(AmazonCognitoIdentityProviderClient cognito, CancellationToken cancellation)
    {
        try
        {
            await cognito.GetUserAsync(new GetUserRequest { AccessToken = "none" }, cancellation).ConfigureAwait(false);
        }
        catch (NotAuthorizedException) { }
    }
}
