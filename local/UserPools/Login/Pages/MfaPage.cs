using System.Collections.Immutable;
using System.Text.Json.Nodes;
using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Login.Looks;
using CognitoStack.Local.UserPools.Login.Protocol;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.SignIn;

namespace CognitoStack.Local.UserPools.Login.Pages;

/// <summary>Asks for a code, of an app or one that was sent; has the factor chosen where there are several, and set up where there must be one.</summary>
internal sealed class MfaPage(
    LoginRenderer renderer,
    LookCatalog looks,
    UserPoolApi api,
    LoginSteps steps,
    SignInPage signIn,
    LoginFlows flows
) : FlowPage(flows)
{
    private static readonly (string Field, string Parameter, string Factor)[] Addresses =
    [
        ("phone_number", "PHONE_NUMBER", Factor.Sms),
        ("email", "EMAIL", Factor.EmailOtp),
    ];

    public override IReadOnlyList<string> Paths => ["/mfa"];

    protected override async Task ShowAsync(LoginVisit visit, LoginFlow flow)
    {
        try
        {
            if (Kind(flow) == SecondFactors.SetUp && flow.Secret is null && visit.Request.Pool.HasTotp)
            {
                var made = await api.CallAsync(visit, "AssociateSoftwareToken", new() { ["Session"] = Session(flow) });
                flow = With(flow, made["Session"]!.ToString()) with { Secret = made["SecretCode"]!.ToString() };
                Flows.Set(visit.Http, flow);
            }
        }
        catch (AwsException e) when (e is { Code: "NotAuthorizedException" })
        {
            await StartAgainAsync(visit, e);
            return;
        }
        await renderer.RenderAsync(
            visit,
            View(visit, flow) with
            {
                Links = [new(visit.Words["backToSignIn"], visit.Request.To("/login"))],
            }
        );
    }

    protected override async Task SubmitAsync(LoginVisit visit, LoginFlow flow)
    {
        try
        {
            await AnswerAsync(visit, flow);
        }
        catch (AwsException e) when (e is { Code: "NotAuthorizedException" })
        {
            await StartAgainAsync(visit, e);
        }
    }

    private async Task AnswerAsync(LoginVisit visit, LoginFlow flow)
    {
        var kind = Kind(flow);
        if (kind == SecondFactors.Select)
        {
            await steps.AnswerAsync(visit, flow, Session(flow), ("ANSWER", visit.Required(FactorForms.Field)));
            return;
        }
        if (
            kind == SecondFactors.SetUp
            && Addresses.FirstOrDefault(a => visit.Form!.ContainsKey(a.Field)) is { Parameter: { } parameter, Field: { } field }
        )
        {
            await steps.AnswerAsync(visit, flow, Session(flow), (parameter, visit.Required(field).Trim()));
            return;
        }
        var code = visit.Required("code").Trim();
        if (kind != SecondFactors.SetUp)
        {
            await steps.AnswerAsync(visit, flow, Session(flow), ($"{kind}_CODE", code));
            return;
        }
        var verified = await api.CallAsync(visit, "VerifySoftwareToken", new() { ["Session"] = Session(flow), ["UserCode"] = code });
        await steps.AnswerAsync(visit, flow, verified["Session"]!.ToString());
    }

    private PageView View(LoginVisit visit, LoginFlow flow)
    {
        var (words, action) = (visit.Words, visit.Request.To(Paths[0]));
        FormView code = new(action, words["verify"], [CodeField.Of(words)]);
        return Kind(flow) switch
        {
            SecondFactors.Select => new(words["chooseTitle"])
            {
                Forms = [.. FactorForms.Second(visit, action, Listed(flow, "MFAS_CAN_CHOOSE"))],
            },
            SecondFactors.SetUp when flow.Secret is { } secret => new(words["setUpTitle"])
            {
                Text = words["setUpText"],
                Secret = secret,
                Graphic = QrCode.Of(visit.Request.Pool, flow.Name, secret, words["setUpPicture"]),
                Forms = [code, .. AddressForms(visit, flow, action)],
            },
            SecondFactors.SetUp => new(words["setUpAddressTitle"]) { Forms = [.. AddressForms(visit, flow, action)] },
            Factor.Totp => new(words["mfaTitle"])
            {
                Text = words["mfaText"],
                Graphic = looks.FrameOf(visit.Request.Client).Graphic("AUTH_APP_GRAPHIC"),
                Forms = [code],
            },
            _ => new(words["mfaTitle"])
            {
                Text = words.Format("mfaSentText", flow.Challenge!.At("ChallengeParameters", "CODE_DELIVERY_DESTINATION")),
                Forms = [code],
            },
        };
    }

    private static IEnumerable<FormView> AddressForms(LoginVisit visit, LoginFlow flow, string action) =>
        Addresses
            .Where(a => Listed(flow, "MFAS_CAN_SETUP").Contains(a.Factor))
            .Select(a => new FormView(
                action,
                visit.Words[a.Factor == Factor.Sms ? "codeBySms" : "codeByEmail"],
                [AttributeFields.Of(a.Field, visit.Words, visit[a.Field])]
            )
            {
                IsSecondary = flow.Secret is not null,
            });

    private static ImmutableArray<string> Listed(LoginFlow flow, string name) =>
        JsonNode.Parse(flow.Challenge!.At("ChallengeParameters", name)!.ToString()).Texts();

    // Too late, or not this user's any longer: from here nothing leads on.
    private Task StartAgainAsync(LoginVisit visit, AwsException e)
    {
        Flows.End(visit.Http);
        return signIn.ShowAsync(visit with { Error = e.Message, Form = null });
    }

    private static string Kind(LoginFlow flow) => flow.Challenge!["ChallengeName"]!.ToString();

    private static string Session(LoginFlow flow) => flow.Challenge!["Session"]!.ToString();

    private static LoginFlow With(LoginFlow flow, string session)
    {
        var challenge = (JsonObject)flow.Challenge!.DeepClone();
        challenge["Session"] = session;
        return flow with { Challenge = challenge };
    }
}
