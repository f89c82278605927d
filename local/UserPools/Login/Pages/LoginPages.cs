using CognitoStack.Local.Deployment;
using CognitoStack.Local.Http;
using CognitoStack.Local.Providers;
using CognitoStack.Local.UserPools.Federation;
using CognitoStack.Local.UserPools.Login.Protocol;
using CognitoStack.Local.UserPools.Login.Texts;
using Microsoft.AspNetCore.Antiforgery;

namespace CognitoStack.Local.UserPools.Login.Pages;

/// <summary>Finds the page that a browser asks for. Other requests of the same paths are S3's: a path may be the name of a bucket.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "User pool endpoints and managed login reference".
/// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-userpools-server-contract-reference.html</remarks>
internal sealed class LoginPages(
    RequestDelegate next,
    LoginDomains domains,
    IDeployment deployment,
    IEnumerable<ILoginPage> pages,
    LogoutPage logout,
    AuthorizationRequests requests,
    IEnumerable<IFederationProtocol> protocols,
    LoginRenderer renderer,
    PoolFirewall firewall,
    IAntiforgery antiforgery,
    ILogger<LoginPages> log
)
{
    private const int LargestForm = 64 * 1024;

    // Paths of no sign-in that an app has begun.
    private static readonly Dictionary<string, Func<LoginPages, HttpContext, Task>> Others = new(StringComparer.OrdinalIgnoreCase)
    {
        ["/logout"] = (pages, http) => pages.logout.AnswerAsync(http),
        ["/error"] = (pages, http) =>
            pages.ShowAsync(http, AuthorizationRequests.One(http.Request.Query, "error") ?? "", null, StatusCodes.Status200OK),
    };

    private readonly LogoutPage logout = logout;
    private readonly Dictionary<string, Func<HttpContext, Task>> returns = protocols
        .SelectMany(p => p.Returns)
        .ToDictionary(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ILoginPage> byPath = pages
        .SelectMany(p => p.Paths.Select(path => (path, p)))
        .ToDictionary(p => p.path, p => p.p, StringComparer.OrdinalIgnoreCase);

    public Task InvokeAsync(HttpContext http)
    {
        var isLoginDomain = domains.PoolOf(http.Request.Host.Host) is not null;
        var answer = Find(http.Request.Path.Value!.TrimEnd('/'));
        if (answer is not null && (isLoginDomain || !IsOfBucket(http.Request)))
            return AnswerAsync(http, answer);
        if (!isLoginDomain)
            return next(http);
        return http.GetEndpoint() is { RequestDelegate: { } endpoint } found && found.Metadata.GetMetadata<OfLoginDomain>() is not null
            ? endpoint(http)
            : ShowAsync(http, "not_found", null, StatusCodes.Status404NotFound);
    }

    private Func<LoginPages, HttpContext, Task>? Find(string path) =>
        byPath.TryGetValue(path, out var page) ? (pages, http) => pages.VisitAsync(http, page)
        : returns.TryGetValue(path, out var answer) ? (_, http) => answer(http)
        : Others.GetValueOrDefault(path);

    private bool IsOfBucket(HttpRequest request) =>
        LoopbackHosts.BucketOf(request.Host.Host) is not null
        || deployment.Current.Find("AWS::S3::Bucket", request.Path.Value!.Split('/')[1]) is not null;

    private async Task AnswerAsync(HttpContext http, Func<LoginPages, HttpContext, Task> answer)
    {
        if (!await firewall.LetsAsync(http))
            return;
        var method = http.Request.Method;
        if (!HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsPost(method))
        {
            http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }
        try
        {
            await answer(this, http);
        }
        catch (LoginException e)
        {
            LoginLog.Refused(log, http.Request.Path, e.Error, e.Message);
            await ShowAsync(http, e.Error, e.Message, StatusCodes.Status400BadRequest);
        }
        catch (ProviderException e)
        {
            // Whoever forges a message learns nothing of what is wrong with it.
            LoginLog.Refused(log, http.Request.Path, e.Check, e.Message);
            await ShowAsync(http, "provider", Wording.Of(http)["providerRefused"], StatusCodes.Status400BadRequest);
        }
        catch (AwsException e)
        {
            LoginLog.Refused(log, http.Request.Path, e.Code, e.Message);
            await ShowAsync(http, e.Code, e.Message, e.Status);
        }
        catch (CallbackException e)
        {
            http.SendTo(e.Address);
        }
    }

    private async Task VisitAsync(HttpContext http, ILoginPage page)
    {
        var visit = new LoginVisit(http, requests.Read(http.Request), Wording.Of(http));
        if (!HttpMethods.IsPost(http.Request.Method))
        {
            await page.ShowAsync(visit);
            return;
        }
        if (
            !http.Request.IsSameOrigin()
            || await http.TryReadFormAsync(LargestForm) is not { } form
            || !await antiforgery.IsRequestValidAsync(http)
        )
        {
            await renderer.RenderAsync(
                http,
                visit.Request.Client,
                visit.Words,
                new(visit.Words["errorTitle"])
                {
                    Text = visit.Words["formExpired"],
                    Links = [new(visit.Words["backToSignIn"], visit.Request.To("/login"))],
                },
                StatusCodes.Status400BadRequest
            );
            return;
        }
        visit = visit with { Form = form };
        try
        {
            await page.SubmitAsync(visit);
        }
        catch (AwsException e) when (e.Status < 500)
        {
            LoginLog.Refused(log, http.Request.Path, e.Code, e.Message);
            await page.ShowAsync(visit with { Error = e.Message });
        }
    }

    private Task ShowAsync(HttpContext http, string error, string? description, int status)
    {
        var words = Wording.Of(http);
        return renderer.RenderAsync(
            http,
            null,
            words,
            new(words["errorTitle"]) { Error = description ?? error, Text = description is null ? null : error },
            status
        );
    }
}
