using System.Text.Json;
using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment;

namespace CognitoStack.Local.Tests.UserPools;

/// <summary>Pools with threat protection, for tests of it.</summary>
internal static class Risks
{
    public const string Blocked = "Unable to login because of security reasons.";

    public static object Pool(string mode = "ENFORCED", string mfa = "OPTIONAL", string[]? factors = null) =>
        new
        {
            UserPoolTier = "PLUS",
            UserPoolAddOns = new { AdvancedSecurityMode = mode },
            MfaConfiguration = mfa,
            EnabledMfas = factors ?? ["SOFTWARE_TOKEN_MFA", "SMS_MFA"],
        };

    /// <summary>Settings with the same action at every level, or one for each.</summary>
    public static Resource Settings(
        string client = "ALL",
        string[]? actions = null,
        bool notifies = false,
        object? leaked = null,
        object? exceptions = null
    )
    {
        string[] byLevel = actions switch
        {
            null => ["NO_ACTION", "NO_ACTION", "NO_ACTION"],
            [var one] => [one, one, one],
            _ => actions,
        };
        object Action(int i) => new { EventAction = byLevel[i], Notify = notifies };
        object Mail(string what) =>
            new
            {
                Subject = $"{what} {{username}}",
                TextBody = "{login-time}|{ip-address}|{city}|{country}|{device-name}|{one-click-link-valid}|{one-click-link-invalid}|{event-id}|{feedback-token}",
                HtmlBody = "<p></p>",
            };
        return Templates.Resource(
            "AWS::Cognito::UserPoolRiskConfigurationAttachment",
            $"risk-{client}",
            Templates.Json(
                new
                {
                    UserPoolId = Templates.PoolId,
                    ClientId = client,
                    AccountTakeoverRiskConfiguration = new
                    {
                        Actions = new
                        {
                            LowAction = Action(0),
                            MediumAction = Action(1),
                            HighAction = Action(2),
                        },
                        NotifyConfiguration = new
                        {
                            SourceArn = "arn",
                            NoActionEmail = Mail("Allowed"),
                            MfaEmail = Mail("Asked"),
                            BlockEmail = Mail("Blocked"),
                        },
                    },
                    CompromisedCredentialsRiskConfiguration = leaked,
                    RiskExceptionConfiguration = exceptions,
                }
            )
        );
    }

    /// <summary>From now on every call has this risk.</summary>
    public static void At(this PoolHost host, string? level) => host.Sent = call => call with { Risk = level };

    /// <summary>From now on every call comes from here.</summary>
    public static void From(this PoolHost host, string address, string device = "tests") =>
        host.Sent = call => call with { ForwardedFor = address, UserAgent = device };

    public static async Task<List<JsonObject>> EventsAsync(this PoolHost host, string email) =>
        [
            .. (await host.AdminAsync("AdminListUserAuthEvents", new { Username = email }))["AuthEvents"]!
                .AsArray()
                .Select(e => e!.AsObject()),
        ];

    public static string? Level(JsonObject e) => e["EventRisk"]!["RiskLevel"]?.ToString();

    /// <summary>What came of a sign-in: tokens, a challenge's name, or an error's message.</summary>
    public static async Task<string> OutcomeAsync(this PoolHost host, string email, string password = PoolHost.Password)
    {
        try
        {
            return Factors.Name(await host.SignInAsync(email, password));
        }
        catch (Local.Http.AwsException e)
        {
            return e.Message;
        }
    }

    public static string Json(object value) => JsonSerializer.Serialize(value);
}
