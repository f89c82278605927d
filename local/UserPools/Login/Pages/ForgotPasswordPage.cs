namespace CognitoStack.Local.UserPools.Login.Pages;

/// <summary>Sends a code to who forgot the password; to who is unknown it seems to.</summary>
internal sealed class ForgotPasswordPage(LoginRenderer renderer, LoginSteps steps) : ILoginPage
{
    public IReadOnlyList<string> Paths => ["/forgotPassword"];

    public Task ShowAsync(LoginVisit visit) =>
        renderer.RenderAsync(
            visit,
            new(visit.Words["forgotTitle"])
            {
                Text = visit.Words["forgotText"],
                Forms =
                [
                    new(
                        visit.Request.To("/forgotPassword"),
                        visit.Words["sendCode"],
                        [SignInNames.Field(visit.Request.Pool, visit.Words, visit["username"])]
                    ),
                ],
                Links = [new(visit.Words["backToSignIn"], visit.Request.To("/login"))],
            }
        );

    public Task SubmitAsync(LoginVisit visit) => steps.RecoverAsync(visit, visit.RequiredName());
}
