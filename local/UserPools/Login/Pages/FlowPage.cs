using CognitoStack.Local.UserPools.Login.Protocol;

namespace CognitoStack.Local.UserPools.Login.Pages;

/// <summary>A page in the middle of a flow: whoever is in none, or no longer, starts at the sign-in page.</summary>
internal abstract class FlowPage(LoginFlows flows) : ILoginPage
{
    public abstract IReadOnlyList<string> Paths { get; }

    protected LoginFlows Flows => flows;

    public async Task ShowAsync(LoginVisit visit)
    {
        if (Find(visit) is { } flow)
            await ShowAsync(visit, flow);
        else
            visit.Redirect(visit.Request.To("/login"));
    }

    public async Task SubmitAsync(LoginVisit visit)
    {
        if (Find(visit) is { } flow)
            await SubmitAsync(visit, flow);
        else
            visit.Redirect(visit.Request.To("/login"));
    }

    protected abstract Task ShowAsync(LoginVisit visit, LoginFlow flow);

    protected abstract Task SubmitAsync(LoginVisit visit, LoginFlow flow);

    private LoginFlow? Find(LoginVisit visit) => flows.Find(visit.Http, visit.Request, Paths[0]);
}
