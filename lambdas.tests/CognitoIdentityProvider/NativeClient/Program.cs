using System.Text.Json;
using Amazon.CognitoIdentityProvider;

namespace CognitoStack.Lambda.Tests.CognitoIdentityProvider.NativeClient;

/// <summary>Calls the operations that its arguments name, as its environment says, and writes a line of what came of each.</summary>
public static class Program
{
    /// <summary>The response as JSON, or the error.</summary>
    public static async Task<string> CallAsync(IAmazonCognitoIdentityProvider client, string operation)
    {
        try
        {
            var response = await Operations.All[operation].Call(client).ConfigureAwait(false);
            return JsonSerializer.Serialize(response, Shapes.Default.GetTypeInfo(response.GetType())!);
        }
        catch (Exception e)
        {
            return $"{e.GetType().Name}: {e.Message}";
        }
    }

    private static async Task Main(string[] operations)
    {
        using var client = new AmazonCognitoIdentityProviderClient();
        foreach (var operation in operations)
            Console.WriteLine(await CallAsync(client, operation).ConfigureAwait(false));
    }
}
