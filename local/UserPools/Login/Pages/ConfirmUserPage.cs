using CognitoStack.Local.UserPools.Login.Protocol;

namespace CognitoStack.Local.UserPools.Login.Pages;

/// <summary>Confirms a new user with the code that was sent, or sends another; then the user is signed in.</summary>
internal sealed class ConfirmUserPage(LoginRenderer renderer, UserPoolApi api, LoginSteps steps, LoginFlows flows) : FlowPage(flows)
{
    // Another code is asked for from this page: in AWS it has an address of its own.
    private const string Resend = "/resendcode";

    public override IReadOnlyList<string> Paths => ["/confirmUser", "/confirm", Resend];

    protected override Task ShowAsync(LoginVisit visit, LoginFlow flow)
    {
        var (request, words) = (visit.Request, visit.Words);
        return renderer.RenderAsync(
            visit,
            new(words["confirmTitle"])
            {
                Text = flow.Destination is null ? words["confirmTextNoCode"] : words.Format("confirmText", flow.Destination),
                Forms =
                [
                    new(request.To(Paths[0]), words["confirm"], [CodeField.Of(words)]),
                    new(request.To(Resend), words["resend"], []) { IsSecondary = true },
                ],
                Links = [new(words["backToSignIn"], request.To("/login"))],
            }
        );
    }

    protected override async Task SubmitAsync(LoginVisit visit, LoginFlow flow)
    {
        if (visit.Http.Request.Path.Value!.TrimEnd('/').Equals(Resend, StringComparison.OrdinalIgnoreCase))
        {
            var sent = await api.CallAsync(visit, "ResendConfirmationCode", new() { ["Username"] = flow.Name });
            var destination = sent["CodeDeliveryDetails"]!["Destination"]!.ToString();
            Flows.Set(visit.Http, flow with { Destination = destination });
            await ShowAsync(visit with { Notice = visit.Words.Format("resent", destination) }, flow with { Destination = destination });
            return;
        }
        await api.CallAsync(
            visit,
            "ConfirmSignUp",
            new() { ["Username"] = flow.Name, ["ConfirmationCode"] = visit.Required("code").Trim() }
        );
        Flows.End(visit.Http);
        await steps.AfterPasswordAsync(visit, flow.Name);
    }
}
