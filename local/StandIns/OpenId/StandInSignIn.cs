using System.Text.Json.Nodes;
using CognitoStack.Local.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace CognitoStack.Local.StandIns.OpenId;

/// <summary>Shows the people to be, and answers the app for whoever is chosen.</summary>
internal sealed class StandInSignIn(PeoplePages pages, StandInCodes codes, StandInTokens tokens)
{
    public async Task AnswerAsync(HttpContext http, StandIn standIn)
    {
        var query = http.Request.Query;
        // Nobody is sent to an address that is no app of this machine.
        if (standIn.Clients.FirstOrDefault(c => c.ClientId == query["client_id"].ToString()) is not { } client)
        {
            await pages.RefuseAsync(http, standIn, $"{standIn.Name} knows no app {query["client_id"]}.");
            return;
        }
        if (
            !Uri.TryCreate(query["redirect_uri"], UriKind.Absolute, out var callback)
            || callback.Scheme is not ("http" or "https")
            || query["redirect_uri"].ToString().Any(char.IsControl)
            || !LoopbackHosts.IsLoopback(callback.Host)
        )
        {
            await pages.RefuseAsync(http, standIn, $"{query["redirect_uri"]} is no address of this machine.");
            return;
        }
        var wanted = query["response_type"].ToString().Split(' ');
        if (wanted.Except(["code", "id_token", "token"]).Any())
            await SendAsync(http, standIn, new() { ["error"] = "unsupported_response_type" });
        else if (query["code_challenge_method"].ToString() is not ("" or "S256"))
            await SendAsync(http, standIn, new() { ["error"] = "invalid_request" });
        else if (query["prompt"].ToString() == "none")
            await SendAsync(http, standIn, new() { ["error"] = "login_required" });
        else if (await pages.ChooseAsync(http, standIn) is not { } choice)
            return;
        else if (choice.Person is null)
            await SendAsync(http, standIn, new() { ["error"] = "access_denied", ["error_description"] = "The person cancelled." });
        else
            await SendAsync(
                http,
                standIn,
                Answer(
                    standIn,
                    wanted,
                    new(standIn.Name, choice.Person, client.ClientId, query["scope"].ToString(), query["redirect_uri"].ToString())
                    {
                        Nonce = query["nonce"] is [{ } nonce] ? nonce : null,
                        Challenge = query["code_challenge"] is [{ } challenge] ? challenge : null,
                    }
                )
            );
    }

    private Dictionary<string, string?> Answer(StandIn standIn, string[] wanted, StandInGrant grant)
    {
        var answer = new Dictionary<string, string?>();
        if (wanted.Contains("code"))
            answer["code"] = codes.New(grant);
        if (wanted.Contains("token"))
        {
            answer["access_token"] = tokens.NewAccessToken(grant);
            answer["token_type"] = "bearer";
            answer["expires_in"] = ((int)StandInTokens.Validity.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
        if (wanted.Contains("id_token"))
            answer["id_token"] = tokens.IdToken(standIn, grant);
        if (standIn.Kind == "SignInWithApple" && grant.Covers("name") && codes.IsFirst(grant))
            answer["user"] = AppleUser(grant.Person).ToJsonString();
        return answer;
    }

    private static JsonObject AppleUser(Person person) =>
        new()
        {
            ["name"] = new JsonObject
            {
                ["firstName"] = person.Claims["given_name"]?.DeepClone(),
                ["lastName"] = person.Claims["family_name"]?.DeepClone(),
            },
            ["email"] = person.Claims["email"]?.DeepClone(),
        };

    private Task SendAsync(HttpContext http, StandIn standIn, Dictionary<string, string?> answer)
    {
        var query = http.Request.Query;
        var callback = query["redirect_uri"].ToString();
        if (query["state"] is [{ } state])
            answer["state"] = state;
        if (query["response_mode"].ToString() == "form_post")
            return pages.PostAsync(http, standIn, callback, answer);
        var isQuery =
            !answer.ContainsKey("access_token") && !answer.ContainsKey("id_token") && query["response_mode"].ToString() != "fragment";
        http.SendTo(isQuery ? QueryHelpers.AddQueryString(callback, answer) : $"{callback}#{QueryHelpers.AddQueryString("", answer)[1..]}");
        return Task.CompletedTask;
    }
}
