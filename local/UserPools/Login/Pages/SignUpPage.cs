using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Login.Protocol;
using CognitoStack.Local.UserPools.Messages;

namespace CognitoStack.Local.UserPools.Login.Pages;

/// <summary>People make their own users.</summary>
internal sealed class SignUpPage(LoginRenderer renderer, UserPoolApi api, LoginSteps steps, TermsLinks terms) : ILoginPage
{
    public IReadOnlyList<string> Paths => ["/signup"];

    public Task ShowAsync(LoginVisit visit)
    {
        RequireOpen(visit);
        var (request, words) = (visit.Request, visit.Words);
        return renderer.RenderAsync(
            visit,
            new(words["signUp"])
            {
                Forms =
                [
                    new(
                        request.To("/signup"),
                        words["signUp"],
                        [
                            SignInNames.Field(request.Pool, words, visit["username"]),
                            .. Asked(visit).Select(a => AttributeFields.Of(a, words, visit[a])),
                            .. NewPasswordFields.Of(request.Pool, words, "password"),
                        ]
                    ),
                ],
                Links = [new(words["signIn"], request.To("/login")) { Lead = words["haveAccount"] }],
                Terms = terms.Of(request.Client, words),
            }
        );
    }

    public async Task SubmitAsync(LoginVisit visit)
    {
        RequireOpen(visit);
        var name = visit.RequiredName();
        var password = NewPasswordFields.Read(visit, "password");
        var attributes = Asked(visit).Select(a => (JsonNode)new JsonObject { ["Name"] = a, ["Value"] = visit.Required(a) });
        var made = await api.CallAsync(
            visit,
            "SignUp",
            new()
            {
                ["Username"] = name,
                ["Password"] = password,
                ["UserAttributes"] = new JsonArray([.. attributes]),
            }
        );
        if (made["UserConfirmed"]!.GetValue<bool>())
        {
            await steps.WithPasswordAsync(visit, name, password);
            return;
        }
        steps.GoTo(
            visit,
            LoginFlow.At("/confirmUser", visit.Request, name) with
            {
                Destination = made["CodeDeliveryDetails"]?["Destination"]?.ToString(),
            }
        );
    }

    private static void RequireOpen(LoginVisit visit)
    {
        if (visit.Request.Pool.OnlyAdminsCreateUsers || !visit.Request.HasOwnUsers)
            throw new LoginException("not_permitted", visit.Words["onlyAdministrators"]);
    }

    // What the name does not say already: attributes that must be there, and an address for the code.
    private static IEnumerable<string> Asked(LoginVisit visit)
    {
        var pool = visit.Request.Pool;
        string[] told = pool.UsernameAttributes.Length == 1 ? [pool.UsernameAttributes[0]] : [];
        var verified =
            pool.UsernameAttributes.Length == 0 && visit.Request.Client.WriteAttributes.Contains(Delivery.Email)
                ? pool.AutoVerifiedAttributes.Where(a => a == Delivery.Email)
                : [];
        return pool.Schema.Required.Concat(verified).Distinct().Except(told);
    }
}
