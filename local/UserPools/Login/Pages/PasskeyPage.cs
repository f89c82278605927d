using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Login.Protocol;
using CognitoStack.Local.UserPools.Passkeys;

namespace CognitoStack.Local.UserPools.Login.Pages;

/// <summary>Signs in with a passkey.</summary>
internal sealed class PasskeyPage(LoginRenderer renderer, LoginSteps steps, SignInPage signIn, LoginFlows flows) : FlowPage(flows)
{
    public const string Path = "/login/passkey";

    public override IReadOnlyList<string> Paths => [Path];

    protected override Task ShowAsync(LoginVisit visit, LoginFlow flow) =>
        renderer.RenderAsync(
            visit,
            new(visit.Words["passkeyTitle"])
            {
                Text = visit.Words["passkeyText"],
                Passkey = new(
                    visit.Request.To(Path),
                    visit.Words["withPasskey"],
                    flow.Challenge!["ChallengeParameters"]![PasskeySignIn.Options]!.ToString(),
                    IsNew: false
                )
                {
                    Failed = visit.Words["passkeyFailed"],
                    NoScript = visit.Words["passkeyNoScript"],
                },
                Links = [new(visit.Words["backToSignIn"], visit.Request.To("/login"))],
            }
        );

    protected override async Task SubmitAsync(LoginVisit visit, LoginFlow flow)
    {
        try
        {
            await steps.AnswerAsync(visit, flow, flow.Challenge!["Session"]!.ToString(), ("CREDENTIAL", visit.Required("credential")));
        }
        catch (AwsException e) when (e is { Code: "NotAuthorizedException" })
        {
            // The challenge is used up.
            Flows.End(visit.Http);
            await signIn.ShowAsync(visit with { Error = e.Message, Form = null });
        }
    }
}
