using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Login.Protocol;
using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools.Login.Pages;

/// <summary>Has a user whom an administrator made choose a password, and say what the pool must know.</summary>
internal sealed class NewPasswordPage(LoginRenderer renderer, LoginSteps steps, LoginFlows flows) : FlowPage(flows)
{
    private const string Password = "new_password";
    private const string Prefix = "userAttributes.";

    public override IReadOnlyList<string> Paths => ["/changePassword"];

    protected override Task ShowAsync(LoginVisit visit, LoginFlow flow) =>
        renderer.RenderAsync(
            visit,
            new(visit.Words["resetTitle"])
            {
                Text = visit.Words["newPasswordText"],
                Forms =
                [
                    new(
                        visit.Request.To(Paths[0]),
                        visit.Words["reset"],
                        [
                            .. Missing(flow).Select(a => AttributeFields.Of(a, visit.Words, visit[a])),
                            .. NewPasswordFields.Of(visit.Request.Pool, visit.Words, Password),
                        ]
                    ),
                ],
            }
        );

    protected override Task SubmitAsync(LoginVisit visit, LoginFlow flow) =>
        steps.AnswerAsync(
            visit,
            flow,
            flow.Challenge!["Session"]!.ToString(),
            [("NEW_PASSWORD", NewPasswordFields.Read(visit, Password)), .. Missing(flow).Select(a => (Prefix + a, visit.Required(a)))]
        );

    private static IEnumerable<string> Missing(LoginFlow flow) =>
        JsonNode.Parse(flow.Challenge!.At("ChallengeParameters", "requiredAttributes")!.ToString()).Texts().Select(a => a[Prefix.Length..]);
}
