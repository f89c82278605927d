using System.Text;
using System.Text.Json.Nodes;
using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Login.Looks;
using CognitoStack.Local.UserPools.Login.Protocol;
using CognitoStack.Local.UserPools.Login.Texts;
using QRCoder;

namespace CognitoStack.Local.UserPools.Login.Pages;

/// <summary>Asks for the second factor; sets one up first where the pool demands one that the user has not.</summary>
internal sealed class MfaPage(LoginRenderer renderer, LookCatalog looks, UserPoolApi api, LoginSteps steps, SignInPage signIn, LoginFlows flows) : FlowPage(flows)
{
    private const string SetUp = "MFA_SETUP";

    public override IReadOnlyList<string> Paths => ["/mfa"];

    protected override async Task ShowAsync(LoginVisit visit, LoginFlow flow)
    {
        try
        {
            if (Kind(flow) == SetUp && flow.Secret is null)
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

        var words = visit.Words;
        var isSetUp = flow.Secret is not null;
        await renderer.RenderAsync(visit, new(words[isSetUp ? "setUpTitle" : "mfaTitle"])
        {
            Text = words[isSetUp ? "setUpText" : "mfaText"],
            Graphic = flow.Secret is { } secret ? QrCode(visit, flow.Name, secret, words) : looks.FrameOf(visit.Request.Client).Graphic("AUTH_APP_GRAPHIC"),
            Secret = flow.Secret,
            Forms = [new(visit.Request.To(Paths[0]), words["verify"], [CodeField.Of(words)])],
            Links = [new(words["backToSignIn"], visit.Request.To("/login"))],
        });
    }

    protected override async Task SubmitAsync(LoginVisit visit, LoginFlow flow)
    {
        var code = visit.Required("code").Trim();
        try
        {
            if (Kind(flow) != SetUp)
            {
                await steps.AnswerAsync(visit, flow, Session(flow), ("SOFTWARE_TOKEN_MFA_CODE", code));
                return;
            }
            var verified = await api.CallAsync(visit, "VerifySoftwareToken", new() { ["Session"] = Session(flow), ["UserCode"] = code });
            await steps.AnswerAsync(visit, flow, verified["Session"]!.ToString());
        }
        catch (AwsException e) when (e is { Code: "NotAuthorizedException" })
        {
            await StartAgainAsync(visit, e);
        }
    }

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

    private static ImageView QrCode(LoginVisit visit, string name, string secret, Wording words)
    {
        var issuer = visit.Request.Pool.Resource.Text("UserPoolName") ?? visit.Request.Pool.Id;
        var address = $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(name)}?secret={secret}&issuer={Uri.EscapeDataString(issuer)}";
        using var code = QRCodeGenerator.GenerateQrCode(address, QRCodeGenerator.ECCLevel.M);
        using var svg = new SvgQRCode(code);
        return new($"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(svg.GetGraphic(5)))}", Alternative: words["setUpPicture"]);
    }
}
