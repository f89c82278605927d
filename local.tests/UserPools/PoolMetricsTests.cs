using CognitoStack.Local.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace CognitoStack.Local.Tests.UserPools;

/// <summary>What Cognito measures, as AWS's page lists it.</summary>
public sealed class PoolMetricsTests : IDisposable
{
    private readonly PoolHost host = new();

    public void Dispose() => host.Dispose();

    [Fact]
    public async Task A_sign_up_counts_one_and_a_refused_one_nothing()
    {
        host.Deploy();
        var email = PoolHost.NewEmail();
        object SignUp(string name, string password) =>
            new
            {
                ClientId = "web",
                Username = name,
                Password = password,
            };
        await host.CallAsync("SignUp", SignUp(email, PoolHost.Password));
        await host.RefusedAsync("UsernameExistsException", "SignUp", SignUp(email, PoolHost.Password));
        await host.RefusedAsync("InvalidPasswordException", "SignUp", SignUp(PoolHost.NewEmail(), "short"));
        await host.UserAsync();

        Assert.Equal(((1, 3), (1, 1)), (Of("SignUpSuccesses", Client("web")), Of("SignUpSuccesses", Client("Admin"))));
    }

    [Fact]
    public async Task A_sign_in_counts_when_it_is_over()
    {
        host.Deploy(Factors.Pool(), Factors.Client);
        var email = await host.UserWithPhoneAsync();
        var (_, _, refresh) = await host.TokensAsync(email);
        await host.RefusedAsync("NotAuthorizedException", () => host.SignInAsync(email, "Wrong-horse-77"));
        await host.PreferAsync(email, "SMS_MFA!");
        var asked = await host.SignInAsync(email);
        Assert.Equal((1, 2), Of("SignInSuccesses", Client("web")));

        await host.RefusedAsync("CodeMismatchException", () => host.AnswerAsync(asked, email, ("SMS_MFA_CODE", "nonsense")));
        await host.RefusedAsync(
            "InvalidParameterException",
            "InitiateAuth",
            new
            {
                ClientId = "web",
                AuthFlow = "REFRESH_TOKEN_AUTH",
                AuthParameters = new { },
            }
        );
        await host.BeginAsync("REFRESH_TOKEN_AUTH", new { REFRESH_TOKEN = refresh });

        Assert.Equal(((1, 3), (1, 2)), (Of("SignInSuccesses", Client("web")), Of("TokenRefreshSuccesses", Client("web"))));
    }

    [Fact]
    public async Task What_is_throttled_is_counted_twice_over()
    {
        host.Deploy();
        var email = await host.UserAsync();
        string? message = null;
        for (var i = 0; message is null && i < 50; i++)
        {
            try
            {
                await host.SignInAsync(email, "Wrong-horse-77");
            }
            catch (Local.Http.AwsException e) when (e.Code is "TooManyRequestsException" or "LimitExceededException")
            {
                message = e.Message;
            }
            catch (Local.Http.AwsException e) when (e.Code == "NotAuthorizedException")
            {
                if (e.Message.Contains("attempts", StringComparison.OrdinalIgnoreCase))
                    break;
            }
        }

        Assert.Equal(message is null ? (0, 0) : (1, 1), Of("SignInThrottles", Client("web")));
        Assert.Equal(0, Of("SignInSuccesses", Client("web")).Sum);
    }

    [Fact]
    public async Task A_client_that_is_not_the_pools_is_told_as_Invalid()
    {
        host.Deploy();
        await host.AdminRefusedAsync(
            "ResourceNotFoundException",
            "AdminInitiateAuth",
            new
            {
                ClientId = "nobody",
                AuthFlow = "ADMIN_USER_PASSWORD_AUTH",
                AuthParameters = new { USERNAME = "a@example.com", PASSWORD = "x" },
            }
        );

        Assert.Equal((0, 1), Of("SignInSuccesses", Client("Invalid")));
    }

    [Fact]
    public async Task Threat_protection_counts_what_it_sees_and_blocks()
    {
        host.Deploy(
            Risks.Pool(),
            null,
            Risks.Settings(actions: ["NO_ACTION", "NO_ACTION", "BLOCK"], leaked: new { Actions = new { EventAction = "BLOCK" } })
        );
        var email = await host.UserAsync();
        foreach (var level in new[] { "none", "low", "high", "high" })
        {
            host.At(level);
            await host.OutcomeAsync(email);
        }
        host.At(null);
        await host.RefusedAsync(
            "InvalidPasswordException",
            "SignUp",
            new
            {
                ClientId = "web",
                Username = PoolHost.NewEmail(),
                Password = "Password1234!",
            }
        );

        Assert.Equal(((1, 1), (3, 3)), (Of("NoRisk", Operation("SignIn")), Of("Risk", Operation("SignIn"))));
        Assert.Equal(
            ((1, 1), (2, 2), (0, 0)),
            (
                Of("AccountTakeoverRisk", [.. Operation("SignIn"), ("RiskLevel", "low")]),
                Of("AccountTakeoverRisk", [.. Operation("SignIn"), ("RiskLevel", "high")]),
                Of("AccountTakeoverRisk", [.. Operation("SignIn"), ("RiskLevel", "medium")])
            )
        );
        Assert.Equal(
            ((2, 2), (1, 1)),
            (
                Of("OverrideBlock", [.. Operation("SignIn"), ("RiskLevel", "high")]),
                Of("OverrideBlock", [.. Operation("SignUp"), ("RiskLevel", "high")])
            )
        );
        Assert.Equal((1, 1), Of("CompromisedCredentialRisk", [.. Operation("SignUp"), ("RiskLevel", "high")]));
    }

    private static (string, string)[] Client(string client) => [("UserPool", Templates.PoolId), ("UserPoolClient", client)];

    private static (string, string)[] Operation(string operation) => [("Operation", operation), ("UserPoolId", Templates.PoolId)];

    private (double Sum, int Count) Of(string name, (string, string)[] dimensions)
    {
        var read = host
            .Services.GetRequiredService<MetricStore>()
            .Read(new("AWS/Cognito", name, dimensions), 0, long.MaxValue / 2, 60)
            .Values;
        return (read.Sum(s => s.Sum), read.Sum(s => s.Count));
    }
}
