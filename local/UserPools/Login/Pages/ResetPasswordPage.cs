using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Login.Protocol;

namespace CognitoStack.Local.UserPools.Login.Pages;

/// <summary>Sets a new password with the code that was sent, and signs in with it.</summary>
internal sealed class ResetPasswordPage(LoginRenderer renderer, UserPoolApi api, LoginSteps steps, LoginFlows flows) : FlowPage(flows)
{
    private const string Password = "new_password";

    public override IReadOnlyList<string> Paths => ["/confirmforgotPassword", "/resetPassword"];

    protected override Task ShowAsync(LoginVisit visit, LoginFlow flow) =>
        renderer.RenderAsync(
            visit,
            new(visit.Words["resetTitle"])
            {
                Text = flow.Destination is null ? visit.Words["resetTextNoCode"] : visit.Words.Format("resetText", flow.Destination),
                Forms =
                [
                    new(
                        visit.Request.To(Paths[0]),
                        visit.Words["reset"],
                        [
                            CodeField.Of(visit.Words) with
                            {
                                Value = visit["code"],
                            },
                            .. NewPasswordFields.Of(visit.Request.Pool, visit.Words, Password),
                        ]
                    ),
                ],
                Links = [new(visit.Words["backToSignIn"], visit.Request.To("/login"))],
            }
        );

    protected override async Task SubmitAsync(LoginVisit visit, LoginFlow flow)
    {
        var (code, password) = (visit.Required("code").Trim(), NewPasswordFields.Read(visit, Password));
        try
        {
            await api.CallAsync(
                visit,
                "ConfirmForgotPassword",
                new()
                {
                    ["Username"] = flow.Name,
                    ["ConfirmationCode"] = code,
                    ["Password"] = password,
                }
            );
        }
        catch (AwsException e) when (e.Code == "ExpiredCodeException" && visit.Request.Scope.HidesUsers)
        {
            // That there is no code to expire would tell who has not confirmed yet from who is unknown.
            throw Error.CodeMismatch();
        }

        Flows.End(visit.Http);
        await steps.WithPasswordAsync(visit, flow.Name, password);
    }
}
