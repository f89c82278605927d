using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Login.Protocol;
using CognitoStack.Local.UserPools.Passkeys;
using CognitoStack.Local.UserPools.Risk;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.SignIn;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools.Login.Pages;

/// <summary>Leads a browser from one step of a sign-in to the next, and in the end back to the app.</summary>
internal sealed class LoginSteps(
    Users users,
    UserPoolApi api,
    PasswordSignIn passwords,
    CodeSignIn codes,
    PasskeySignIn passkeys,
    SignInTriggers triggers,
    SignInSteps steps,
    Challenges challenges,
    BrowserSessions sessions,
    LoginFlows flows,
    SignIns signIns,
    UserPoolMetrics metrics
)
{
    /// <summary>Signs in with a password.</summary>
    public async Task WithPasswordAsync(LoginVisit visit, string name, string password)
    {
        try
        {
            await GoOnAsync(
                visit,
                name,
                await CountedAsync(visit, () => passwords.StartAsync(visit.Scope, name, password, CourseOf(visit), visit.Cancel))
            );
        }
        catch (Http.AwsException e) when (e.Code is "UserNotConfirmedException" or "PasswordResetRequiredException")
        {
            if (e.Message == LeakChecks.MustReset)
            {
                await RecoverAsync(visit, name);
                return;
            }
            // Told only to who knows the password.
            GoTo(
                visit,
                LoginFlow.At(e.Code == "UserNotConfirmedException" ? "/confirmUser" : "/confirmforgotPassword", visit.Request, name)
            );
        }
    }

    /// <summary>Sends a code with which another password can be chosen.</summary>
    public async Task RecoverAsync(LoginVisit visit, string name)
    {
        var sent = await api.CallAsync(visit, "ForgotPassword", new() { ["Username"] = name });
        GoTo(
            visit,
            LoginFlow.At("/confirmforgotPassword", visit.Request, name) with
            {
                Destination = sent["CodeDeliveryDetails"]!["Destination"]!.ToString(),
            }
        );
    }

    /// <summary>Begins with another first factor: sends its code, or has the browser look for a passkey.</summary>
    public async Task WithFactorAsync(LoginVisit visit, string name, string factor) =>
        await GoOnAsync(
            visit,
            name,
            factor == Factor.Passkey
                ? await passkeys.StartAsync(visit.Scope, name, CourseOf(visit))
                : await codes.StartAsync(visit.Scope, name, factor, CourseOf(visit), visit.Cancel)
        );

    /// <summary>Signs in who has shown the password a moment ago; the trigger before an authentication is asked all the same.</summary>
    public async Task AfterPasswordAsync(LoginVisit visit, string name)
    {
        var scope = visit.Scope;
        var user = users.Get(scope.Pool, name);
        await triggers.BeforeAsync(scope, user, name, visit.Cancel);
        await GoOnAsync(visit, name, await steps.AfterPasswordAsync(scope, user, CourseOf(visit), visit.Cancel));
    }

    /// <summary>Answers a challenge.</summary>
    public async Task AnswerAsync(LoginVisit visit, LoginFlow flow, string session, params (string Name, string Value)[] responses)
    {
        var (client, name) = (visit.Request.Client, flow.Name);
        var all = new JsonObject(responses.Select(r => KeyValuePair.Create(r.Name, (JsonNode?)r.Value))) { ["USERNAME"] = name };
        if (client.Secret is { } secret)
            all["SECRET_HASH"] = SecretHash.Of(secret, name, client.Id);
        await GoOnAsync(
            visit,
            name,
            await CountedAsync(
                visit,
                () => challenges.AnswerAsync(visit.Scope, flow.Challenge!["ChallengeName"]!.ToString(), all, session, visit.Cancel)
            )
        );
    }

    /// <summary>Remembers where a browser is, and sends it to the page for it.</summary>
    public void GoTo(LoginVisit visit, LoginFlow flow)
    {
        flows.Set(visit.Http, flow);
        visit.Redirect(visit.Request.To(flow.Page));
    }

    // Whoever comes through is counted when the app gets tokens.
    private Task<JsonObject> CountedAsync(LoginVisit visit, Func<Task<JsonObject>> act) =>
        metrics.WatchAsync(Measured.SignIn, visit.Request.Pool, visit.Request.Client.Id, act, _ => false);

    private static Course CourseOf(LoginVisit visit) =>
        Course.Pages with
        {
            RelyingParty = visit.Request.Pool.Passkeys.ForPage(visit.Http.Request.Host.Host),
        };

    private async Task GoOnAsync(LoginVisit visit, string name, JsonObject result)
    {
        var request = visit.Request;
        if (result[SignInSteps.SignedIn]?.ToString() is not { } username)
        {
            var page = result["ChallengeName"]!.ToString() switch
            {
                "NEW_PASSWORD_REQUIRED" => "/changePassword",
                Factor.Passkey => PasskeyPage.Path,
                _ => "/mfa",
            };
            GoTo(visit, LoginFlow.At(page, request, name) with { Challenge = result });
            return;
        }
        var user = users.Get(request.Pool, username);
        flows.End(visit.Http);
        var session = sessions.Begin(visit.Http, request.Pool, user);
        visit.Redirect(await signIns.AnswerAsync(request, user, session.Authenticated, visit.Cancel));
    }
}
