using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace CognitoStack.Smoke.Target;

/// <summary>Sign-ins of a chosen risk, which only a local AWS knows (<see cref="Header"/>).</summary>
/// <param name="endpoint">The local AWS.</param>
internal sealed class RiskySignIn(Uri endpoint)
{
    /// <summary>Says how risky a request shall be.</summary>
    public const string Header = "x-local-risk";

    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>Sends a password with a risk.</summary>
    /// <returns>What came of it: one of <see cref="RiskOutcomes"/>, or the answer.</returns>
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
        return answer["AuthenticationResult"] is not null ? RiskOutcomes.SignedIn
            : answer["ChallengeName"]?.ToString() == "EMAIL_OTP" ? RiskOutcomes.Asked
            : answer["message"]?.ToString() == "Unable to login because of security reasons." ? RiskOutcomes.Blocked
            : answer.ToJsonString();
    }

    private async Task<JsonObject> CallAsync(string operation, JsonObject input, string risk, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint)
        {
            Content = new StringContent(input.ToJsonString(), Encoding.UTF8),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.1");
        request.Headers.Add("X-Amz-Target", $"AWSCognitoIdentityProviderService.{operation}");
        request.Headers.Add(Header, risk);
        using var answer = await Http.SendAsync(request, cancel);
        return (JsonObject)JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancel))!;
    }
}
