using System.Text.Json;
using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Login.Protocol;
using CognitoStack.Local.UserPools.Passkeys;

namespace CognitoStack.Local.UserPools.Login.Pages;

/// <summary>Has somebody who is signed in add a passkey, and goes back to the app then.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "User pool managed login", passkeys.
/// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-managed-login.html</remarks>
internal sealed class AddPasskeyPage(LoginRenderer renderer, PasskeyRegistration registration, BrowserSessions sessions, SignIns signIns)
    : ILoginPage
{
    public const string Path = "/passkeys/add";

    public IReadOnlyList<string> Paths => [Path];

    public Task ShowAsync(LoginVisit visit)
    {
        var (request, words) = (visit.Request, visit.Words);
        if (sessions.Find(visit.Http, request.Pool) is not var (_, user))
        {
            visit.Redirect(request.To("/login"));
            return Task.CompletedTask;
        }
        var options = registration.Start(request.Pool, request.Client, user, request.Pool.Passkeys.ForPage(visit.Http.Request.Host.Host));
        return renderer.RenderAsync(
            visit,
            new(words["passkeyAddTitle"])
            {
                Text = words["passkeyAddText"],
                Passkey = new(request.To(Path), words["passkeyAdd"], options.ToJsonString(), IsNew: true)
                {
                    Failed = words["passkeyFailed"],
                    NoScript = words["passkeyNoScript"],
                },
                Links = [new(words["backToSignIn"], request.To("/login"))],
            }
        );
    }

    public async Task SubmitAsync(LoginVisit visit)
    {
        var request = visit.Request;
        if (sessions.Find(visit.Http, request.Pool) is not var (session, user))
        {
            visit.Redirect(request.To("/login"));
            return;
        }
        await registration.CompleteAsync(request.Pool, request.Client, user, Credential(visit.Required("credential")), visit.Cancel);
        visit.Redirect(await signIns.AnswerAsync(request, user, session.Authenticated, visit.Cancel));
    }

    private static JsonObject Credential(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? throw Error.InvalidParameter("The passkey cannot be read.");
        }
        catch (JsonException)
        {
            throw Error.InvalidParameter("The passkey cannot be read.");
        }
    }
}
