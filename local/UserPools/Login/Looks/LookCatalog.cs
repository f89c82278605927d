using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools.Login.Looks;

/// <summary>Finds how a client's pages look, as the templates have it.</summary>
internal sealed class LookCatalog(Pools pools)
{
    /// <summary>What stands for a client in addresses where none is known.</summary>
    public const string NoClient = "-";

    private readonly ConditionalWeakTable<Deployed, ConcurrentDictionary<string, Look>> looks = [];

    /// <summary>Cognito's own look.</summary>
    public static Look Standard { get; } = Look.Managed(null);

    public Look Of(AppClient client)
    {
        var deployed = pools.Deployed;
        return looks.GetOrCreateValue(deployed).GetOrAdd(client.Id, _ => Read(deployed, client));
    }

    /// <summary>What of a client's look stands in the HTML; of Cognito's own where none is known.</summary>
    public LookFrame FrameOf(AppClient? client) => client is null ? new(Standard, NoClient) : new(Of(client), client.Id);

    private static Look Read(Deployed deployed, AppClient client)
    {
        JsonObject? Find(string type, params ReadOnlySpan<string> clients)
        {
            foreach (var id in clients)
            {
                if (
                    deployed.OfType(type).FirstOrDefault(r => r.Text("UserPoolId") == client.PoolId && r.Text("ClientId") == id) is
                    { } found
                )
                    return found.Properties;
            }
            return null;
        }
        var isClassic = deployed
            .OfType("AWS::Cognito::UserPoolDomain")
            .Any(d => d.Text("UserPoolId") == client.PoolId && d.Properties["ManagedLoginVersion"].Number() is null or 1);
        return isClassic
            ? Look.Classic(Find("AWS::Cognito::UserPoolUICustomizationAttachment", client.Id, "ALL")?["CSS"]?.ToString())
            : Look.Managed(Find("AWS::Cognito::ManagedLoginBranding", client.Id));
    }
}
