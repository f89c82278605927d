using CognitoStack.Local.UserPools.Login.Looks;
using CognitoStack.Local.UserPools.Login.Protocol;
using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools.Login.Pages;

/// <summary>Signs in with a password, or goes on as who has signed in already; and leads to other providers.</summary>
internal sealed class SignInPage(LoginRenderer renderer, LookCatalog looks, BrowserSessions sessions, LoginSteps steps, SignIns signIns)
    : ILoginPage
{
    public IReadOnlyList<string> Paths => ["/login"];

    public Task ShowAsync(LoginVisit visit)
    {
        var (request, words) = (visit.Request, visit.Words);
        var known = sessions.Find(visit.Http, request.Pool)?.User;
        var action = request.To("/login");
        var (forms, links) = (new List<FormView>(), new List<LinkView>());
        var first =
            known is null || request.Prompts.Contains("login")
                ? null
                : new FormView(action, words.Format("continueAs", known["email"] ?? known.Username), []);
        if (request.HasOwnUsers || request.AsksNameFirst)
        {
            var name = SignInNames.Field(request.Pool, words, visit.Form is null ? request.LoginHint : visit["username"]);
            var password = new FieldView("password", words["password"]) { Type = "password", Autocomplete = "current-password" };
            var isNamed =
                visit["username"].Trim().Length > 0
                && (visit.Error is null || visit.Form!.ContainsKey("password") || visit.Form.ContainsKey(FactorForms.Field));
            // Whoever may choose says the name first: the page that follows is the same for everybody, known or not.
            var form =
                !request.AsksNameFirst ? new FormView(action, words["signIn"], [name, password])
                : !isNamed ? new FormView(action, words["continue"], [name])
                : request.Pool.FirstFactors.Contains(Factor.Password)
                    ? new FormView(action, words["signIn"], [name with { IsReadOnly = true }, password])
                : null;
            if (form is not null)
                forms.Add(form with { IsSecondary = first is not null });
            if (request.OffersChoice && isNamed)
                forms.AddRange(FactorForms.First(visit, action, visit["username"].Trim()));
            if (request.AsksNameFirst && isNamed)
                links.Add(new(words["otherName"], action));
        }
        if (known is not null && request.Pool.FirstFactors.Contains(Factor.Passkey))
            links.Add(new(words["passkeyAdd"], request.To(AddPasskeyPage.Path)));
        if (request.HasOwnUsers)
            links.Add(new(words["forgot"], request.To("/forgotPassword")));
        if (request.HasOwnUsers && !request.Pool.OnlyAdminsCreateUsers)
            links.Add(new(words["createAccount"], request.To("/signup")) { Lead = words["newHere"] });
        return renderer.RenderAsync(
            visit,
            new(words["signIn"])
            {
                First = first,
                Forms = forms,
                Links = links,
                Providers = [.. Providers(visit)],
                AreProvidersFirst = looks.Of(request.Client).AreProvidersFirst,
            }
        );
    }

    public async Task SubmitAsync(LoginVisit visit)
    {
        var request = visit.Request;
        // The button that goes on as somebody has no field.
        if (
            !visit.Form!.ContainsKey("username")
            && !request.Prompts.Contains("login")
            && sessions.Find(visit.Http, request.Pool) is var (session, user)
        )
        {
            visit.Redirect(await signIns.AnswerAsync(request, user, session.Authenticated, visit.Cancel));
            return;
        }
        if (request.AsksNameFirst && request.ProviderOf(visit.RequiredName()) is { } provider)
        {
            visit.Redirect(request.ToProvider(provider.Name));
            return;
        }
        if (!request.HasOwnUsers)
            throw UserPools.Error.NotAuthorized("Users of this user pool do not sign in to this app client.");
        if (request.OffersChoice && FactorForms.Offered(request).Contains(visit[FactorForms.Field]))
        {
            await steps.WithFactorAsync(visit, visit.RequiredName(), visit[FactorForms.Field]);
            return;
        }
        if (request.AsksNameFirst && !visit.Form!.ContainsKey("password"))
        {
            visit.RequiredName();
            await ShowAsync(visit);
            return;
        }
        await steps.WithPasswordAsync(visit, visit.RequiredName(), visit.Required("password"));
    }

    private IEnumerable<LinkView> Providers(LoginVisit visit)
    {
        var client = visit.Request.Client;
        var frame = looks.FrameOf(client);
        return looks
            .Of(client)
            .Ordered(visit.Request.Providers.Select(p => p.Name))
            .Select(provider => new LinkView(visit.Words.Format("continueWith", ShownName(provider)), visit.Request.ToProvider(provider))
            {
                Icon = frame.ProviderIcon(provider),
            });
    }

    private static string ShownName(string provider) =>
        provider switch
        {
            "SignInWithApple" => "Apple",
            "LoginWithAmazon" => "Amazon",
            _ => provider,
        };
}
