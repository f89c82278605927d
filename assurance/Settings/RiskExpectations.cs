using CognitoStack.Configuration;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Settings;

/// <summary>What a risky sign-in leads to, for the pool and for single clients.</summary>
internal static class RiskExpectations
{
    private const string Takeover = "AccountTakeoverRiskConfiguration";
    private const string Leaked = "CompromisedCredentialsRiskConfiguration";
    private const string Exceptions = "RiskExceptionConfiguration";
    private static readonly string[] Mails = ["Block", "Mfa", "NoAction"];
    private static readonly string[] Moments = ["SIGN_IN", "SIGN_UP", "PASSWORD_CHANGE"];

    public static IEnumerable<Expectation> Of(EnvironmentConfiguration environment, TemplateSet templates)
    {
        if (environment.ThreatProtection is not { IsActive: true } threats)
            yield break;
        if (!threats.IsEmpty)
            yield return Risk(environment, templates, threats, "every client", "ALL", "threatProtection");
        foreach (var (name, risk) in threats.Clients)
            yield return Risk(environment, templates, risk, name, templates.ClientId(name), $"threatProtection.clients.{name}");
    }

    private static Expectation Risk(
        EnvironmentConfiguration environment,
        TemplateSet templates,
        RiskConfiguration risk,
        string name,
        string clientId,
        string setting
    )
    {
        var (takeover, leaked) = (risk.AccountTakeover, risk.CompromisedCredentials);
        var expected = new Expectation("AWS::Cognito::UserPoolRiskConfigurationAttachment", name, r => r.Text("ClientId") == clientId)
            .Says("ClientId", setting, clientId)
            .Says("UserPoolId", Expectation.Always, templates.PoolId())
            .Says($"{Leaked}.EventFilter", $"{setting}.compromisedCredentials", leaked is null ? null : Moments)
            .Says(
                $"{Leaked}.Actions.EventAction",
                $"{setting}.compromisedCredentials",
                leaked switch
                {
                    null => null,
                    CompromisedCredentialsAction.Block => "BLOCK",
                    CompromisedCredentialsAction.Allow => "NO_ACTION",
                    _ => throw new ArgumentOutOfRangeException(nameof(risk), leaked, null),
                }
            )
            .Says($"{Exceptions}.SkippedIPRangeList", $"{setting}.allowCidrs", risk.AllowCidrs)
            .Says($"{Exceptions}.BlockedIPRangeList", $"{setting}.blockCidrs", risk.BlockCidrs);
        foreach (
            var (level, action) in new (string, AccountTakeoverAction?)[]
            {
                ("Low", takeover?.Low),
                ("Medium", takeover?.Medium),
                ("High", takeover?.High),
            }
        )
            expected
                .Says(
                    $"{Takeover}.Actions.{level}Action.EventAction",
                    $"{setting}.accountTakeover.{level.ToLowerInvariant()}",
                    Name(action)
                )
                .Says(
                    $"{Takeover}.Actions.{level}Action.Notify",
                    $"{setting}.accountTakeover.notify",
                    takeover is null ? null
                        : takeover.Notify ? "true"
                        : "false"
                );
        var mail = takeover?.Notify == true ? environment.UserPool.Email : null;
        expected.Says($"{Takeover}.NotifyConfiguration.SourceArn", "userPool.email.sesIdentityArn", mail?.SesIdentityArn);
        UserPoolExpectations.SentFrom(expected, $"{Takeover}.NotifyConfiguration.From", $"{Takeover}.NotifyConfiguration.ReplyTo", mail);
        if (mail is not null)
            // The texts of the mails.
            expected.Passes(Mails.Select(m => $"{Takeover}.NotifyConfiguration.{m}Email"));
        return expected;
    }

    private static string? Name(AccountTakeoverAction? action) =>
        action switch
        {
            null => null,
            AccountTakeoverAction.Allow => "NO_ACTION",
            AccountTakeoverAction.MfaIfConfigured => "MFA_IF_CONFIGURED",
            AccountTakeoverAction.MfaRequired => "MFA_REQUIRED",
            AccountTakeoverAction.Block => "BLOCK",
            _ => throw new ArgumentOutOfRangeException(nameof(action), action, null),
        };
}
