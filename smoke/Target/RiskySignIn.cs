using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace CognitoStack.Smoke.Target;

/// <summary>Sign-ins of a chosen risk, which only a local AWS knows (<c>x-local-risk</c>).</summary>
/// <param name="endpoint">The local AWS.</param>
internal sealed class RiskySignIn(Uri endpoint)
{
    /// <summary>How a local AWS answers to a password that it did not like for its risk.</summary>
    public const string Blocked = "Unable to login because of security reasons.";

    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>Sends a password with a risk.</summary>
    /// <returns>What came of it: <c>tokens</c>, the name of a challenge, or the message of an error.</returns>
    public async Task<string> TryAsync(AppClient client, string login, string password, string risk, CancellationToken cancel)
    {
        var parameters = new JsonObject
        {
            ["USERNAME"] = login,
            ["PASSWORD"] = password,
            ["PREFERRED_CHALLENGE"] = "PASSWORD",
        };
        if (client.SecretHash(login) is { } hash)
            parameters["SECRET_HASH"] = hash;
        var answer = await CallAsync(
            "InitiateAuth",
            new()
            {
                ["ClientId"] = client.Id,
                ["AuthFlow"] = "USER_AUTH",
                ["AuthParameters"] = parameters,
            },
            risk,
            cancel
        );
        return answer["AuthenticationResult"] is not null
            ? "tokens"
            : (answer["ChallengeName"] ?? answer["message"])?.ToString() ?? answer.ToJsonString();
    }

    private async Task<JsonObject> CallAsync(string operation, JsonObject input, string risk, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint)
        {
            Content = new StringContent(input.ToJsonString(), Encoding.UTF8),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.1");
        request.Headers.Add("X-Amz-Target", $"AWSCognitoIdentityProviderService.{operation}");
        request.Headers.Add("x-local-risk", risk);
        using var answer = await Http.SendAsync(request, cancel);
        return (JsonObject)JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancel))!;
    }
}
